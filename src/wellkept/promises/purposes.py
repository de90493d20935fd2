"""Purposes of promises, and their wording."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.text import Text

DELIVERY, PRICE, CUSTOM = "delivery", "price", "custom"
_WORDS: Final[dict[str, Text]] = {
    DELIVERY: _("Delivery"),
    PRICE: _("The agreed price"),
}
PURPOSES: Final = (DELIVERY, PRICE, CUSTOM)


def in_words(purpose: str, text: str = "") -> str:
    """Word the promise in the active language; a custom one as it was typed."""
    return text or str(_WORDS.get(purpose, ""))
