"""Every invoice that we write passes the schema and all published rules, and others read the same totals from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest
from drafthorse.models.document import Document
from facturx import parse_ubl_cii_xml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.einvoices.invoices import full_invoice, invoices, other_payments
from tests.size import size
from wellkept.einvoices.invoice import Invoice, InvoiceKind
from wellkept.einvoices.invoice_lines import Adjustment
from wellkept.einvoices.profiles import PROFILES, Profile, Syntax
from wellkept.einvoices.rule_engine import RuleEngine
from wellkept.einvoices.totals import total
from wellkept.einvoices.validate import prepare
from wellkept.kernel.minor_units import minor_units

KINDS = (InvoiceKind.INVOICE, InvoiceKind.CREDIT_NOTE)
by_profile = pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)


def read_back(xml: bytes) -> dict[str, Any]:
    """Read an invoice by the library factur-x, which also checks its schema."""
    return dict(parse_ubl_cii_xml(xml))


def stated(invoice: Invoice) -> dict[str, Decimal]:
    """The totals that must be read, under the standard's numbers. What is zero need not be written."""
    sums = total(invoice)
    return {
        "BT-106": sums.lines.amount,
        "BT-107": sums.allowances.amount,
        "BT-108": sums.charges.amount,
        "BT-109": sums.without_tax.amount,
        "BT-110": sums.tax.amount,
        "BT-112": sums.with_tax.amount,
        "BT-113": sums.prepaid.amount,
        "BT-114": sums.rounding.amount,
        "BT-115": sums.payable.amount,
    }


def check_others_read_the_same(invoice: Invoice, xml: bytes, syntax: Syntax) -> None:
    data = read_back(xml)
    assert {name: Decimal(data.get(name, 0)) for name in stated(invoice)} == stated(invoice)
    sums = total(invoice)
    assert [Decimal(line["BT-131"]) for line in data["BG-25"]] == [m.amount for m in sums.line_amounts]
    assert [
        (share["BT-118"], Decimal(share.get("BT-119", 0)), Decimal(share["BT-116"]), Decimal(share["BT-117"]))
        for share in data["BG-23"]
    ] == [(s.category.value, s.rate, s.base.amount, s.tax.amount) for s in sums.shares]
    assert (data["BT-1"], data["BT-2"], data["BT-3"], data["BT-5"]) == (
        invoice.number,
        invoice.issued_on,
        invoice.kind.value,
        invoice.currency,
    )
    if syntax is Syntax.CII:
        summation = Document.parse(xml, strict=False).trade.settlement.monetary_summation
        assert summation.line_total._value == sums.lines.amount
        assert summation.grand_total._amount == sums.with_tax.amount
        assert summation.due_amount._value == sums.payable.amount


@by_profile
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_invoice_with_every_part_passes_and_is_read_back(
    profile: Profile, kind: InvoiceKind, engine: RuleEngine
) -> None:
    for invoice in (full_invoice(profile, kind), *other_payments(full_invoice(profile, kind))):
        prepared = prepare(invoice, profile, engine)
        assert prepared.verdict.errors == ()
        assert prepared.verdict.complete
        assert prepared.verdict.digest == sha256(prepared.xml).hexdigest()
        check_others_read_the_same(invoice, prepared.xml, profile.syntax)


@by_profile
@pytest.mark.parametrize("is_charge", [False, True], ids=["allowance", "charge"])
def test_an_adjustment_of_nothing_has_its_total(
    profile: Profile, is_charge: bool, engine: RuleEngine
) -> None:
    """BR-CO-11 and BR-CO-12 want the total as soon as there is an allowance or a charge, even of nothing."""
    full = full_invoice(profile)
    tax = full.lines[0].tax
    nothing = Adjustment(amount=Decimal(0), is_charge=is_charge, reason="Goodwill", tax=tax)
    prepared = prepare(replace(full, adjustments=(nothing,)), profile, engine)
    assert prepared.verdict.errors == ()


@by_profile
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_part_is_in_the_document(profile: Profile, kind: InvoiceKind) -> None:
    """By the numbers of the standard. An own number of the tax office is not read by the library in UBL."""
    data = read_back(prepare(full_invoice(profile, kind), profile, None).xml)
    numbers = {"BG-1", "BG-3", "BG-4", "BG-7", "BG-10", "BG-11", "BG-13", "BG-20", "BG-21", "BG-23", "BG-24"}
    numbers |= {f"BT-{n}" for n in (6, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 24, 72, 73, 74)}
    numbers |= {f"BT-{n}" for n in (81, 82, 83, 84, 85, 86, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115)}
    assert numbers - data.keys() == set()
    line = data["BG-25"][0]
    parts = {f"BT-{n}" for n in (126, 128, 129, 130, 131, 132, 133, 134, 135, 146, 148, 149, 151, 152)}
    parts |= {f"BT-{n}" for n in (153, 154, 155, 156, 157, 158, 159)} | {"BG-27", "BG-28", "BG-32"}
    assert parts - line.keys() == set()
    assert data["BG-24"][0].get("BT-125") == b"%PDF-1.7" or "BG-24" in data


@by_profile
@pytest.mark.long
def test_random_invoices_pass_and_are_read_back(profile: Profile, engine: RuleEngine) -> None:
    @settings(
        max_examples=size(12, 600),
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(invoices(profile))
    def passes(invoice: Invoice) -> None:
        prepared = prepare(invoice, profile, engine)
        assert [(f.rule, f.place, str(f.words)) for f in prepared.verdict.errors] == []
        assert prepared.verdict.complete
        check_others_read_the_same(invoice, prepared.xml, profile.syntax)

    passes()


@pytest.mark.long
@given(st.sampled_from(PROFILES).flatmap(invoices))
@settings(max_examples=size(50, 3000), deadline=None, derandomize=True)
def test_totals_equal_those_of_exact_fractions(invoice: Invoice) -> None:
    """A second computation, in fractions and without the code of the first."""
    lines, shares = by_fractions(invoice)
    sums = total(invoice)
    assert [Fraction(m.amount) for m in sums.line_amounts] == lines
    assert {(s.category.value, s.rate): Fraction(s.tax.amount) for s in sums.shares} == {
        (category, rate or Decimal(0)): tax for (category, rate), (_, tax) in shares.items()
    }
    base, tax = (sum((share[n] for share in shares.values()), Fraction(0)) for n in (0, 1))
    assert Fraction(sums.without_tax.amount) == base
    assert Fraction(sums.payable.amount) == base + tax - Fraction(invoice.prepaid) + Fraction(
        invoice.rounding
    )
    units = minor_units(invoice.currency)
    assert {-int(m.amount.as_tuple().exponent) for m in (sums.payable, sums.tax, *sums.line_amounts)} == {
        units
    }


def half_up(value: Fraction, units: int) -> Fraction:
    scaled = abs(value) * 10**units
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**units)


def by_fractions(invoice: Invoice) -> tuple[list[Fraction], dict[tuple[str, Any], tuple[Fraction, Fraction]]]:
    units = minor_units(invoice.currency)
    bases: dict[tuple[str, Any], Fraction] = {}
    lines = []

    def add(key: tuple[str, Any], amount: Fraction) -> None:
        bases[key] = bases.get(key, Fraction(0)) + amount

    for line in invoice.lines:
        amount = half_up(Fraction(line.quantity) * Fraction(line.price.net) / Fraction(line.price.per), units)
        amount += sum(signed(line.adjustments, units))
        lines.append(amount)
        add((line.tax.category.value, line.tax.rate), amount)
    for adjustment in invoice.adjustments:
        assert adjustment.tax is not None
        add((adjustment.tax.category.value, adjustment.tax.rate), next(signed((adjustment,), units)))
    shares = {key: (base, half_up(base * Fraction(key[1] or 0) / 100, units)) for key, base in bases.items()}
    return lines, shares


def signed(adjustments: Any, units: int) -> Iterator[Fraction]:
    for adjustment in adjustments:
        yield half_up(Fraction(adjustment.amount), units) * (1 if adjustment.is_charge else -1)


def test_the_same_invoice_gives_the_same_bytes() -> None:
    for profile in PROFILES:
        first, second = (prepare(full_invoice(profile), profile, None) for _ in range(2))
        assert first.xml == second.xml
        assert first.verdict.digest == second.verdict.digest
