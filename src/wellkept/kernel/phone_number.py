"""Telephone numbers, as people type them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal, invalid

_FEWEST_DIGITS = 3


def no_telephone(text: str, *, field: str = "phone") -> Refusal | None:
    """Refuse words in the place of a telephone number. Empty is allowed."""
    if not text.strip() or sum(char.isdigit() for char in text) >= _FEWEST_DIGITS:
        return None
    return invalid(field, _("This is no telephone number. Write it in digits, or leave it empty."))
