"""Invoices and payments: drafted, issued, discarded, credited, booked, and put on invoices. Amounts are strings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field, StrictInt

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import Code, Currency, Key, Line, Nothing, Quantity, Said, Why
from wellkept.api.resources.received import found as journey_of
from wellkept.api.times import Instant
from wellkept.billing import queries
from wellkept.billing.commands import allocations, invoices, payments
from wellkept.billing.paid_money import PaidMoney
from wellkept.billing.rights import cannot_see_money
from wellkept.billing.rules import Share
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import refuse

if TYPE_CHECKING:
    from wellkept.billing.models import Invoice, Payment
    from wellkept.people.actor import Actor

router = Router(tags=["Invoices and payments"])
MOST_LINES = 5_000


class BilledShare(Said):
    line: Key = Field(description="Of the agreement")
    quantity: Quantity | None = Field(None, description="All that is left, if it is missing")
    period_from: date | None = Field(None, description="Of what recurs; else the next period")


class NewInvoice(Said):
    lines: Annotated[list[BilledShare], Field(max_length=MOST_LINES)] | None = Field(
        None, description="All that is due now, if it is missing, but what is counted"
    )
    due_days: Annotated[StrictInt, Field(ge=0, le=365)] | None = Field(
        None, description="As agreed, if it is missing"
    )


class NewDeposit(Said):
    due_days: Annotated[StrictInt, Field(ge=0, le=365)] | None = Field(
        None, description="As agreed, if it is missing"
    )


class NewCredit(Why):
    lines: Annotated[list[Key], Field(max_length=MOST_LINES)] | None = Field(
        None, description="Of the invoice; all that are not credited yet, if it is missing"
    )


class NewPayment(Said):
    amount: Quantity = Field(description="Negative if we paid it")
    currency: Currency = "EUR"
    day: date
    payer: Line = ""
    words: Line = ""
    account: Key | None = None


class NewAllocation(Said):
    invoice: Code = Field(description="Its number, its reference, or the journey's number with the suffix")
    amount: Quantity | None = Field(None, description="As much as fits, if it is missing")


class InvoiceLineOut(Schema):
    """A line of an invoice. Its amounts are before tax."""

    id: int
    words: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net_amount: Decimal
    tax_category: str
    tax_rate: Decimal
    period_from: date | None
    period_to: date | None


class InvoiceOut(Schema):
    """An invoice or a credit note, with what is open of it once it is issued."""

    id: int
    journey: str
    kind: str
    state: str
    legal_number: str
    suffix: str
    currency: str
    net_total: Decimal
    tax_total: Decimal
    gross_total: Decimal
    open: Decimal | None
    issued_on: date | None
    due_on: date | None
    lines: list[InvoiceLineOut]


class InvoicesOut(Schema):
    """The invoices and credit notes of a journey."""

    invoices: list[InvoiceOut]


class PaymentOut(Schema):
    """A payment, with what is left of it without a place."""

    id: int
    amount: Decimal
    left: Decimal
    currency: str
    day: date
    payer: str
    words: str
    settled_at: Instant | None


@router.get(
    "/journeys/{number}/invoices", response=InvoicesOut, auth=READ, summary="The invoices of a journey"
)
def listed(request: HttpRequest, number: str) -> InvoicesOut:
    """List drafts, invoices and credit notes."""
    row = journey_of(request, number)
    return InvoicesOut(invoices=[_invoice_out(invoice) for invoice in queries.invoices_of(row.pk)])


@write(router, "/journeys/{number}/invoices", out=InvoiceOut, summary="Draft an invoice")
def draft(request: HttpRequest, number: str, body: NewInvoice) -> Made:
    """Draft an invoice from shares of agreed lines. Nothing else bills them from now on."""
    row = journey_of(request, number)
    shares = (
        None
        if body.lines is None
        else [Share(share.line, share.quantity, share.period_from) for share in body.lines]
    )
    invoice = invoices.draft_invoice(journey=row.pk, shares=shares, due_days=body.due_days, by=actor(request))
    return _answered(request, invoice.pk)


@write(router, "/journeys/{number}/deposits", out=InvoiceOut, summary="Draft the invoice of a deposit")
def deposit(request: HttpRequest, number: str, body: NewDeposit) -> Made:
    """Draft the invoice of the agreed deposit. The invoices that follow deduct it."""
    row = journey_of(request, number)
    invoice = invoices.draft_deposit(journey=row.pk, due_days=body.due_days, by=actor(request))
    return _answered(request, invoice.pk)


@write(router, "/invoices/{id}/issue", out=InvoiceOut, summary="Issue an invoice")
def issue(request: HttpRequest, id: int, body: Nothing) -> Made:
    """Issue a draft: it gets its legal number, and the customer gets it."""
    return _answered(request, invoices.issue_invoice(invoice=id, by=actor(request)).pk)


@write(router, "/invoices/{id}/discarding", out=InvoiceOut, summary="Discard a draft")
def discarding(request: HttpRequest, id: int, body: Nothing) -> Made:
    """Discard a draft. What it bills can be billed again."""
    invoices.discard_invoice(invoice=id, by=actor(request))
    return _answered(request, id)


@write(router, "/invoices/{id}/credits", out=InvoiceOut, summary="Credit an invoice")
def credits(request: HttpRequest, id: int, body: NewCredit) -> Made:
    """Credit lines of an invoice. The credit note is issued at once, and the lines can be billed again."""
    note = invoices.credit_invoice(invoice=id, why=body.why, lines=body.lines, by=actor(request))
    return _answered(request, note.pk)


def _money_only(by: Actor) -> None:
    refuse(cannot_see_money(by))


@write(router, "/payments", out=PaymentOut, summary="Book a payment", readers=_money_only)
def payment(request: HttpRequest, body: NewPayment) -> Made:
    """Book a payment that is in no bank statement."""
    paid = PaidMoney(
        amount=Money(body.amount, body.currency),
        day=body.day,
        payer=body.payer,
        words=body.words,
        account=body.account,
    )
    return Made(_payment_out(payments.record_payment(payment=paid, by=actor(request))))


@write(
    router,
    "/payments/{id}/allocations",
    out=PaymentOut,
    summary="Put a payment on an invoice",
    readers=_money_only,
)
def allocation(request: HttpRequest, id: int, body: NewAllocation) -> Made:
    """Put a payment, or a part of it, on an invoice."""
    by = actor(request)
    invoice = queries.invoice_of_reference(body.invoice, by=by)
    allocations.allocate(payment=id, invoice=invoice.pk, amount=body.amount, by=by)
    return Made(_payment_out(queries.payment(id, by=by)))


def _answered(request: HttpRequest, key: int) -> Made:
    return Made(_invoice_out(queries.invoice(key, by=actor(request))))


def _invoice_out(row: Invoice) -> InvoiceOut:
    return InvoiceOut(
        id=row.pk,
        journey=row.journey.number,
        kind=row.kind,
        state=row.state,
        legal_number=row.legal_number,
        suffix=row.suffix,
        currency=row.currency,
        net_total=row.net_total,
        tax_total=row.tax_total,
        gross_total=row.gross_total,
        open=queries.open_amounts([row.pk])[row.pk] if row.state == "issued" else None,
        issued_on=row.issued_on,
        due_on=row.due_on,
        lines=[
            InvoiceLineOut(id=line.pk, **{name: getattr(line, name) for name in _LINE})
            for line in queries.lines_of(row)
        ],
    )


_LINE = (
    "words",
    "quantity",
    "unit",
    "unit_price",
    "net_amount",
    "tax_category",
    "tax_rate",
    "period_from",
    "period_to",
)


def _payment_out(row: Payment) -> PaymentOut:
    return PaymentOut(
        id=row.pk,
        amount=row.amount,
        left=queries.amounts_left([row.pk])[row.pk],
        currency=row.currency,
        day=row.day,
        payer=row.payer,
        words=row.words,
        settled_at=row.settled_at,
    )
