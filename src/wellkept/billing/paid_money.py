"""Money that was paid, as a colleague types it or a bank names it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal, invalid


@dataclass(frozen=True)
class PaidMoney:
    """Money that came in, with the day, the payer and their words. Money that went out has a negative amount."""

    amount: Money
    day: date
    payer: str = ""
    words: str = ""
    account: int | None = None

    def refusal(self, *, today: date) -> Refusal | None:
        """Return why it cannot be booked."""
        if self.amount.amount == 0:
            return invalid("amount", _("A payment is of some amount."))
        if self.day > today:
            return invalid("day", _("This day has not come yet."))
        return None
