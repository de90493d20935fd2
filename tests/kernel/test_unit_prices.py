"""Prices of one unit, as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from wellkept.kernel import wording


@pytest.mark.parametrize(
    ("amount", "currency", "english", "german"),
    [
        ("0.2875", "EUR", "€0.2875", "0,2875 €"),
        ("-0.333", "CHF", "−CHF 0.333", "−0,333 CHF"),
        ("12.5", "EUR", "€12.50", "12,50 €"),
        ("840", "EUR", "€840", "840 €"),
    ],
)
def test_the_sign_stands_where_the_language_has_it(
    amount: str, currency: str, english: str, german: str
) -> None:
    for language, words in (("en", english), ("de", german)):
        with translation.override(language):
            assert wording.unit_price(Decimal(amount), currency).replace("\xa0", " ") == words


def test_an_exact_amount_has_all_its_decimals() -> None:
    with translation.override("en"):
        assert wording.money(Decimal(840), "EUR", exact=True) == "€840.00"
        assert wording.money(Decimal(840), "JPY", exact=True) == "JP¥840"
