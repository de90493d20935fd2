"""Quotes: drafted line by line, sent, chosen from, declined, and asked about."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field, StrictBool, StrictInt

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import (
    AgreementLine,
    Code,
    Currency,
    Evidence,
    Key,
    Line,
    Nothing,
    PaymentTerms,
    Quantity,
    Said,
    Words,
)
from wellkept.api.resources.received import found
from wellkept.api.responses.quote_bodies import QuoteOut, QuotesOut, quote_out
from wellkept.api.times import Moment
from wellkept.journeys.evidence import Evidence as Proof
from wellkept.kernel.refusal import invalid, missing
from wellkept.orders import commands as orders
from wellkept.orders import queries
from wellkept.orders.approvals import latest_approval
from wellkept.orders.commands.quote_drafts import Review
from wellkept.orders.payment_terms import Terms
from wellkept.orders.quote_lines import Choice, QuoteLineTerms
from wellkept.solutions.rules.option_model import Choice as Wish

if TYPE_CHECKING:
    from wellkept.orders.models import Quote

router = Router(tags=["Quotes"])
QuoteNumber = Annotated[int, Field(ge=1, lt=2**31)]


class QuotedLine(AgreementLine):
    choice: Line = Field(
        "", description="What they choose between; such a line is one of several alternatives"
    )
    alternative: Line = Field("", description="The answer to which this line belongs")
    least: Quantity | None = Field(None, description="With `most`, the line is optional")
    most: Quantity | None = None


class NewQuote(Said):
    words: Words
    currency: Currency = "EUR"
    lines: Annotated[list[QuotedLine], Field(max_length=5000)] = Field(
        [], description="Else those of the quote before it"
    )


class QuoteTerms(PaymentTerms):
    words: Words
    terms: Words = ""
    delivery_by: Moment | None = None
    valid_until: Moment | None = None


class WantedOption(Said):
    key: Code
    quantity: Quantity | None = None
    wanted: StrictBool = Field(True, description="No: leave out an option that would come by default")


class QuotedProduct(Said):
    product: Key
    quantity: Quantity = Decimal(1)
    section: Line = ""
    options: Annotated[list[WantedOption], Field(max_length=1000)] = []


class Reviewed(Said):
    requirements: Words = Field(description="What is required: stated, implied, and by law")
    differences: Words = ""
    worth_to_them: Words = ""
    worth_to_us: Words = ""


class AskedApproval(Said):
    approver: Key
    words: Words


class Approval(Said):
    approved: StrictBool
    words: Words = ""


class ChosenAlternative(Said):
    choice: Line
    alternative: Line


class ChosenOption(Said):
    line: Key
    quantity: Quantity


class WrittenChoice(Said):
    shown_digest: Annotated[Code, Field(max_length=64, description="The digest of the quote that they saw")]
    alternatives: Annotated[list[ChosenAlternative], Field(max_length=1000)] = []
    options: Annotated[list[ChosenOption], Field(max_length=5000)] = Field(
        [], description="The optional lines that they want"
    )
    evidence: Evidence
    words: Words
    customer_reference: Line = ""


class QuoteRefusal(Said):
    words: Words
    wants_change: StrictBool = False


class AboutALine(Said):
    line: Key
    words: Words


class QuestionAnswer(Said):
    question: Annotated[StrictInt, Field(ge=1, lt=2**53)]
    words: Words


@router.get("/{number}/quotes", response=QuotesOut, auth=READ, summary="The quotes of a journey")
def listed(request: HttpRequest, number: str) -> QuotesOut:
    """List drafts and quotes, newest first, with their lines. Costs of ours are not among them."""
    row = found(request, number)
    return QuotesOut(quotes=[quote_out(quote) for quote in queries.quotes(row.pk)])


@router.get("/{number}/quotes/{quote}", response=QuoteOut, auth=READ, summary="One quote")
def one(request: HttpRequest, number: str, quote: QuoteNumber) -> QuoteOut:
    """Return a quote by its number: 1 is that of /Q1."""
    return quote_out(_quote(request, number, quote))


@write(router, "/{number}/quotes", out=QuoteOut, summary="Begin a quote")
def begin(request: HttpRequest, number: str, body: NewQuote) -> Made:
    """Begin a draft, with these lines or those of the quote before it."""
    row = found(request, number)
    draft = orders.begin_quote(
        journey=row.pk,
        words=body.words,
        currency=body.currency,
        lines=[_terms(line) for line in body.lines],
        by=actor(request),
    )
    return _answered(request, number, draft.number)


@write(router, "/{number}/quotes/{quote}/terms", out=QuoteOut, summary="Change the terms of a draft")
def terms(request: HttpRequest, number: str, quote: QuoteNumber, body: QuoteTerms) -> Made:
    """Change what a draft says beside its lines."""
    row = _quote(request, number, quote)
    payment = {"bill_on", "due_days", "deposit_share"}
    orders.change_quote(
        quote=row.pk,
        by=actor(request),
        payment=Terms(**{name: getattr(body, name) for name in payment}),
        **body.model_dump(exclude=payment),
    )
    return _answered(request, number, quote)


@write(router, "/{number}/quotes/{quote}/lines", out=QuoteOut, summary="Add a line to a draft")
def add_line(request: HttpRequest, number: str, quote: QuoteNumber, body: QuotedLine) -> Made:
    """Add a line at the end."""
    row = _quote(request, number, quote)
    orders.add_quote_line(quote=row.pk, line=_terms(body), by=actor(request))
    return _answered(request, number, quote)


@write(router, "/{number}/quotes/{quote}/products", out=QuoteOut, summary="Add a product to a draft")
def add_product(request: HttpRequest, number: str, quote: QuoteNumber, body: QuotedProduct) -> Made:
    """Add a product of the catalogue with its options: their prices and taxes for this customer, today."""
    row = _quote(request, number, quote)
    wishes = [Wish(option.key, wanted=option.wanted) for option in body.options]
    wishes += [Wish(option.key, quantity=option.quantity) for option in body.options if option.quantity]
    orders.add_product(
        quote=row.pk,
        product=body.product,
        wishes=wishes,
        quantity=body.quantity,
        section=body.section,
        by=actor(request),
    )
    return _answered(request, number, quote)


@write(router, "/{number}/quotes/{quote}/lines/{line}", out=QuoteOut, summary="Change a line of a draft")
def change_line(request: HttpRequest, number: str, quote: QuoteNumber, line: int, body: QuotedLine) -> Made:
    """Change a line. Its product stays."""
    row = queries.line_of_journey(found(request, number).pk, line)
    kept = QuoteLineTerms(
        **body.model_dump(),
        product_id=row.product_id,
        option_id=row.option_id,
        list_price=row.list_price,
        unit_cost=row.unit_cost,
    )
    orders.change_quote_line(line=row.pk, terms=kept, by=actor(request))
    return _answered(request, number, quote)


@write(
    router, "/{number}/quotes/{quote}/lines/{line}/removal", out=QuoteOut, summary="Remove a line of a draft"
)
def remove_line(request: HttpRequest, number: str, quote: QuoteNumber, line: int, body: Nothing) -> Made:
    """Remove a line."""
    row = queries.line_of_journey(found(request, number).pk, line)
    orders.remove_quote_line(line=row.pk, by=actor(request))
    return _answered(request, number, quote)


@write(router, "/{number}/quotes/{quote}/approvals", out=QuoteOut, summary="Ask for approval of a discount")
def ask_approval(request: HttpRequest, number: str, quote: QuoteNumber, body: AskedApproval) -> Made:
    """Ask somebody with a higher limit to approve the discount of exactly this version."""
    row = _quote(request, number, quote)
    orders.ask_for_approval(quote=row.pk, approver=body.approver, words=body.words, by=actor(request))
    return _answered(request, number, quote)


@write(router, "/{number}/quotes/{quote}/approval", out=QuoteOut, summary="Answer about a discount")
def answer_approval(request: HttpRequest, number: str, quote: QuoteNumber, body: Approval) -> Made:
    """Approve the discount that was asked for last, or do not."""
    asked = latest_approval(_quote(request, number, quote).pk)
    if asked is None:
        raise missing("approval", _("Nobody asks for this."))
    orders.answer_discount(approval=asked.pk, approved=body.approved, words=body.words, by=actor(request))
    return _answered(request, number, quote)


@write(router, "/{number}/quotes/{quote}/sending", out=QuoteOut, summary="Review and send a quote")
def sending(request: HttpRequest, number: str, quote: QuoteNumber, body: Reviewed) -> Made:
    """Send a draft to the customer. From now on it never changes, and its digest names it."""
    row = _quote(request, number, quote)
    orders.send_quote(quote=row.pk, review=Review(**body.model_dump()), by=actor(request))
    return _answered(request, number, quote)


@write(router, "/{number}/quotes/{quote}/choice", out=QuoteOut, summary="Record their choice, and their yes")
def choice(request: HttpRequest, number: str, quote: QuoteNumber, body: WrittenChoice) -> Made:
    """Record what they chose and agreed to. It makes the agreement in force, with exactly these lines."""
    row = _quote(request, number, quote)
    _same_digest(row, body.shown_digest)
    orders.write_down_choice(
        journey=row.journey_id,
        choice=Choice(
            {part.choice: part.alternative for part in body.alternatives},
            {part.line: part.quantity for part in body.options},
        ),
        evidence=Proof(body.evidence, body.words),
        shown_digest=body.shown_digest,
        customer_reference=body.customer_reference,
        by=actor(request),
    )
    return _answered(request, number, quote)


@write(router, "/{number}/quotes/{quote}/refusal", out=QuoteOut, summary="Record that they do not want it")
def refusal(request: HttpRequest, number: str, quote: QuoteNumber, body: QuoteRefusal) -> Made:
    """Record their no, or what should be different."""
    row = _quote(request, number, quote)
    orders.decline_quote(
        journey=row.journey_id, words=body.words, wants_change=body.wants_change, by=actor(request)
    )
    return _answered(request, number, quote)


@write(router, "/{number}/quotes/{quote}/questions", out=QuoteOut, summary="Record a question about a line")
def ask(request: HttpRequest, number: str, quote: QuoteNumber, body: AboutALine) -> Made:
    """Record a question of the customer about a line. It becomes a step for us."""
    line = queries.line_of_journey(found(request, number).pk, body.line)
    orders.ask_about_line(line=line.pk, words=body.words, by=actor(request))
    return _answered(request, number, quote)


@write(router, "/{number}/quotes/{quote}/answers", out=QuoteOut, summary="Answer a question about a line")
def answer(request: HttpRequest, number: str, quote: QuoteNumber, body: QuestionAnswer) -> Made:
    """Answer a question on its line. The customer is told."""
    question = queries.question_of_journey(found(request, number).pk, body.question)
    orders.answer_question(question=question.pk, words=body.words, by=actor(request))
    return _answered(request, number, quote)


def _quote(request: HttpRequest, number: str, quote: int) -> Quote:
    return queries.quote_by_number(found(request, number).pk, quote)


def _answered(request: HttpRequest, number: str, quote: int) -> Made:
    row = _quote(request, number, quote)
    journey = found(request, number)
    return Made(quote_out(row), location=f"/api/v1/journeys/{journey.number}/quotes/{row.number}")


def _terms(line: QuotedLine) -> QuoteLineTerms:
    return QuoteLineTerms(**line.model_dump())


def _same_digest(row: Quote, shown: str) -> None:
    """Refuse a choice from another quote than the one in the address."""
    if row.digest is None or bytes(row.digest).hex() != shown:
        raise invalid("shown_digest", _("This is not the digest of this quote."))
