"""The customer's answers to a quote: a question on a line, a choice, a no."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.commands.touches import wait_for_customer
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.rules import open_to_workers
from wellkept.kernel.refusal import changed_meanwhile, forbidden, invalid, missing, refuse
from wellkept.orders import facts, quote_rules
from wellkept.orders.agreement_lines import PricedLines
from wellkept.orders.commands.put_and_agree import SignedPaper, Yes, put_page, say_yes, withdraw_page
from wellkept.orders.commands.quote_drafts import quoted_line, terms_of_payment
from wellkept.orders.models import Agreement, Quote, QuoteQuestion
from wellkept.orders.queries import quote_to_answer
from wellkept.orders.quote_lines import Choice, cannot_be_chosen, chosen_lines
from wellkept.people.actor import Actor


def choose_from_quote(
    *, journey: int, choice: Choice, by: Actor, shown_digest: str | None = None
) -> Agreement:
    """Put the agreement that the customer's choice makes: exactly these lines, ready to be agreed to.

    `shown_digest` names the quote that they saw.
    """
    with turn(
        journey=journey,
        by=by,
        check=lambda state: quote_rules.cannot_choose(state, quote_to_answer(state.row.pk)),
    ) as t:
        row = _put_choice(t, choice, shown_digest)
        wait_for_customer(t)
        return row


def write_down_choice(
    *,
    journey: int,
    choice: Choice,
    evidence: Evidence,
    by: Actor,
    shown_digest: str | None = None,
    customer_reference: str = "",
    paper: SignedPaper | None = None,
) -> Agreement:
    """Write down what the customer chose and agreed to, on the phone, on paper or by their order, in one act.

    Their choice makes the agreement, and their yes agrees to it. Both count from now on.
    """
    if by.kind == "customer":
        raise forbidden(_("Please choose on your page."))
    with turn(
        journey=journey,
        by=by,
        check=lambda state: (
            open_to_workers(state) or quote_rules.cannot_choose(state, quote_to_answer(state.row.pk))
        ),
    ) as t:
        row = _put_choice(t, choice, shown_digest)
        return say_yes(t, row, Yes(evidence, customer_reference=customer_reference, paper=paper))


def _put_choice(t: Turn, choice: Choice, shown_digest: str | None) -> Agreement:
    """Put the agreement that a choice makes, in a turn of its journey."""
    quote = Quote.objects.get(journey=t.row, state="sent")
    if shown_digest is not None and quote.digest and shown_digest != bytes(quote.digest).hex():
        raise changed_meanwhile(quote.words)
    lines = list(quote.lines.order_by("position", "pk"))
    refuse(cannot_be_chosen(lines, choice))
    price = PricedLines(quote.currency, chosen_lines(lines, choice))
    refuse(price.refusal())
    assert quote.delivery_by is not None
    return put_page(
        t,
        Agreement(
            journey=t.row,
            words="\n\n".join(filter(None, [quote.words, quote.terms])),
            delivery_by=quote.delivery_by,
            put_at=t.now,
            put_by_id=quote.sent_by_id,
            valid_until=quote.valid_until,
            quote=quote,
        ),
        price,
        terms_of_payment(quote),
    )


def ask_about_line(*, line: int, words: str, by: Actor) -> QuoteQuestion:
    """Ask a question about a line of the quote. It becomes a step for us."""
    if not words.strip():
        raise invalid("words", _("What would you like to know?"))
    asked = quoted_line(line)
    with turn(
        journey=asked.quote.journey_id,
        by=by,
        check=lambda state: quote_rules.cannot_answer_quote(state, quote_to_answer(state.row.pk)),
    ) as t:
        if asked.quote.state != "sent":
            raise missing("line", _("There is no such line."))
        contact = by.contact or t.row.contact_id
        if contact is None:
            raise invalid("contact", _("Nobody speaks for the customer here."))
        name = t.row.contact.name if t.row.contact else ""
        step = t.plan_step("answer", hours=t.stage.answer_hours, parameters={"name": name})
        question = QuoteQuestion.objects.create(
            line=asked, journey=t.row, words=words.strip(), asked_at=t.now, contact_id=contact, step=step
        )
        t.say(
            facts.LineQuestioned(
                question=question.pk,
                line=asked.pk,
                suffix=quote_rules.suffix_of(asked.quote.number),
                said=question.words,
            ),
            first=True,
        )
        return question


def answer_question(*, question: int, words: str, by: Actor) -> None:
    """Answer a question on its line, and tell the customer."""
    if not words.strip():
        raise invalid("words", _("The answer is empty."))
    row = question_of(question)
    with turn(
        journey=row.journey_id,
        by=by,
        check=lambda state: quote_rules.cannot_answer_question(state, question_of(question)),
    ) as t:
        row.answer, row.answered_at, row.answered_by_id = words.strip(), t.now, by.as_staff()
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        suffix = quote_rules.suffix_of(row.line.quote.number)
        t.say(facts.LineQuestionAnswered(question=row.pk, suffix=suffix, said=row.answer), first=True)
        t.tell("quote_answer", contact=row.contact, words=row.answer, question=row.words)
        t.finish([step for step in t.steps() if step.pk == row.step_id], how="answered")
        wait_for_customer(t)


def decline_quote(*, journey: int, words: str, by: Actor, wants_change: bool = False) -> None:
    """Record that the customer does not want the quote, or wants it different, and why."""
    if not words.strip():
        raise invalid("words", _("Why not?"))
    with turn(
        journey=journey,
        by=by,
        check=lambda state: quote_rules.cannot_answer_quote(state, quote_to_answer(state.row.pk)),
    ) as t:
        row = Quote.objects.get(journey=t.row, state="sent")
        withdraw_page(t)
        row.state, row.answered_at, row.answer = "declined", t.now, words.strip()
        row.save(update_fields=["state", "answered_at", "answer"])
        t.say(
            facts.QuoteDeclined(
                quote=row.pk,
                suffix=quote_rules.suffix_of(row.number),
                wants_change=wants_change,
                said=row.answer,
            ),
            first=True,
        )
        t.finish([s for s in t.steps() if s.rule.is_ask_again and s.awaits == "customer"], how="answered")
        t.plan_step("offer_other_terms", hours=t.stage.answer_hours)


def question_of(question: int) -> QuoteQuestion:
    """The question of this key, with its line and its quote."""
    row = QuoteQuestion.objects.select_related("line__quote", "contact").filter(pk=question).first()
    if row is None:
        raise missing("question", _("There is no such question."))
    return row
