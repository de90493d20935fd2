"""Deposits: the lines that bill one, what is not deducted of it yet, and the lines that deduct it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils import translation
from django.utils.translation import gettext as _

from wellkept.billing import rules
from wellkept.billing.models import BillingAllocation, InvoiceLine
from wellkept.kernel import wording
from wellkept.kernel.languages import spoken
from wellkept.kernel.money import plain
from wellkept.orders.agreement_lines import TaxShare, totals_of
from wellkept.orders.payment_terms import deposit_parts
from wellkept.orders.queries import lines_of
from wellkept.solutions.units import LUMP_SUM

if TYPE_CHECKING:
    from wellkept.journeys.models import Journey
    from wellkept.kernel.refusal import Refusal
    from wellkept.orders.models import Agreement


@dataclass(frozen=True)
class OpenDeposit:
    """A line of a deposit invoice, and what is not deducted of it yet."""

    line: InvoiceLine
    amount: Decimal


def deposit_left(agreement: Agreement) -> Decimal:
    """The agreed deposit before tax, less what is billed of deposits on this journey."""
    billed = _billed(agreement).filter(deposit_of__isnull=False).aggregate(net=Sum("net_amount"))["net"]
    return max(agreement.deposit_net - (billed or 0), Decimal(0))


def no_deposit(agreement: Agreement | None) -> Refusal | None:
    """Refusal if no deposit can be billed under this agreement now."""
    if agreement is None or not agreement.deposit_net:
        return rules.cannot_bill_deposit(agreement, left=Decimal(0), begun=False)
    once = _billed(agreement).filter(agreement_line__isnull=False, agreement_line__period_months__isnull=True)
    left = deposit_left(agreement)
    return rules.cannot_bill_deposit(agreement, left=left, begun=left > 0 and once.exists())


def _billed(agreement: Agreement) -> QuerySet[BillingAllocation]:
    return BillingAllocation.objects.filter(journey_id=agreement.journey_id, ended_at__isnull=True)


def deposit_lines(agreement: Agreement, row: Journey) -> list[InvoiceLine]:
    """The lines that bill what is left of a deposit, one for each category and rate of tax."""
    lines = lines_of(agreement)
    taxes = totals_of(lines, agreement.currency).taxes
    parts = deposit_parts(taxes, deposit_left(agreement), agreement.currency)
    reasons = {
        (line.tax_category, line.tax_rate): line.exemption_reason
        for line in reversed(lines)
        if line.period_months is None
    }
    with translation.override(language_of(row)):
        return [
            InvoiceLine(
                journey=row,
                words=_words_of(part, several=len(parts) > 1),
                quantity=Decimal(1),
                unit=LUMP_SUM,
                unit_price=part.base,
                discount=Decimal(0),
                net_amount=part.base,
                tax_category=part.category,
                tax_rate=part.rate,
                exemption_reason=reasons[part.category, part.rate],
            )
            for part in parts
        ]


def language_of(row: Journey) -> str:
    """The language of the journey's papers."""
    return spoken(row.contact.language if row.contact else row.customer.language)


def open_deposits(journey: int) -> list[OpenDeposit]:
    """The lines of issued deposit invoices that are not deducted whole, the oldest first."""
    lines = InvoiceLine.objects.filter(journey_id=journey, invoice__kind="deposit", invoice__state="issued")
    rows = list(lines.select_related("invoice").order_by("pk"))
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.id, standing_amount(l.id) + (SELECT coalesce(sum(standing_amount(d.id)), 0)"
            " FROM invoice_line d WHERE d.deducts_id = l.id) FROM invoice_line l WHERE l.id = ANY (%s)",
            [[row.pk for row in rows]],
        )
        amounts = {key: Decimal(plain(amount)) for key, amount in cursor.fetchall()}
    return [OpenDeposit(row, amounts[row.pk]) for row in rows if amounts[row.pk] > 0]


def deductions(row: Journey, lines: Iterable[InvoiceLine]) -> list[InvoiceLine]:
    """The lines that deduct deposits from these lines: as much as there is, and as the base of each rate bears."""
    bases: dict[tuple[str, Decimal], Decimal] = defaultdict(Decimal)
    for line in lines:
        bases[line.tax_category, line.tax_rate] += line.net_amount
    taken = []
    with translation.override(language_of(row)):
        for deposit in open_deposits(row.pk):
            rate = (deposit.line.tax_category, deposit.line.tax_rate)
            amount = min(deposit.amount, bases[rate])
            if amount > 0:
                bases[rate] -= amount
                taken.append(_deduction(deposit.line, amount))
    return taken


def _deduction(deposit: InvoiceLine, amount: Decimal) -> InvoiceLine:
    billed = deposit.invoice
    assert billed.issued_on is not None
    words = _("Less the deposit: invoice %(number)s of %(day)s") % {
        "number": billed.legal_number,
        "day": wording.dated(billed.issued_on),
    }
    return InvoiceLine(
        journey_id=deposit.journey_id,
        words=words,
        quantity=Decimal(-1),
        unit=LUMP_SUM,
        unit_price=amount,
        discount=Decimal(0),
        net_amount=-amount,
        tax_category=deposit.tax_category,
        tax_rate=deposit.tax_rate,
        exemption_reason=deposit.exemption_reason,
        deducts=deposit,
    )


def _words_of(part: TaxShare, *, several: bool) -> str:
    if not several:
        return _("Deposit, as agreed")
    if not part.rate:
        return _("Deposit, as agreed, for what has no VAT")
    rate = wording.quantity(part.rate)
    return _("Deposit, as agreed, for what has %(rate)s %% VAT") % {"rate": rate}
