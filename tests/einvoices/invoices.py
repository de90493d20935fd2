"""Invoices for the tests: one with every part filled in, and random ones of every kind."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import strategies as st

from wellkept.einvoices.invoice import (
    Attachment,
    DeliveryPlace,
    Invoice,
    InvoiceKind,
    Note,
    PrecedingInvoice,
    References,
    TaxPointEvent,
)
from wellkept.einvoices.invoice_lines import (
    Adjustment,
    Classification,
    Item,
    Line,
    Period,
    Price,
    Tax,
    TaxCategory,
)
from wellkept.einvoices.invoice_parties import (
    ContactPoint,
    CreditTransfer,
    DirectDebit,
    ElectronicAddress,
    Identifier,
    Party,
    Payee,
    PaymentCard,
    PaymentInstructions,
    PostalAddress,
    TaxRepresentative,
)
from wellkept.einvoices.profiles import PEPPOL, Profile
from wellkept.kernel.minor_units import minor_units, rounded
from wellkept.kernel.money import Money

DATA = Path(os.environ.get("WELLKEPT_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
EN_16931 = DATA / "en16931"
needs_the_data = pytest.mark.skipif(
    not EN_16931.exists(), reason=f"the published test files of EN 16931 are not at {EN_16931}"
)

ISSUED = date(2026, 11, 30)
IBAN = "DE75512108001245126199"
NORMAL, REDUCED = Tax.standard(Decimal(19)), Tax.standard(Decimal(7))

SELLER = Party(
    name="Lindenau Ofenbau GmbH",
    trading_name="Lindenau",
    address=PostalAddress(
        country="DE", street="Karl-Heine-Straße 1", second_line="Hof", city="Leipzig", postcode="04229"
    ),
    identifiers=(Identifier("4012345000009", "0088"),),
    legal_registration=Identifier("HRB 12345"),
    vat_id="DE136695976",
    tax_number="201/113/40209",
    legal_information="Geschäftsführerin: Ana Sommer",
    electronic_address=ElectronicAddress("4012345000009", "0088"),
    contact=ContactPoint(name="Ana Sommer", phone="+49 341 5550142", email="ana@lindenau.example"),
)
BUYER = Party(
    name="Boulangerie <Petit> & fils",
    address=PostalAddress(country="FR", street="Rue 1", city="Lyon", postcode="69001", region="Rhône"),
    identifiers=(Identifier("K-17"),),
    legal_registration=Identifier("303265045", "0002"),
    vat_id="FR40303265045",
    electronic_address=ElectronicAddress("4098765000010", "0088"),
    contact=ContactPoint(name="Petra", phone="+33 4 5550", email="petra@petit.example"),
)


def line(name: str = "1", *, net: str = "80", quantity: str = "1", tax: Tax = NORMAL) -> Line:
    """Make a simple line."""
    return Line(
        id=name,
        quantity=Decimal(quantity),
        unit="HUR",
        item=Item(name="Work"),
        price=Price(net=Decimal(net)),
        tax=tax,
    )


FULL_LINE = Line(
    id="1",
    note="As agreed",
    quantity=Decimal(3),
    unit="H87",
    item=Item(
        name="Oven",
        description="Deck oven, three decks",
        sellers_id="OV-3",
        buyers_id="77",
        standard_id=Identifier("4012345000009", "0160"),
        classifications=(Classification("43211503", "STI", "2.0"),),
        origin_country="DE",
        attributes=(("Colour", "red"), ("Decks", "3")),
    ),
    price=Price(net=Decimal("33.333"), discount=Decimal("1.5"), per=Decimal(2)),
    tax=NORMAL,
    object_id=Identifier("METER-1", "AAA"),
    order_line="4",
    accounting="K1",
    period=Period(date(2026, 11, 2), date(2026, 11, 3)),
    adjustments=(
        Adjustment(amount=Decimal(2), reason="Loyalty", percent=Decimal(10), base=Decimal(20)),
        Adjustment(amount=Decimal(3), is_charge=True, reason="Packing", reason_code="PC"),
    ),
)


def full_invoice(profile: Profile, kind: InvoiceKind = InvoiceKind.INVOICE) -> Invoice:
    """Make an invoice with every part that its profile takes."""
    notes = (Note("Thank you for your order"), Note("Registered in Leipzig", "REG"))
    return Invoice(
        number="4827-9163/I1",
        issued_on=ISSUED,
        kind=kind,
        currency="EUR",
        seller=SELLER,
        buyer=BUYER,
        lines=(FULL_LINE, line("2", tax=REDUCED)),
        due_on=date(2026, 12, 14),
        tax_point_event=None,
        terms="14 days",
        references=References(
            buyer="04011000-12345-34",
            project="P-1",
            contract="C-1",
            purchase_order="PO-4711",
            sales_order="4827-9163",
            receiving_advice="R-1",
            despatch_advice="D-1",
            tender="T-1",
            invoiced_object=Identifier("MACHINE-1", "AAA"),
            accounting="K-2",
        ),
        notes=notes[:1] if profile is PEPPOL else notes,
        preceding=(PrecedingInvoice("4827-9163/I0", date(2026, 10, 1)),),
        payee=Payee(
            name="Factoring AG", identifier=Identifier("B-1"), legal_registration=Identifier("HRB 9")
        ),
        tax_representative=TaxRepresentative(
            name="Fisca SARL",
            vat_id="FR40303265045",
            address=PostalAddress(country="FR", street="Quai 2", city="Paris", postcode="75001"),
        ),
        delivery=DeliveryPlace(
            on=date(2026, 11, 20),
            name="Shop",
            location=Identifier("L-1"),
            address=PostalAddress(country="FR", street="Rue 3", city="Lyon", postcode="69002"),
        ),
        period=Period(date(2026, 11, 1), date(2026, 11, 30)),
        payment=PaymentInstructions(
            code="58",
            text="SEPA credit transfer",
            reference="RF18539007547034",
            credit_transfers=(
                CreditTransfer(account=IBAN, holder="Lindenau", bic="BYLADEM1001"),
                CreditTransfer(account=IBAN),
            ),
        ),
        adjustments=(
            Adjustment(amount=Decimal(5), reason="Loyalty", tax=NORMAL),
            Adjustment(amount=Decimal(6), is_charge=True, reason="Freight", reason_code="FC", tax=REDUCED),
        ),
        prepaid=Decimal(10),
        rounding=Decimal("0.01"),
        tax_in_own_currency=Money(Decimal("160.20"), "SEK"),
        attachments=(
            Attachment(
                id="A-1",
                description="Timesheet",
                content=b"%PDF-1.7",
                media_type="application/pdf",
                filename="timesheet.pdf",
            ),
            Attachment(id="A-2", address="https://lindenau.example/a2.pdf"),
        ),
    )


def other_payments(invoice: Invoice) -> list[Invoice]:
    """The same invoice by direct debit, by card, without means of payment, and with other dates of the VAT."""
    debit = DirectDebit(mandate="M-1", creditor_id="DE98ZZZ09999999999", debited_account=IBAN)
    return [
        replace(
            invoice, payment=PaymentInstructions(code="59", reference="RF18539007547034", direct_debit=debit)
        ),
        replace(
            invoice,
            payment=PaymentInstructions(code="48", card=PaymentCard(last_digits="1234", holder="Petra")),
        ),
        replace(invoice, tax_point_on=date(2026, 11, 20)),
        replace(invoice, tax_point_event=TaxPointEvent.DELIVERY),
        replace(invoice, period=None, tax_point_event=TaxPointEvent.ISSUE, payee=None, delivery=None),
    ]


# Random invoices

UNTAXED = {
    TaxCategory.ZERO_RATED: Tax.none(TaxCategory.ZERO_RATED),
    TaxCategory.EXEMPT: Tax.none(TaxCategory.EXEMPT, "Exempt by section 4 of the law"),
    TaxCategory.REVERSE_CHARGE: Tax.none(TaxCategory.REVERSE_CHARGE),
    TaxCategory.INTRA_COMMUNITY: Tax.none(TaxCategory.INTRA_COMMUNITY),
    TaxCategory.EXPORT: Tax.none(TaxCategory.EXPORT),
    TaxCategory.OUTSIDE_SCOPE: Tax.none(TaxCategory.OUTSIDE_SCOPE),
}
RATES = ["19", "7", "5.5", "20", "10", "25", "2.1"]
ROUND_RATES = ["10", "20"]  # of whole tenths these leave no third decimal
MIXES = [
    (),
    (TaxCategory.ZERO_RATED, TaxCategory.EXEMPT),
    (TaxCategory.REVERSE_CHARGE,),
    (TaxCategory.INTRA_COMMUNITY,),
    (TaxCategory.EXPORT,),
]
CURRENCIES = ["EUR", "EUR", "SEK", "HUF", "JPY", "KRW", "KWD", "TND"]


@st.composite
def taxes(draw: st.DrawFn, rates: list[str]) -> list[Tax]:
    """Draw the taxes of one invoice. What is outside the scope of VAT stands with nothing else."""
    if draw(st.integers(0, 6)) == 0:
        return [UNTAXED[TaxCategory.OUTSIDE_SCOPE]]
    standard = [Tax.standard(Decimal(rate)) for rate in draw(st.lists(st.sampled_from(rates), max_size=3))]
    untaxed = [UNTAXED[category] for category in draw(st.sampled_from(MIXES))]
    return standard + untaxed or [NORMAL if rates is RATES else Tax.standard(Decimal(10))]


@st.composite
def adjustments(draw: st.DrawFn, currency: str, step: Decimal, tax: Tax | None) -> Adjustment:
    """Draw an allowance or a charge, with or without its percentage."""
    is_charge = draw(st.booleans())
    base = draw(st.integers(0, 500)) * step
    if minor_units(currency) == 2 and draw(st.booleans()):
        percent = Decimal(draw(st.sampled_from(["3", "12.5", "50"])))
        amount = rounded(base * percent / 100, currency)
        return Adjustment(
            amount=amount, is_charge=is_charge, reason="Reason", percent=percent, base=base, tax=tax
        )
    return Adjustment(amount=base, is_charge=is_charge, reason="Reason", tax=tax)


@st.composite
def lines(draw: st.DrawFn, name: str, currency: str, tax: Tax, exact: bool) -> Line:
    """Draw a line. An exact one has no more decimals than its currency, or than EN 16931 can show."""
    if exact:
        step = Decimal(1) if minor_units(currency) == 0 else Decimal("0.1")
        quantity = Decimal(draw(st.integers(-3, 40)))
        price = Price(net=draw(st.integers(0, 5000)) * step)
    else:
        step = Decimal(1).scaleb(-minor_units(currency))
        quantity = Decimal(draw(st.integers(-3000, 40000))).scaleb(-draw(st.integers(0, 3)))
        net = Decimal(draw(st.integers(0, 10**7))).scaleb(-draw(st.integers(0, 4)))
        discount = Decimal(draw(st.sampled_from(["0", "0", "1.5", "0.333"])))
        price = Price(net=net, discount=discount, per=Decimal(draw(st.sampled_from(["1", "1", "10", "100"]))))
    return Line(
        id=name,
        quantity=quantity,
        unit=draw(st.sampled_from(["H87", "HUR", "KGM", "MTR", "XBX"])),
        item=Item(name=draw(st.sampled_from(["Ofen", "Pièce <3>", "Άρτος & co", "パン"]))),
        price=price,
        tax=tax,
        adjustments=tuple(draw(st.lists(adjustments(currency, step, None), max_size=2))),
    )


@st.composite
def invoices(draw: st.DrawFn, profile: Profile) -> Invoice:
    """Draw an invoice that its profile takes."""
    currency = draw(st.sampled_from(CURRENCIES))
    units = minor_units(currency)
    # Peppol compares each line with quantity times price to two decimals, EN 16931 shows no third one.
    exact = units == 3 or (
        units == 0 and profile.name not in ("EN 16931 (UBL)", "Factur-X and ZUGFeRD (EN 16931)")
    )
    choice = draw(taxes(ROUND_RATES if units == 3 else RATES))
    outside = choice[0].category is TaxCategory.OUTSIDE_SCOPE
    step = Decimal("0.1") if units == 3 else Decimal(1).scaleb(-units)
    kind = draw(st.sampled_from(sorted(profile.kinds)))
    return Invoice(
        number=f"4827-9163/I{draw(st.integers(1, 99))}",
        issued_on=ISSUED,
        kind=kind,
        currency=currency,
        seller=replace(SELLER, vat_id="") if outside else SELLER,
        buyer=replace(BUYER, vat_id="") if outside else BUYER,
        lines=tuple(
            draw(lines(str(place), currency, draw(st.sampled_from(choice)), exact))
            for place in range(1, draw(st.integers(1, 5)) + 1)
        ),
        due_on=ISSUED + timedelta(days=draw(st.integers(0, 60))),
        references=References(buyer="04011000-12345-34"),
        preceding=(PrecedingInvoice("4827-9163/I0", date(2026, 10, 1)),),
        delivery=DeliveryPlace(
            on=date(2026, 11, 20), address=PostalAddress(country="FR", city="Lyon", postcode="69002")
        ),
        payment=PaymentInstructions(code="58", credit_transfers=(CreditTransfer(account=IBAN),)),
        adjustments=tuple(
            draw(adjustments(currency, step, draw(st.sampled_from(choice))))
            for _ in range(draw(st.integers(0, 3)))
        ),
        prepaid=draw(st.integers(0, 5000)) * step,
        rounding=draw(st.integers(-5, 5)) * step,
    )
