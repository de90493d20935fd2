"""Checks of payments, and the words of their next steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import Text

if TYPE_CHECKING:
    from wellkept.billing.models import Payment

PAYMENT_STEPS: Final[Mapping[str, Text]] = {
    "assign": _("Find out which invoice it pays"),
    "pay_back": _("Pay it back"),
    "decide": _("Decide what happens with it"),
}
DAYS_TO_ASSIGN: Final = 2


def cannot_change_payment(row: Payment) -> Refusal | None:
    """Refuse a payment that is settled."""
    if row.settled_at is None:
        return None
    return Refusal("settled_already", _("This payment is settled already."))
