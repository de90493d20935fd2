"""Treatment of a sale by the EU VAT directive, case by case."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from wellkept.kernel.refusal import Refusal
from wellkept.solutions.rules.tax_rules import Rate, tax_of
from wellkept.solutions.rules.vat_treatment import Buyer, Seller, treatment_of
from wellkept.solutions.tax_seed import countries, rates_in

AT, DE, EL, CHE, XI = "ATU13585627", "DE136695976", "EL094259216", "CHE107787577MWST", "XI980780684"
# seller, buyer, the buyer's VAT id, kind: the treatment, the category, whose rates
CASES = [
    ("DE", "DE", "", "goods", "domestic", "", "DE"),
    ("DE", "DE", DE, "services", "domestic", "", "DE"),
    ("DE", "AT", AT, "goods", "intra_community", "K", "DE"),
    ("DE", "GR", EL, "goods", "intra_community", "K", "DE"),
    ("GR", "DE", EL, "goods", "domestic", "", "GR"),  # the id is of the seller's own country
    ("DE", "AT", DE, "goods", "domestic", "", "DE"),
    ("DE", "AT", EL, "goods", "intra_community", "K", "DE"),  # an id of a third member state
    ("DE", "AT", "", "goods", "domestic", "", "DE"),  # below the threshold
    ("DE", "AT", AT, "services", "reverse_charge", "AE", "DE"),
    ("DE", "AT", "", "services", "domestic", "", "DE"),
    ("DE", "AT", "", "electronic", "domestic", "", "DE"),
    ("DE", "AT", AT, "electronic", "reverse_charge", "AE", "DE"),
    ("DE", "AT", AT, "property", "outside_scope", "O", "DE"),
    ("DE", "DE", "", "property", "domestic", "", "DE"),
    ("DE", "CH", "", "goods", "export", "G", "DE"),
    ("DE", "CH", CHE, "services", "outside_scope", "O", "DE"),
    ("DE", "CH", "", "services", "domestic", "", "DE"),
    ("DE", "CH", "", "electronic", "outside_scope", "O", "DE"),
    ("DE", "GB", XI, "goods", "intra_community", "K", "DE"),  # Northern Ireland
    ("DE", "GB", "", "goods", "export", "G", "DE"),
    ("DE", "GB", XI, "services", "outside_scope", "O", "DE"),
    ("CH", "DE", DE, "goods", "export", "G", "CH"),
    ("CH", "CH", "", "services", "domestic", "", "CH"),
    ("CH", "DE", DE, "services", "outside_scope", "O", "CH"),
]


@pytest.mark.parametrize(("seller", "buyer", "vat_id", "kind", "treatment", "category", "country"), CASES)
def test_a_sale_is_treated_by_where_both_are(
    seller: str, buyer: str, vat_id: str, kind: str, treatment: str, category: str, country: str
) -> None:
    result = treatment_of(seller=Seller(country=seller), buyer=Buyer(country=buyer, vat_id=vat_id), kind=kind)
    assert (result.kind, result.category, result.country) == (treatment, category, country)
    assert result.source
    assert bool(result.reason) == bool(category)


@pytest.mark.parametrize("kind", ["goods", "electronic"])
def test_a_seller_that_reports_distance_sales_takes_the_buyers_rate(kind: str) -> None:
    seller = Seller(country="DE", reports_distance_sales=True)
    result = treatment_of(seller=seller, buyer=Buyer(country="AT"), kind=kind)
    assert (result.kind, result.country) == ("distance_sale", "AT")


def test_a_small_business_adds_no_tax_anywhere() -> None:
    seller = Seller(country="DE", is_exempt=True)
    result = treatment_of(seller=seller, buyer=Buyer(country="DE"), kind="services")
    tax = tax_of([], key="standard", treatment=result, day=date(2026, 3, 2))
    assert (tax.category, tax.percent, str(tax.reason)) == ("E", 0, "Exempt from tax: small business")


@pytest.mark.parametrize("vat_id", ["DE136695977", "136695976", "GR094259216", "DE1"])
def test_a_vat_number_that_cannot_be_right_is_refused(vat_id: str) -> None:
    with pytest.raises(Refusal) as refusal:
        treatment_of(seller=Seller(country="DE"), buyer=Buyer(country="AT", vat_id=vat_id), kind="goods")
    assert refusal.value.field == "vat_id"


def test_the_rate_is_that_of_its_day() -> None:
    home = treatment_of(seller=Seller(country="DE"), buyer=Buyer(country="DE"), kind="goods")
    old = Rate(
        country="DE", key="standard", category="S", percent=Decimal(16), reason="",
        valid_from=date(2020, 7, 1), valid_to=date(2020, 12, 31),
    )  # fmt: skip
    rates = [old, *rates_in("DE")]
    assert [
        tax_of(rates, key="standard", treatment=home, day=day).percent
        for day in (date(2020, 12, 31), date(2021, 1, 1))
    ] == [16, 19]
    with pytest.raises(Refusal):
        tax_of(rates, key="standard", treatment=home, day=date(2020, 1, 1))


def test_every_member_state_has_its_standard_rate() -> None:
    assert len(countries()) == 44
    for country in countries():
        assert [rate.key for rate in rates_in(country)].count("standard") == 1, country
