"""Ask for a discount beyond one's limit, and answer: exactly this version may be sent, or may not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.commands.turn import Turn, turn
from wellkept.kernel.money import digits
from wellkept.kernel.refusal import invalid, missing, refuse
from wellkept.orders import facts
from wellkept.orders.approvals import cannot_answer_discount, cannot_ask_for_approval, discount_state
from wellkept.orders.commands.quote_drafts import quote_of
from wellkept.orders.discounts import approvers
from wellkept.orders.models import DiscountApproval, QuoteLine
from wellkept.orders.quote_rules import cannot_quote, digest_of_quote, suffix_of
from wellkept.people.actor import Actor


def ask_for_approval(*, quote: int, approver: int, words: str, by: Actor) -> DiscountApproval:
    """Ask somebody with a higher limit to approve the discount of this draft. It is their step, with a date."""
    if not words.strip():
        raise invalid("words", _("Why this discount?"))
    with turn(
        journey=quote_of(quote).journey_id, by=by, check=lambda state: cannot_quote(state, quote_of(quote))
    ) as t:
        row = quote_of(quote)
        lines = list(QuoteLine.objects.filter(quote=row).order_by("position", "pk"))
        state = discount_state(row, lines, number=t.row.number, person=by.as_staff())
        refuse(cannot_ask_for_approval(t.state, row, state))
        if approver not in {person.pk for person in approvers(state.discount, but=by.person)}:
            raise invalid("approver", _("Their limit does not allow it either."))
        suffix = suffix_of(row.number)
        _end_earlier(t, row.pk)
        step = t.plan_step(
            "approve_discount",
            hours=t.stage.answer_hours,
            handler=approver,
            parameters={"percent": digits(state.discount), "suffix": suffix},
        )
        asked = DiscountApproval.objects.create(
            quote=row,
            journey=t.row,
            digest=digest_of_quote(row, lines, number=t.row.number),
            discount=state.discount,
            words=words.strip(),
            asked_at=t.now,
            asked_by_id=by.as_staff(),
            step=step,
        )
        t.say(
            facts.DiscountApprovalAsked(
                approval=asked.pk,
                suffix=suffix,
                percent=state.discount,
                digest=bytes(asked.digest).hex(),
                asked=approver,
                why=asked.words,
            ),
            first=True,
        )
        return asked


def answer_discount(*, approval: int, approved: bool, words: str, by: Actor) -> DiscountApproval:
    """Approve the discount of exactly this version of a draft, or do not, and say why."""
    if not approved and not words.strip():
        raise invalid("words", _("Why not?"))
    journey = _approval(approval).journey_id
    with turn(
        journey=journey, by=by, check=lambda state: cannot_answer_discount(state, _approval(approval))
    ) as t:
        row = _approval(approval)
        row.approved, row.answer = approved, words.strip()
        row.answered_at, row.answered_by_id = t.now, by.as_staff()
        row.save(update_fields=["approved", "answer", "answered_at", "answered_by"])
        t.say(
            facts.DiscountAnswered(
                approval=row.pk,
                suffix=suffix_of(row.quote.number),
                percent=row.discount,
                approved=approved,
                answer=row.answer,
            ),
            first=True,
        )
        t.finish([step for step in t.steps() if step.pk == row.step_id], how="answered")
        return row


def _approval(key: int) -> DiscountApproval:
    row = DiscountApproval.objects.select_related("quote").filter(pk=key).first()
    if row is None:
        raise missing("approval", _("Nobody asks for this."))
    return row


def _end_earlier(t: Turn, quote: int) -> None:
    """End the steps of questions about earlier versions of this draft: nobody has to answer them any more."""
    earlier = set(
        DiscountApproval.objects.filter(quote=quote, answered_at=None).values_list("step_id", flat=True)
    )
    t.finish([step for step in t.steps() if step.pk in earlier], how="answered")
