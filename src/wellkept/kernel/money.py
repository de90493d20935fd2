"""An amount with its currency, and the column that holds an amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from wellkept.kernel import wording

USUAL = Decimal("0.01")
"""Decimals that an amount always has in the record. Some currencies have three or four."""


def digits(number: Decimal) -> str:
    """A number without zeros at its end, as it is typed: `2.5`, `10`."""
    return f"{number.normalize():f}"


def plain(amount: Decimal) -> str:
    """Format an amount with at least two decimals, and with more only if they say something: `18400.50`, `1.234`."""
    exact = amount.quantize(USUAL)
    return f"{exact if exact == amount else amount.normalize():f}"


if TYPE_CHECKING:  # to the type checker, a column for an amount is Django's
    AmountField = models.DecimalField
else:

    class AmountField(models.DecimalField):
        """A column for an amount in any currency: four decimals. Zeros beyond the second are not read."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**{"max_digits": 16, "decimal_places": 4, **kwargs})

        def from_db_value(self, value: Decimal | None, *_unused: object) -> Decimal | None:
            return None if value is None else Decimal(plain(value))


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
        return f"{plain(self.amount)} {self.currency}"

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{other.currency} cannot be reckoned with {self.currency}.")
        return other
