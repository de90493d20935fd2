"""Totals of an invoice (BG-22) and its breakdown of VAT (BG-23).

Source: EN 16931-1, the calculation rules BR-CO-10 to BR-CO-17, and the minor units of ISO 4217. Each line is rounded,
the sums are sums of rounded amounts, and VAT is computed for each category and rate on the rounded base. A half is
rounded away from zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from wellkept.einvoices.invoice import Invoice
from wellkept.einvoices.invoice_lines import Adjustment, Line, Tax, TaxCategory
from wellkept.kernel.minor_units import DIGITS, rounded
from wellkept.kernel.money import Money


@dataclass(frozen=True, slots=True)
class TaxShare:
    """VAT of one category and rate: BG-23."""

    category: TaxCategory
    rate: Decimal
    """Rate: BT-119. Zero outside the scope of VAT, where a line has none: Germany wants one here."""
    base: Money
    """Taxable amount: BT-116."""
    tax: Money
    """Tax: BT-117."""
    reason: str
    reason_code: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of the document: BG-22."""

    lines: Money
    """Sum of the lines: BT-106."""
    allowances: Money
    """Allowances of the document: BT-107."""
    charges: Money
    """Charges of the document: BT-108."""
    without_tax: Money
    """Total without VAT: BT-109."""
    tax: Money
    """Total VAT: BT-110."""
    with_tax: Money
    """Total with VAT: BT-112."""
    prepaid: Money
    """Paid already: BT-113."""
    rounding: Money
    """Rounding: BT-114."""
    payable: Money
    """Amount to be paid: BT-115."""
    shares: tuple[TaxShare, ...]
    line_amounts: tuple[Money, ...]
    """Net amount of each line, in their order: BT-131."""


def line_amount(line: Line, currency: str) -> Decimal:
    """Compute the net amount of a line: quantity times price, rounded, and its own allowances and charges."""
    with localcontext(prec=DIGITS):
        goods = rounded(line.quantity * line.price.net / line.price.per, currency)
        return goods + _sum_of_adjustments(line.adjustments, currency)


def total(invoice: Invoice) -> Totals:
    """Compute all totals of an invoice. The one place that does."""
    currency = invoice.currency

    def money(amount: Decimal) -> Money:
        return Money(rounded(amount, currency), currency)

    with localcontext(prec=DIGITS):
        amounts = tuple(line_amount(line, currency) for line in invoice.lines)
        allowances = _sum_of([a for a in invoice.adjustments if not a.is_charge], currency)
        charges = _sum_of([a for a in invoice.adjustments if a.is_charge], currency)
        lines = sum(amounts, Decimal(0))
        without_tax = lines - allowances + charges
        shares = _shares(invoice, amounts)
        tax = sum((share.tax.amount for share in shares), Decimal(0))
        with_tax = without_tax + tax
        return Totals(
            lines=money(lines),
            allowances=money(allowances),
            charges=money(charges),
            without_tax=money(without_tax),
            tax=money(tax),
            with_tax=money(with_tax),
            prepaid=money(invoice.prepaid),
            rounding=money(invoice.rounding),
            payable=money(with_tax - invoice.prepaid + invoice.rounding),
            shares=shares,
            line_amounts=tuple(money(amount) for amount in amounts),
        )


def _sum_of(adjustments: list[Adjustment], currency: str) -> Decimal:
    return sum((rounded(a.amount, currency) for a in adjustments), Decimal(0))


def _sum_of_adjustments(adjustments: tuple[Adjustment, ...], currency: str) -> Decimal:
    charges = [a for a in adjustments if a.is_charge]
    allowances = [a for a in adjustments if not a.is_charge]
    return _sum_of(charges, currency) - _sum_of(allowances, currency)


def _shares(invoice: Invoice, amounts: tuple[Decimal, ...]) -> tuple[TaxShare, ...]:
    """Break the VAT down by category and rate, in the order of the lines."""
    currency = invoice.currency
    bases: dict[tuple[TaxCategory, Decimal | None], Decimal] = {}
    taxes: dict[tuple[TaxCategory, Decimal | None], list[Tax]] = {}
    parts = [(line.tax, amount) for line, amount in zip(invoice.lines, amounts, strict=True)]
    for adjustment in invoice.adjustments:
        if adjustment.tax is not None:
            amount = rounded(adjustment.amount, currency)
            parts.append((adjustment.tax, amount if adjustment.is_charge else -amount))
    for tax, amount in parts:
        key = (tax.category, tax.rate)
        bases[key] = bases.get(key, Decimal(0)) + amount
        taxes.setdefault(key, []).append(tax)
    return tuple(_share(taxes[key], base, currency) for key, base in bases.items())


def _share(taxes: list[Tax], base: Decimal, currency: str) -> TaxShare:
    """Tax one base. Several reasons for one exemption are joined, and then have no code in common."""
    category, rate = taxes[0].category, taxes[0].rate
    reasons = list(dict.fromkeys(tax.reason for tax in taxes if tax.reason))
    codes = {tax.reason_code for tax in taxes}
    return TaxShare(
        category=category,
        rate=rate or Decimal(0),
        base=Money(base, currency),
        tax=Money(rounded(base * (rate or Decimal(0)) / 100, currency), currency),
        reason="; ".join(reasons),
        reason_code=codes.pop() if len(codes) == 1 else "",
    )
