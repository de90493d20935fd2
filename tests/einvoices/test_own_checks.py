"""Own checks find what the published rules do not, each under its own name, and let the right ones pass."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from tests.einvoices.invoices import BUYER, FULL_LINE, IBAN, NORMAL, SELLER, full_invoice, line
from wellkept.einvoices.invoice import Invoice, InvoiceKind, PrecedingInvoice, References, TaxPointEvent
from wellkept.einvoices.invoice_lines import Adjustment, Period, Price, Tax, TaxCategory
from wellkept.einvoices.invoice_parties import CreditTransfer, DirectDebit, PaymentInstructions
from wellkept.einvoices.own_checks import check_invoice
from wellkept.einvoices.profiles import FACTUR_X, PEPPOL, PLAIN_UBL, PROFILES, XRECHNUNG_UBL, Profile
from wellkept.einvoices.rule_words import BY_NUMBER, CATEGORIES, WORDS, words_for
from wellkept.einvoices.totals import total
from wellkept.einvoices.verdict import Severity
from wellkept.kernel.money import Money

RIGHT = full_invoice(PLAIN_UBL)


def found(invoice: Invoice, profile: Profile = PLAIN_UBL) -> list[str]:
    return [finding.rule for finding in check_invoice(invoice, profile)]


def with_line(**changes: object) -> Invoice:
    return replace(RIGHT, lines=(replace(FULL_LINE, **changes), line("2")))  # type: ignore[arg-type]


def paid(**changes: object) -> Invoice:
    assert RIGHT.payment is not None
    return replace(RIGHT, payment=replace(RIGHT.payment, **changes))  # type: ignore[arg-type]


def debited(account: str) -> Invoice:
    debit = DirectDebit(mandate="M", creditor_id="C", debited_account=account)
    return replace(RIGHT, payment=PaymentInstructions(code="59", direct_debit=debit))


WRONG: list[tuple[str, Callable[[], Invoice]]] = [
    ("due_before_issue", lambda: replace(RIGHT, due_on=date(2026, 11, 29))),
    ("period_runs_backwards", lambda: replace(RIGHT, period=Period(date(2026, 11, 2), date(2026, 11, 1)))),
    ("period_runs_backwards", lambda: with_line(period=Period(date(2026, 11, 2), date(2026, 11, 1)))),
    (
        "earlier_invoice_is_later",
        lambda: replace(RIGHT, preceding=(PrecedingInvoice("I", date(2026, 12, 1)),)),
    ),
    (
        "two_tax_points",
        lambda: replace(RIGHT, tax_point_on=date(2026, 11, 1), tax_point_event=TaxPointEvent.PAYMENT),
    ),
    ("credit_note_without_its_invoice", lambda: replace(RIGHT, kind=InvoiceKind.CREDIT_NOTE, preceding=())),
    ("credit_note_without_its_invoice", lambda: replace(RIGHT, kind=InvoiceKind.CORRECTED, preceding=())),
    ("no_lines", lambda: replace(RIGHT, lines=())),
    ("line_number_twice", lambda: replace(RIGHT, lines=(line("1"), line("1")))),
    ("negative_price", lambda: with_line(price=Price(net=Decimal(-1)))),
    ("negative_price", lambda: with_line(price=Price(net=Decimal(3), discount=Decimal(-1)))),
    (
        "negative_adjustment",
        lambda: with_line(adjustments=(Adjustment(amount=Decimal(-1), reason="R"),)),
    ),
    ("adjustment_without_reason", lambda: with_line(adjustments=(Adjustment(amount=Decimal(1)),))),
    (
        "adjustment_without_tax",
        lambda: replace(RIGHT, adjustments=(Adjustment(amount=Decimal(1), reason="R"),)),
    ),
    (
        "percentage_does_not_fit",
        lambda: with_line(
            adjustments=(
                Adjustment(amount=Decimal("2.01"), reason="R", percent=Decimal(10), base=Decimal(20)),
            )
        ),
    ),
    ("rate_does_not_fit_its_category", lambda: with_line(tax=Tax(TaxCategory.EXPORT, Decimal(7), "R"))),
    ("rate_does_not_fit_its_category", lambda: with_line(tax=Tax.standard(Decimal(0)))),
    ("rate_does_not_fit_its_category", lambda: with_line(tax=Tax(TaxCategory.STANDARD, None))),
    (
        "rate_does_not_fit_its_category",
        lambda: with_line(tax=Tax(TaxCategory.OUTSIDE_SCOPE, Decimal(0), "R")),
    ),
    ("no_reason_for_no_tax", lambda: with_line(tax=Tax.none(TaxCategory.EXEMPT))),
    ("own_currency_is_the_same", lambda: replace(RIGHT, tax_in_own_currency=Money(Decimal(1), "EUR"))),
    ("vat_id_form", lambda: replace(RIGHT, seller=replace(SELLER, vat_id="DE12"))),
    ("vat_id_form", lambda: replace(RIGHT, buyer=replace(BUYER, vat_id="GR123456783"))),
    ("vat_id_form", lambda: replace(RIGHT, seller=replace(SELLER, vat_id="136695976"))),
    ("iban_check_digits", lambda: paid(credit_transfers=(CreditTransfer(account="DE76512108001245126199"),))),
    ("iban_check_digits", lambda: paid(code="58", credit_transfers=(CreditTransfer(account="12345"),))),
    ("iban_check_digits", lambda: debited("DE76512108001245126199")),
    ("bic_form", lambda: paid(credit_transfers=(CreditTransfer(account=IBAN, bic="NOBIC"),))),
    (
        "more_than_two_decimals",
        lambda: replace(RIGHT, currency="KWD", lines=(line(net="1.005"),), adjustments=()),
    ),
    ("kind_is_not_of_this_profile", lambda: replace(RIGHT, kind=InvoiceKind.PARTIAL, notes=())),
]


def test_the_right_invoice_has_no_finding() -> None:
    assert {profile.name: found(full_invoice(profile), profile) for profile in PROFILES} == {
        profile.name: [] for profile in PROFILES
    }


@pytest.mark.parametrize(("rule", "wrong"), WRONG, ids=[rule for rule, _ in WRONG])
def test_a_wrong_invoice_is_found_by_its_name(rule: str, wrong: Callable[[], Invoice]) -> None:
    profile = PEPPOL if rule == "kind_is_not_of_this_profile" else FACTUR_X
    assert found(wrong(), profile) == [rule]


def test_each_own_check_is_broken_by_a_test() -> None:
    from inspect import getsource

    from wellkept.einvoices import own_checks

    names = set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', getsource(own_checks)))
    assert names - {rule for rule, _ in WRONG} == {"vat_id_check_digit"}


def test_a_wrong_check_digit_of_a_vat_id_only_warns() -> None:
    (finding,) = check_invoice(replace(RIGHT, seller=replace(SELLER, vat_id="DE136695977")), PLAIN_UBL)
    assert (finding.rule, finding.severity) == ("vat_id_check_digit", Severity.WARNING)
    assert (
        str(finding.words) == "The check digit of the VAT id DE136695977 is not right. Is it typed correctly?"
    )


@pytest.mark.parametrize(
    "number",
    ["ATU13585627", "EL094259216", "FR40303265045", "XI980780684", "CHE107787577IVA", "GB980780684", "US123"],
)
def test_right_vat_ids_pass(number: str) -> None:
    assert found(replace(RIGHT, buyer=replace(BUYER, vat_id=number))) == []


def test_an_account_that_is_no_iban_passes_where_none_is_wanted() -> None:
    assert found(paid(code="30", credit_transfers=(CreditTransfer(account="000123456"),))) == []


def test_a_credit_note_with_its_invoice_passes() -> None:
    assert found(replace(RIGHT, kind=InvoiceKind.CREDIT_NOTE)) == []


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("profile_needs_buyer_reference", {"references": References(purchase_order="PO")}),
        ("profile_needs_electronic_addresses", {"buyer": replace(BUYER, electronic_address=None)}),
        ("profile_needs_seller_contact", {"seller": replace(SELLER, contact=None)}),
        ("profile_needs_cities", {"buyer": replace(BUYER, address=replace(BUYER.address, city=""))}),
        ("profile_needs_means_of_payment", {"payment": None}),
    ],
)
def test_each_demand_of_the_german_profile_is_made(rule: str, changes: dict[str, object]) -> None:
    wrong = replace(full_invoice(XRECHNUNG_UBL), **changes)  # type: ignore[arg-type]
    assert found(wrong, XRECHNUNG_UBL) == [rule]
    assert rule not in found(wrong, PLAIN_UBL)


def test_peppol_takes_an_order_for_a_reference_and_one_note() -> None:
    invoice = full_invoice(PEPPOL)
    assert found(replace(invoice, references=References(purchase_order="PO")), PEPPOL) == []
    assert found(replace(invoice, references=References()), PEPPOL) == [
        "profile_needs_a_buyers_reference_or_order"
    ]
    assert found(replace(invoice, notes=invoice.notes * 2), PEPPOL) == ["profile_takes_one_note"]


def test_an_impossible_invoice_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="EUX is no currency"):
        replace(RIGHT, currency="EUX")
    with pytest.raises(ValueError, match="more than nothing"):
        Price(net=Decimal(1), per=Decimal(0))


def test_reasons_of_one_exemption_are_joined() -> None:
    reasons = [Tax.none(TaxCategory.EXEMPT, words) for words in ("Insurance", "Health", "Insurance")]
    invoice = replace(
        RIGHT, lines=tuple(line(str(n), tax=tax) for n, tax in enumerate(reasons)), adjustments=()
    )
    (share,) = total(invoice).shares
    assert (share.reason, share.tax.amount, share.base.amount) == ("Insurance; Health", 0, 240)


@pytest.mark.parametrize(
    ("net", "currency", "amount"),
    [("0.005", "EUR", "0.01"), ("-0.005", "EUR", "-0.01"), ("0.5", "JPY", "1"), ("0.0005", "KWD", "0.001")],
)
def test_a_half_is_rounded_away_from_zero(net: str, currency: str, amount: str) -> None:
    quantity = "-1" if net.startswith("-") else "1"
    only = line(net=net.removeprefix("-"), quantity=quantity, tax=NORMAL)
    assert str(total(replace(RIGHT, currency=currency, lines=(only,), adjustments=())).lines.amount) == amount


def test_rules_are_worded_in_english_and_german() -> None:
    sentences = [*WORDS.values(), *BY_NUMBER.values(), *CATEGORIES.values()]
    english = [str(sentence) for sentence in sentences]
    with translation.override("de"):
        german = [str(sentence) for sentence in sentences]
    assert [e for e, g in zip(english, german, strict=True) if e == g] == []


def test_a_rule_of_a_category_names_it_and_an_unknown_one_speaks_for_itself() -> None:
    words = str(words_for("BR-AE-10", "[BR-AE-10]-…"))
    assert words == "Under “reverse charge”, the reason for charging no VAT is missing, or must not be there."
    assert words_for("UBL-SR-46", "[UBL-SR-46]-Payment means text shall occur maximum once") == (
        "Payment means text shall occur maximum once"
    )
    assert words_for("X-1", "") == "X-1"
