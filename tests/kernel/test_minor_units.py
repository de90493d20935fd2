"""Amounts have the decimals of ISO 4217 everywhere: on pages, in prices and on invoices."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wellkept.kernel import wording
from wellkept.kernel.minor_units import minor_units, rounded


@pytest.mark.parametrize(
    ("currency", "decimals"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("RSD", 2), ("IQD", 3)]
)
def test_minor_units_are_those_of_iso_4217(currency: str, decimals: int) -> None:
    assert minor_units(currency) == decimals


def test_a_page_shows_what_is_rounded_and_drops_no_decimals() -> None:
    """Babel counts no decimals for the Serbian dinar, and a page showed 11 for 10.50."""
    amount = rounded(Decimal("10.495"), "RSD")
    assert amount == Decimal("10.50")
    assert "10.50" in wording.money(amount, "RSD")


def test_a_half_is_rounded_away_from_zero() -> None:
    halves = [rounded(Decimal(text), "EUR") for text in ("0.125", "-0.125", "2.675")]
    assert halves == [Decimal("0.13"), Decimal("-0.13"), Decimal("2.68")]
