"""An amount with its currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from wellkept.kernel import wording


@dataclass(frozen=True, order=False)
class Money:
    """A decimal amount and an ISO 4217 currency. A float is refused; two currencies are never added."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("An amount is a Decimal.")
        if len(self.currency) != 3 or not (self.currency.isascii() and self.currency.isupper()):
            raise ValueError("A currency has three capital letters, as EUR.")

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other).amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other).amount

    def __gt__(self, other: Money) -> bool:
        return other < self

    def __str__(self) -> str:
        """Format in the reader's language: `€18,400.50`."""
        return wording.money(self.amount, self.currency)

    def plain(self) -> str:
        """Format for the record, the same in every language: `18400.50 EUR`."""
        return f"{self.amount:.2f} {self.currency}"

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{other.currency} cannot be reckoned with {self.currency}.")
        return other
