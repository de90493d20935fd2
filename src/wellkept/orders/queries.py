"""Read agreements."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import missing
from wellkept.orders import rules
from wellkept.orders.agreement_lines import text_of_lines
from wellkept.orders.amendment import Change, changes_between
from wellkept.orders.models import Agreement, AgreementLine, Quote, QuoteLine, QuoteQuestion
from wellkept.orders.payment_terms import text_of_terms
from wellkept.orders.price_display import ShownPrice, shown_price


def agreements(journey: int) -> list[Agreement]:
    """List every agreement put forward on a journey, newest first."""
    return list(
        Agreement.objects.filter(journey_id=journey).select_related("put_by").order_by("-put_at", "-pk")
    )


def agreement_to_answer(journey: int) -> Agreement | None:
    """Find the agreement that the customer may agree to now."""
    return next((row for row in agreements(journey) if row.state == "put"), None)


def agreement_in_force(journey: int) -> Agreement | None:
    """Find the agreement that counts now."""
    return Agreement.objects.filter(journey_id=journey, state="agreed").first()


def agreements_to_answer(journeys: Sequence[int]) -> dict[int, Agreement]:
    """Find the agreements that wait for the customers of these journeys."""
    return {row.journey_id: row for row in Agreement.objects.filter(journey_id__in=journeys, state="put")}


def agreements_with_lines(journey: int) -> list[Agreement]:
    """List every agreement of a journey with its lines, newest first."""
    rows = agreements(journey)
    prefetch_related_objects(rows, Prefetch("lines", AgreementLine.objects.order_by("position")))
    return rows


def price_to_show(
    row: Agreement, *, with_tax: bool, lines: Sequence[AgreementLine] | None = None
) -> ShownPrice | None:
    """The lines and sums of an agreement as its reader sees them; None if it has one total alone."""
    if not row.itemised:
        return None
    return shown_price(lines_of(row) if lines is None else lines, row.currency, with_tax=with_tax)


def changes_to_show(before: Agreement | None, after: Agreement | None, *, with_tax: bool) -> list[Change]:
    """List what an agreement before the customer changes of the one in force; nothing without both."""
    if before is None or after is None:
        return []
    return changes_between(
        before, after, lines_before=lines_of(before), lines_after=lines_of(after), with_tax=with_tax
    )


def lines_of(row: Agreement) -> list[AgreementLine]:
    """List the lines of an agreement in their order."""
    return list(row.lines.order_by("position"))


def frozen_text(row: Agreement, lines: Sequence[AgreementLine], *, number: str) -> str:
    """The exact text of the page, as it is hashed."""
    return rules.text_of(
        number=number,
        words=row.words,
        total=row.price,
        delivery_by=row.delivery_by,
        dates=row.dates,
        deemed_days=row.deemed_days,
        priced=text_of_lines(lines, row.currency) if row.itemised else (),
        terms=text_of_terms(row.bill_on, row.due_days, Money(row.deposit_net, row.currency)),
    )


def code_is_waited_for(row: Agreement) -> bool:
    """Whether a code was sent that is still valid."""
    return row.code_digest is not None and row.code_until is not None and row.code_until > clock.now()


def latest_tax_rate() -> Decimal | None:
    """The tax rate of the latest line, with which the next one begins."""
    lines = AgreementLine.objects.filter(agreement__itemised=True)
    return lines.order_by("-pk").values_list("tax_rate", flat=True).first()


def agreement_of(journey: int, key: int) -> Agreement:
    """One agreement of this journey, with all that its paper names. Raises a refusal if there is none."""
    row = (
        Agreement.objects.select_related(
            "journey__customer", "journey__contact", "journey__site", "journey__owner"
        )
        .filter(pk=key, journey_id=journey)
        .first()
    )
    if row is None:
        raise missing("agreement", _("There is no such agreement."))
    return row


def quotes(journey: int) -> list[Quote]:
    """List the quotes of a journey, newest first."""
    return list(Quote.objects.filter(journey_id=journey).select_related("sent_by").order_by("-number"))


def quote_to_answer(journey: int) -> Quote | None:
    """Find the quote that lies before the customer."""
    return Quote.objects.filter(journey_id=journey, state="sent").first()


def quote_by_number(journey: int, number: int) -> Quote:
    """Find a quote of a journey by its number."""
    row = Quote.objects.filter(journey_id=journey, number=number).select_related("sent_by").first()
    if row is None:
        raise missing("quote", _("There is no such quote."))
    return row


def drafts_of(person: int | None) -> list[Quote]:
    """List the drafts on the journeys that this person owns or holds, the latest first."""
    if person is None:
        return []
    rows = Quote.objects.filter(
        Q(journey__owner=person) | Q(journey__holder=person), state="draft", journey__state="open"
    )
    return list(rows.select_related("journey__customer").order_by("-begun_at")[:50])


def lines_of_quote(quote: int) -> list[QuoteLine]:
    """List the lines of a quote in their order."""
    return list(QuoteLine.objects.filter(quote_id=quote).order_by("position", "pk"))


def questions_of_quote(quote: int) -> list[QuoteQuestion]:
    """List the questions about the lines of a quote, oldest first."""
    rows = QuoteQuestion.objects.filter(line__quote_id=quote).select_related("line", "answered_by")
    return list(rows.order_by("asked_at", "pk"))


def line_of_journey(journey: int, line: int) -> QuoteLine:
    """Find a line of one of the quotes of a journey."""
    row = QuoteLine.objects.filter(quote__journey_id=journey, pk=line).select_related("quote").first()
    if row is None:
        raise missing("line", _("There is no such line."))
    return row


def question_of_journey(journey: int, question: int) -> QuoteQuestion:
    """Find a question about a line of one of the quotes of a journey."""
    rows = QuoteQuestion.objects.select_related("line__quote")
    row = rows.filter(journey_id=journey, pk=question).first()
    if row is None:
        raise missing("question", _("There is no such question."))
    return row
