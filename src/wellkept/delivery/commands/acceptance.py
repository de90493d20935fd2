from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wellkept.delivery import facts, rules
from wellkept.delivery.commands.parts import deliver_the_rest, refuse_parts
from wellkept.delivery.defect import Defect
from wellkept.delivery.queries import delivered, extent, quantities_of
from wellkept.events import sweeps
from wellkept.journeys.commands.triggers import call_for_handoff, trigger
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.evidence import CLICK, Evidence
from wellkept.journeys.models import Journey, Touch, Trigger
from wellkept.journeys.state import JourneyState
from wellkept.kernel.instants import must_be_ahead
from wellkept.kernel.number import show
from wellkept.kernel.refusal import Refusal, changed_meanwhile, invalid
from wellkept.notices.models import Notice
from wellkept.orders.commands.put_and_agree import withdraw_page
from wellkept.orders.queries import agreement_in_force
from wellkept.people.actor import SYSTEM, Actor
from wellkept.promises.commands.ledger import keep, make, open_promises, reopen
from wellkept.quality.commands import raise_with_act


def accept(
    *,
    journey: int,
    by: Actor,
    evidence: Evidence = CLICK,
    defects: Sequence[Defect] = (),
    delivery: int | None = None,
) -> Trigger:
    """Record the customer's acceptance. Each defect becomes a dated promise of ours, and a nonconformity.

    `delivery` is the event of the delivery that they saw, or 0 where none was on record. Another is refused.

    Deemed (`evidence`): nobody objected in the agreed period, after a notice that said so was told.
    """
    happened, signed_name = evidence.happened, evidence.signed_name.strip()
    with turn(journey=journey, by=by, check=_cannot_accept, happened=happened) as t:
        _assert_seen(t, delivery)
        notice = _silence_that_counts(t) if evidence.kind == "deemed" else None
        if by.kind == "customer" and len(signed_name) < 3:
            raise invalid("signed_name", _("Please write your name."))
        name = signed_name or (t.row.contact.name if t.row.contact else t.row.customer.name)
        words = evidence.words.strip()
        yes = replace(evidence, words=words or f"{name} accepted.")
        withdraw_page(t, because="accepted")
        rest = deliver_the_rest(t, words=yes.words, happened=happened)
        listed = _dated(t, defects)
        raised = [_raise(t, what, by_when) for what, by_when in listed]
        accepted = facts.Accepted(
            defects=len(listed), nonconformities=raised or None, signed_name=name, said=words, **rest
        )
        t.say(accepted, happened=happened)
        acceptance = trigger(t, "acceptance", evidence=yes, deemed_by=notice)
        t.row.accepted_at = happened or t.now
        # Until billing issues invoices, acceptance settles price and scope; a dated promise still open is kept late.
        keep(t, [p for p in open_promises(t) if p.kind != "call_back"])
        for what, by_when in listed:
            make(t, what, due=by_when)
            t.plan_step("open_point", what, due=by_when, handler=t.row.holder_id)
        t.tell("accepted", words="\n".join(what for what, _unused in listed), signed_name=name)
        t.finish(
            [
                s
                for s in t.steps()
                if s.rule.is_put_right or (s.handler_id is None and s.rule.ends_with_stage)
            ],
            how="accepted",
        )
        call_for_handoff(t, acceptance)
        return acceptance


def _dated(t: Turn, defects: Sequence[Defect]) -> list[tuple[str, datetime]]:
    """Each defect in words, behind the line concerned, and by when it is put right."""
    titles = (
        {row.line.pk: row.title for row in quantities_of(agreement_in_force(t.row.pk))} if defects else {}
    )
    listed = []
    for defect in defects:
        must_be_ahead("defects", defect.due, now=t.now)
        if not defect.what.strip():
            raise invalid("defects", _("What is not right?"))
        if defect.line is not None and defect.line not in titles:
            raise invalid("defects", _("There is no such line in the agreement."))
        about = f"{titles[defect.line]}: " if defect.line is not None else ""
        by_when = defect.due or t.due_in(2 * t.stage.answer_hours)
        listed.append((f"{about}{defect.what.strip()}", by_when))
    return listed


def _raise(t: Turn, what: str, due: datetime) -> int:
    """Raise a nonconformity, in the hands of the holder. That of a confidential journey says only which it is."""
    number = show(t.row.number)
    words = number if t.row.confidential else f"{number}: {what}"
    return raise_with_act(
        what=words, handler=t.row.holder_id or t.row.owner_id, due=due, about=t.row.pk, by=t.by
    )


def _assert_seen(t: Turn, seen: int | None) -> None:
    """Refuse a yes to another delivery than the last one."""
    if seen is None:
        return
    latest = delivered(t.row.pk)
    if seen != (latest.id if latest is not None else 0):
        raise changed_meanwhile(
            str(latest.facts["said"]) if latest is not None else _("nothing is delivered")
        )


# Refusals that say that silence does not count as acceptance here, or not yet.
_NOT_DEEMED = frozenset({"not_agreed", "period_runs", "not_silent", "accepted_already", "not_in_delivery"})


def deem_accepted(*, by: Actor = SYSTEM) -> int:
    """Accept deliveries whose agreed period of silence has passed. Called by the clock. Returns how many."""
    asked = Notice.objects.filter(
        kind="please_accept", facts__deemed_on__isnull=False, told_at__isnull=False, subject__kind="journey"
    ).filter(subject_id__in=Journey.objects.filter(state="open", stage="delivery").values("pk"))

    def deem(journey: int) -> bool:
        try:
            accept(
                journey=journey,
                by=by,
                evidence=Evidence("deemed", "Nothing was said against it in the agreed period."),
            )
        except Refusal as refusal:
            if refusal.code in _NOT_DEEMED:
                raise sweeps.NotDue from refusal
            raise
        return True

    return sweeps.each("accept_by_silence", sorted(set(asked.values_list("subject_id", flat=True))), deem)


def reject(*, journey: int, words: str, by: Actor, parts: Sequence[int] = ()) -> None:
    """Record the customer's refusal, with what is not right. The journey stays with delivery.

    They refuse these parts, or the one that came last: it does not count as delivered any more. The promises that it
    seemed to keep are owed again (law 7), and broken if their date has passed.
    """
    if not words.strip():
        raise invalid("words", _("What is not right?"))
    with turn(journey=journey, by=by, check=rules.cannot_reject) as t:
        refused, reopened = refuse_parts(t, parts)
        t.say(facts.Rejected(said=words.strip(), parts=refused))
        reopen(t, reopened)
        t.finish(
            [s for s in t.steps() if s.kind in ("ask_again", "close_unanswered") and s.awaits == "customer"],
            how="rejected",
        )
        t.plan_step("complaint", words, hours=t.stage.answer_hours)


def _silence_that_counts(t: Turn) -> Notice:
    """The told notice whose period has run out without a word from the customer since."""
    notice = (
        Notice.objects.filter(
            subject_id=t.row.pk,
            kind="please_accept",
            told_at__isnull=False,
            facts__deemed_on__isnull=False,
        )
        .order_by("-made_at")
        .first()
    )
    if notice is None:
        raise Refusal("not_agreed", _("The agreement does not say that silence counts as acceptance."), law=5)
    assert notice.told_at is not None
    period = (
        datetime.fromisoformat(notice.facts["deemed_on"]) - notice.made_at
    )  # it runs from when they were told
    if notice.told_at + period > t.now:
        raise Refusal("period_runs", _("The period for objections is still running."), law=5)
    if Touch.objects.filter(journey=t.row, incoming=True, at__gte=notice.told_at).exists() or any(
        step.rule.is_complaint for step in t.steps()
    ):
        raise Refusal("not_silent", _("The customer has said something since; ask them."), law=5)
    return notice


def _cannot_accept(state: JourneyState) -> Refusal | None:
    return rules.cannot_accept(state, delivered=extent(state.row.pk))
