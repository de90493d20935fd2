"""Compare prices in a file with the catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from wellkept.kernel import wording
from wellkept.kernel.minor_units import minor_units
from wellkept.kernel.money import Money
from wellkept.kernel.text import Text, fill
from wellkept.solutions.catalogue_details import NewPrice
from wellkept.solutions.rules.catalogue_changes import (
    CataloguePlan,
    EndChange,
    KnownCatalogue,
    KnownPrice,
    PriceChange,
    Step,
)
from wellkept.solutions.rules.catalogue_rows import ArticleRow, RowPrice

_day = lazy(wording.full_day, str)


class PricePlanner:
    """Prices: each from its first day on, until the next one of its step."""

    def __init__(self, plan: CataloguePlan, known: KnownCatalogue) -> None:
        self._plan, self._known = plan, known
        self._waiting: list[tuple[ArticleRow, Step, NewPrice]] = []
        self._prices: dict[Step, list[KnownPrice]] = {}
        self._given: dict[tuple[Step, date], tuple[NewPrice, int]] = {}

    def read(self, row: ArticleRow) -> tuple[Step, NewPrice] | None:
        """Complete the price of a row. None if there is a fault."""
        cells = row.price
        if cells is None:
            return None
        key = self._known.usual
        if cells.price_list:
            key = self._known.lists.get(cells.price_list.casefold(), -1)
            if key < 0:
                self._fault(row, "price_list", _("There is no such price list. Add it first."))
                return None
        try:
            currency = cells.currency or self._known.currency
            minor_units(currency)
        except ValueError:
            self._fault(row, "currency", _("This is no currency: EUR, CHF, USD …"))
            return None
        price = NewPrice(
            amount=Money(cells.amount, currency),
            valid_from=cells.valid_from or self._known.today,
            valid_to=cells.valid_to,
            at_least=cells.at_least,
            cost=cells.cost,
        )
        refusal = price.refusal()
        if refusal is not None:
            self._fault(row, refusal.field or "amount", refusal.sentence)
            return None
        return (row.product, row.option, key, price.at_least), price

    def wait(self, row: ArticleRow, price: tuple[Step, NewPrice]) -> None:
        """Keep a price until all of them are known."""
        self._waiting.append((row, *price))

    def set_all(self) -> None:
        """Set the prices that wait, by their first days."""
        for row, step, price in sorted(self._waiting, key=lambda waiting: waiting[2].valid_from):
            before = self._given.setdefault((step, price.valid_from), (price, row.place.row))
            if before[0] != price:
                sentence = _("Row %(row)s sets this price already.")
                self._fault(row, "amount", fill(sentence, row=before[1]))
            elif before[1] == row.place.row:
                self._set(row, step, price)

    def _set(self, row: ArticleRow, step: Step, price: NewPrice) -> None:
        prices = self._prices.setdefault(step, list(self._known.prices.get(step, ())))
        first = price.valid_from
        now = next((known for known in prices if _counts(known.price, first)), None)
        if now is not None and _is_same(now.price, price, row.price):
            self._end(row, step, now, price.valid_to)
            return
        later = min(
            (known.price.valid_from for known in prices if known.price.valid_from > first), default=None
        )
        if later is not None and price.valid_to is None:
            price = replace(price, valid_to=later - timedelta(days=1))
        elif later is not None and price.valid_to is not None and later <= price.valid_to:
            sentence = fill(_("Another price counts from %(day)s on. End this one before."), day=_day(later))
            self._fault(row, "valid_to", sentence)
            return
        change = PriceChange(row.place, (step[0], step[1]), step[2], price)
        if now is not None:
            self._give_way(prices, now, change)
        prices.append(KnownPrice(price, change=change))
        self._plan.prices.append(change)

    def _give_way(self, prices: list[KnownPrice], now: KnownPrice, change: PriceChange) -> None:
        """Let the price that counts now end on the day before, or strike it if it began on the same day."""
        first = change.price.valid_from
        change.before = now.price
        if now.price.valid_from == first:
            change.strikes = now.key
            prices.remove(now)
            return
        now.price = replace(now.price, valid_to=first - timedelta(days=1))
        if now.change is not None:
            now.change.price = now.price
        else:
            change.ends = now.key

    def _end(self, row: ArticleRow, step: Step, now: KnownPrice, last: date | None) -> None:
        """Give a price that stays the same its last day, if the row names another."""
        if last is None or last == now.price.valid_to or now.key is None:
            return
        if now.price.valid_to is not None and now.price.valid_to < last:
            self._fault(row, "valid_to", fill(_("It ends on %(day)s already."), day=_day(now.price.valid_to)))
            return
        now.price = replace(now.price, valid_to=last)
        self._plan.ends.append(EndChange(row.place, (step[0], step[1]), now.key, last))

    def _fault(self, row: ArticleRow, name: str, sentence: Text) -> None:
        self._plan.faults.append(row.fault(name, sentence))


def _counts(price: NewPrice, day: date) -> bool:
    return price.valid_from <= day and (price.valid_to is None or day <= price.valid_to)


def _is_same(now: NewPrice, price: NewPrice, cells: RowPrice | None) -> bool:
    """Whether the price that counts is the one that the row gives. A cost that it leaves open stays."""
    return now.amount == price.amount and (cells is None or cells.cost is None or cells.cost == now.cost)
