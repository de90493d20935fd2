"""An invoice as EN 16931 understands it, made of what stands on the paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from wellkept.bank_files.creditor_reference import creditor_reference
from wellkept.einvoices.invoice import Invoice as Structured
from wellkept.einvoices.invoice import InvoiceKind, Note, PrecedingInvoice, References
from wellkept.einvoices.invoice_lines import Adjustment, Item, Line, Period, Price, Tax, TaxCategory
from wellkept.einvoices.invoice_parties import (
    ContactPoint,
    CreditTransfer,
    Identifier,
    Party,
    PaymentInstructions,
    PostalAddress,
)
from wellkept.kernel.minor_units import rounded

if TYPE_CHECKING:
    from wellkept.billing.models import Invoice, InvoiceLine

TRANSFER = "30"  # UNTDID 4461: a credit transfer
DISCOUNT = "95"  # UNTDID 5189
ONE = "C62"  # one unit, of whatever kind
KINDS: Final = {
    "invoice": InvoiceKind.INVOICE,
    "deposit": InvoiceKind.PREPAYMENT,
    "credit": InvoiceKind.CREDIT_NOTE,
}
Details = Mapping[str, str]
"""A party as it stands on the paper, by the names of its details."""


def structured(row: Invoice, lines: Sequence[InvoiceLine], *, number: str) -> Structured:
    """Make the structured invoice. `number` is the journey's, which payers give as reference."""
    assert row.issued_on is not None
    is_credit = row.kind == "credit"
    taxed = any(line.tax_category != TaxCategory.OUTSIDE_SCOPE for line in lines)
    return Structured(
        number=row.legal_number,
        issued_on=row.issued_on,
        kind=KINDS[row.kind],
        currency=row.currency,
        seller=_seller(row.seller, taxed=taxed),
        buyer=_buyer(row.buyer),
        lines=tuple(_line(line, row.currency) for line in lines),
        due_on=None if is_credit else row.due_on,
        references=References(
            sales_order=number, buyer=row.buyer["reference"], purchase_order=row.buyer["reference"]
        ),
        notes=(Note(row.words),) if row.words else (),
        preceding=tuple(_preceding(row, lines)),
        payment=None if is_credit else _payment(row, number),
    )


def _preceding(row: Invoice, lines: Sequence[InvoiceLine]) -> Iterator[PrecedingInvoice]:
    """The invoice that a credit note corrects, and the invoices of the deposits that are deducted."""
    earlier = [row.credited] if row.credited else [line.deducts.invoice for line in lines if line.deducts]
    for invoice in dict.fromkeys(earlier):
        yield PrecedingInvoice(invoice.legal_number, invoice.issued_on)


def _seller(details: Details, *, taxed: bool) -> Party:
    """The seller. Outside the scope of VAT an invoice names no VAT id (BR-O-02)."""
    return Party(
        name=details["legal_name"],
        address=_address(details),
        vat_id=details["vat_id"] if taxed else "",
        tax_number=details["tax_number"] if taxed else "",
        legal_registration=Identifier(details["register"]) if details["register"] else None,
        contact=ContactPoint(name=details["person"], phone=details["phone"], email=details["mail"]),
    )


def _buyer(details: Details) -> Party:
    return Party(
        name=details["name"],
        address=_address(details),
        contact=ContactPoint(name=details["person"]) if details["person"] else None,
    )


def _address(details: Details) -> PostalAddress:
    return PostalAddress(
        street=details["street"],
        postcode=details["postcode"],
        city=details["city"],
        country=details["country"],
    )


def _line(line: InvoiceLine, currency: str) -> Line:
    """Keep quantity and price where they give the amount; else a part is one unit at its amount."""
    title, _break, rest = line.words.partition("\n")
    goods = rounded(line.quantity * line.unit_price, currency)
    discount = goods - line.net_amount
    whole = discount == 0 or line.discount > 0
    return Line(
        id=str(line.position),
        quantity=line.quantity if whole else Decimal(1),
        unit=line.unit if whole else ONE,
        item=Item(name=title[:200], description=rest.strip()),
        price=Price(net=line.unit_price if whole else line.net_amount),
        tax=_tax(line),
        period=Period(line.period_from, line.period_to) if line.period_from else None,
        adjustments=_discount(discount) if whole and discount else (),
    )


def _discount(amount: Decimal) -> tuple[Adjustment, ...]:
    """A discount; of what is taken back it is a charge, because the amount of either is positive."""
    return (Adjustment(amount=abs(amount), is_charge=amount < 0, reason="Discount", reason_code=DISCOUNT),)


def _tax(line: InvoiceLine) -> Tax:
    category = TaxCategory(line.tax_category)
    if category is TaxCategory.STANDARD:
        return Tax.standard(line.tax_rate)
    return Tax.none(category, line.exemption_reason)


def _payment(row: Invoice, number: str) -> PaymentInstructions | None:
    iban = row.seller["iban"]
    if not iban:
        return None
    account = CreditTransfer(account=iban, holder=row.seller["holder"], bic=row.seller["bic"])
    return PaymentInstructions(
        code=TRANSFER, reference=creditor_reference(number, row.suffix), credit_transfers=(account,)
    )
