"""Payments and invoices, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import connection
from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellkept.bank_files.reference_candidates import candidates
from wellkept.billing.models import Invoice, InvoiceLine, Payment, PaymentAllocation
from wellkept.billing.payment_match import Ledger, OpenInvoice, Paid, match
from wellkept.billing.rights import cannot_see_money
from wellkept.journeys.rights import cannot_read, unreadable
from wellkept.kernel import clock
from wellkept.kernel.money import plain
from wellkept.kernel.refusal import invalid, missing, refuse
from wellkept.orders.payment_terms import ON_ACCEPTANCE
from wellkept.orders.queries import agreement_in_force
from wellkept.people.actor import Actor
from wellkept.people.models import Company


def open_payments(*, by: Actor) -> list[Payment]:
    """Payments that wait for somebody, the earliest due first."""
    refuse(cannot_see_money(by))
    return list(_with_names().filter(settled_at__isnull=True).order_by("due_at", "pk"))


def settled_payments(*, by: Actor, limit: int) -> list[Payment]:
    """Payments that wait no longer, the latest first."""
    refuse(cannot_see_money(by))
    return list(_with_names().filter(settled_at__isnull=False).order_by("-settled_at", "-pk")[:limit])


def payment(key: int, *, by: Actor) -> Payment:
    """One payment. Whoever handles it may see it, too."""
    row = _with_names().filter(pk=key).first()
    if row is None or row.handler_id != by.person:
        refuse(cannot_see_money(by))
    if row is None:
        raise missing("payment", _("There is no such payment."))
    return row


def open_invoices(*, by: Actor) -> list[Invoice]:
    """Invoices with which something is left to do, the earliest due first, as far as the actor may read them."""
    rows = list(
        _invoices().filter(settled_at__isnull=True, discarded_at__isnull=True).order_by("due_at", "pk")
    )
    closed = unreadable([row.journey for row in rows], by)
    return [row for row in rows if row.journey_id not in closed]


def invoice(key: int, *, by: Actor) -> Invoice:
    """One invoice, for everybody who may read its journey."""
    row = _invoices().filter(pk=key).first()
    if row is None:
        raise missing("invoice", _("There is no such invoice."))
    refuse(cannot_read(row.journey, by))
    return row


def billed_on(journey: int) -> str:
    """When the agreement in force is billed, as its terms say."""
    agreement = agreement_in_force(journey)
    return ON_ACCEPTANCE if agreement is None else agreement.bill_on


def lines_of(row: Invoice) -> list[InvoiceLine]:
    """The lines of an invoice in their order, each with its credit note and with the deposit that it deducts."""
    return list(row.lines.select_related("credit__invoice", "deducts__invoice").order_by("position"))


def draft_of_deposit(journey: int) -> Invoice | None:
    """The draft of a deposit invoice on this journey."""
    return Invoice.objects.filter(journey_id=journey, kind="deposit", state="draft").first()


def deducted_by(row: Invoice) -> list[str]:
    """The invoices and drafts that deduct this deposit, by their numbers or suffixes."""
    if row.kind != "deposit":
        return []
    deductions = InvoiceLine.objects.filter(
        deducts__invoice=row, invoice__discarded_at__isnull=True, credit__isnull=True
    )
    names = deductions.order_by("pk").values_list("invoice__legal_number", "invoice__suffix")
    return list(dict.fromkeys(number or suffix for number, suffix in names))


def invoices_of(journey: int) -> list[Invoice]:
    """The invoices and credit notes of a journey, without discarded drafts, in their order."""
    return list(_invoices().filter(journey_id=journey, discarded_at__isnull=True).order_by("pk"))


def open_amounts(invoices: Sequence[int]) -> dict[int, Decimal]:
    """The amount of each of these invoices that is neither credited nor paid. Below zero, we owe it."""
    return _amounts("SELECT id, open_amount(id) FROM invoice WHERE id = ANY (%s)", invoices)


def amounts_left(payments: Sequence[int]) -> dict[int, Decimal]:
    """The amount of each of these payments that is neither on an invoice nor given back."""
    return _amounts("SELECT id, amount_left(id) FROM payment WHERE id = ANY (%s)", payments)


def _amounts(statement: str, keys: Sequence[int]) -> dict[int, Decimal]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(keys)])
        return {key: Decimal(plain(amount)) for key, amount in cursor.fetchall()}


def allocations_of(payment: int) -> list[PaymentAllocation]:
    """The places of a payment, without those that were taken back."""
    rows = PaymentAllocation.objects.filter(payment_id=payment, taken_back_at__isnull=True)
    return list(rows.select_related("invoice__journey__customer", "refund").order_by("pk"))


def payments_on(invoice: int) -> list[PaymentAllocation]:
    """The payments of an invoice, in their order."""
    rows = PaymentAllocation.objects.filter(invoice_id=invoice, taken_back_at__isnull=True)
    return list(rows.select_related("payment").order_by("pk"))


def ledger() -> Ledger:
    """All issued invoices with what is open of each, also those with nothing open: their references are known."""
    rows = Invoice.objects.filter(state="issued").exclude(kind="credit").select_related("journey__customer")
    invoices = list(rows.order_by("pk"))
    amounts = open_amounts([row.pk for row in invoices if row.settled_at is None])
    return Ledger.of(
        OpenInvoice(
            key=row.pk,
            number=row.journey.number,
            suffix=row.suffix,
            open=amounts.get(row.pk, Decimal(0)),
            currency=row.currency,
            customer=row.journey.customer_id,
            name=row.journey.customer.name,
        )
        for row in invoices
    )


def paid_by(row: Payment) -> Paid:
    """Facts of a payment: also the customers for whom somebody paid from its account before."""
    known = (
        PaymentAllocation.objects.filter(
            payment__payer_account=row.payer_account, invoice__isnull=False, taken_back_at__isnull=True
        ).values_list("invoice__journey__customer_id", flat=True)
        if row.payer_account
        else ()
    )
    return Paid(
        amount=amounts_left([row.pk])[row.pk],
        currency=row.currency,
        words=row.words,
        payer=row.payer,
        known_as=frozenset(known),
    )


def proposals(row: Payment, *, by: Actor) -> list[Invoice]:
    """Invoices that this payment may pay, as far as the actor may read them."""
    result = match(paid_by(row), ledger())
    rows = list(_invoices().filter(pk__in=[key for key, _part in result.parts]).order_by("pk"))
    closed = unreadable([invoice.journey for invoice in rows], by)
    return [invoice for invoice in rows if invoice.journey_id not in closed]


def refunds_for(row: Payment) -> list[Payment]:
    """Payments of ours in the same currency that have no place yet."""
    ours = Payment.objects.filter(amount__lt=0, currency=row.currency, settled_at__isnull=True)
    return list(ours.order_by("-day", "pk"))


def invoice_of_reference(text: str, *, by: Actor) -> Invoice:
    """The invoice of a legal number, of an RF reference, or of the journey's number with its suffix."""
    wanted = text.strip()
    rows = [*_invoices().filter(legal_number=wanted).exclude(legal_number="")]
    for reading in candidates(wanted) if not rows else ():
        rows += _invoices().filter(
            journey__number=reading.number, suffix=reading.suffix or "I1", state="issued"
        )
    readable = [row for row in dict.fromkeys(rows) if cannot_read(row.journey, by) is None]
    if len(readable) != 1:
        raise invalid("reference", _("No single invoice has this number."))
    return readable[0]


def count_open(*, handlers: Sequence[int]) -> int:
    """Count the payments of these handlers, and the overdue ones of others about which they were told."""
    last = Exists(Company.objects.filter(process_owner_id__in=handlers))
    mine = Q(handler_id__in=handlers) | Q(last, warned_at__isnull=False)
    return Payment.objects.filter(mine, settled_at__isnull=True).count()


def count_open_invoices(*, handlers: Sequence[int]) -> int:
    """Count the invoices of these handlers whose next step is due, and those of others about which they were told."""
    last = Exists(Company.objects.filter(process_owner_id__in=handlers))
    mine = Q(handler_id__in=handlers, due_at__lte=clock.now()) | Q(last, warned_at__isnull=False)
    return Invoice.objects.filter(mine, settled_at__isnull=True, discarded_at__isnull=True).count()


def _invoices() -> QuerySet[Invoice]:
    return Invoice.objects.select_related(
        "journey__customer", "journey__contact", "handler", "file", "credited"
    )


def _with_names() -> QuerySet[Payment]:
    return Payment.objects.select_related("handler", "booked_by", "account__entity")
