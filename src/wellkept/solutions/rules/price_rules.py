"""Prices as values, and the price of something on a day, with the list and the step that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

from babel.numbers import format_decimal
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from wellkept.kernel import wording
from wellkept.kernel.minor_units import rounded
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal, missing
from wellkept.kernel.text import Text, fill


@dataclass(frozen=True)
class PriceList:
    """A list of prices: for everybody, or for one customer."""

    key: str
    name: Text
    customer: int | None = None


@dataclass(frozen=True)
class Price:
    """The price of one unit from a quantity on, valid from its first day to its last.

    `every_months` is the interval of a recurring price. Without it, the price is paid once.
    """

    item: str
    list: PriceList
    amount: Money
    valid_from: date
    valid_to: date | None = None
    at_least: Decimal = Decimal(1)
    every_months: int | None = None
    cost: Decimal | None = None

    def is_valid(self, day: date) -> bool:
        """Whether the price counts on this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class PricedPart:
    """One item with its quantity and price. The total is rounded to the currency's smallest unit."""

    item: str
    quantity: Decimal
    price: Price

    @property
    def total(self) -> Money:
        currency = self.price.amount.currency
        return Money(rounded(self.price.amount.amount * self.quantity, currency), currency)

    @property
    def source(self) -> Text:
        """Where the price came from, in words."""
        if self.price.at_least == 1:
            return fill(_("List “%(list)s”."), list=self.price.list.name)
        return fill(
            _("List “%(list)s”, from %(quantity)s on."),
            list=self.price.list.name,
            quantity=_number(self.price.at_least),
        )


@dataclass(frozen=True)
class Total:
    """Cost of all parts together: once, and in each interval of months."""

    parts: tuple[PricedPart, ...]
    once: Money
    recurring: Mapping[int, Money]


def price_of(
    prices: Sequence[Price],
    *,
    product: str,
    options: Mapping[str, Decimal],
    quantity: Decimal,
    customer: int | None,
    day: date,
    names: Mapping[str, Text] | None = None,
) -> Total:
    """Price a product in a quantity. `options` says how many of each option go with one of the product.

    The customer's own list comes before the list for everybody, and within a list the highest step that is reached.
    Refuses in words if something has no price on that day, by the `names` of items where it has one.
    """
    wanted = {product: quantity} | {option: quantity * each for option, each in options.items()}
    parts = tuple(
        PricedPart(item, number, _price(prices, item, number, customer, day, (names or {}).get(item, item)))
        for item, number in wanted.items()
    )
    currencies = sorted({part.price.amount.currency for part in parts})
    if len(currencies) > 1:
        raise Refusal(
            "prices_in_two_currencies",
            fill(
                _("These prices are in different currencies: %(currencies)s."),
                currencies=", ".join(currencies),
            ),
            instead=_("Add the missing price to a list in the same currency."),
            status=422,
        )
    nothing = Money(Decimal(0), currencies[0])
    intervals = sorted({part.price.every_months for part in parts if part.price.every_months is not None})
    return Total(
        parts,
        sum((part.total for part in parts if part.price.every_months is None), nothing),
        {
            months: sum((part.total for part in parts if part.price.every_months == months), nothing)
            for months in intervals
        },
    )


def overlap(prices: Iterable[Price]) -> tuple[Price, Price] | None:
    """Two prices of one item, list and step that count on the same day; None if there are none."""

    def place(price: Price) -> tuple[str, str, Decimal, date]:
        return price.item, price.list.key, price.at_least, price.valid_from

    for _same, group in groupby(sorted(prices, key=place), key=lambda price: place(price)[:3]):
        for earlier, later in pairwise(group):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                return earlier, later
    return None


def _format_number(number: Decimal) -> str:
    return format_decimal(number, locale=wording.locale())


_number = lazy(_format_number, str)
_day = lazy(wording.full_day, str)


def _price(
    prices: Sequence[Price], item: str, quantity: Decimal, customer: int | None, day: date, name: Text
) -> Price:
    theirs = [price for price in prices if price.item == item and price.list.customer in (None, customer)]
    valid = [price for price in theirs if price.is_valid(day)]
    reached = [price for price in valid if price.at_least <= quantity]
    if reached:
        return max(reached, key=lambda price: (price.list.customer is not None, price.at_least))
    raise _no_price(name, theirs, valid, day)


def _no_price(item: Text, theirs: Sequence[Price], valid: Sequence[Price], day: date) -> Refusal:
    """Word why there is no price: never, too few, not yet, or no longer."""
    return missing("price", next(_why_not(item, theirs, valid, day)))


def _why_not(item: Text, theirs: Sequence[Price], valid: Sequence[Price], day: date) -> Iterator[Text]:
    if valid:
        least = min(price.at_least for price in valid)
        yield fill(
            _("“%(item)s” has a price from %(quantity)s on."),
            item=item,
            quantity=_number(least),
        )
    coming = [price.valid_from for price in theirs if price.valid_from > day]
    if coming:
        yield fill(_("The price of “%(item)s” begins on %(day)s."), item=item, day=_day(min(coming)))
    gone = [price.valid_to for price in theirs if price.valid_to is not None and price.valid_to < day]
    if gone:
        yield fill(_("The price of “%(item)s” ended on %(day)s."), item=item, day=_day(max(gone)))
    yield fill(_("“%(item)s” has no price."), item=item)
