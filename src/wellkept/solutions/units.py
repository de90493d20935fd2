"""Units in which we sell, by their codes in UN/ECE Recommendation 20, with their words."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import pgettext_lazy

from wellkept.kernel import wording
from wellkept.kernel.text import Text

PIECE, HOUR, LUMP_SUM = "H87", "HUR", "LS"
CODE = re.compile(r"[A-Z0-9]{2,3}")
WORDS: dict[str, Text] = {
    PIECE: pgettext_lazy("unit", "pcs"),
    HOUR: pgettext_lazy("unit", "h"),
    "DAY": pgettext_lazy("unit", "days"),
    "MON": pgettext_lazy("unit", "months"),
    "ANN": pgettext_lazy("unit", "years"),
    LUMP_SUM: pgettext_lazy("unit", "lump sum"),
    "SET": pgettext_lazy("unit", "sets"),
    "MTR": pgettext_lazy("unit", "m"),
    "MTK": pgettext_lazy("unit", "m²"),
    "MTQ": pgettext_lazy("unit", "m³"),
    "KMT": pgettext_lazy("unit", "km"),
    "KGM": pgettext_lazy("unit", "kg"),
    "TNE": pgettext_lazy("unit", "t"),
    "LTR": pgettext_lazy("unit", "l"),
    "KWH": pgettext_lazy("unit", "kWh"),
}
"""Units that pages offer. Programs may use every code of the recommendation."""


def unit_in_words(code: str) -> Text:
    """The unit in words, for several. A code that we have no word for is shown as it is."""
    return WORDS.get(code, code)


def counted(quantity: Decimal, code: str) -> str:
    """A quantity with its unit: `2 h`, `1 year`, `3 years`."""
    ones: dict[str, Text] = {
        PIECE: pgettext_lazy("unit", "pc"),
        "DAY": pgettext_lazy("unit", "day"),
        "MON": pgettext_lazy("unit", "month"),
        "ANN": pgettext_lazy("unit", "year"),
        "SET": pgettext_lazy("unit", "set"),
    }
    word = ones.get(code) if quantity == 1 else None
    return f"{wording.quantity(quantity)} {word or unit_in_words(code)}"
