"""Quantities with their units, as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from wellkept.solutions.units import counted


@pytest.mark.parametrize(
    ("quantity", "code", "english", "german"),
    [
        ("1", "ANN", "1 year", "1 Jahr"),
        ("3", "ANN", "3 years", "3 Jahre"),
        ("1.5", "DAY", "1.5 days", "1,5 Tage"),
        ("1", "HUR", "1 h", "1 Std."),
        ("2", "H87", "2 pcs", "2 Stück"),
        ("4", "XYZ", "4 XYZ", "4 XYZ"),
    ],
)
def test_a_quantity_has_its_unit(quantity: str, code: str, english: str, german: str) -> None:
    for language, words in (("en", english), ("de", german)):
        with translation.override(language):
            assert counted(Decimal(quantity), code) == words
