"""The discount of a quote, and the limits of those who give it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Protocol

from wellkept.kernel.minor_units import rounded
from wellkept.orders.agreement_lines import net_of
from wellkept.people.models import Company, Person

if TYPE_CHECKING:
    from wellkept.orders.models import QuoteLine

ALL = Decimal(100)
_CENT = Decimal("0.01")


class Discounted(Protocol):
    """A line with its price, and the price that the catalogue had."""

    @property
    def quantity(self) -> Decimal: ...
    @property
    def unit_price(self) -> Decimal: ...
    @property
    def discount(self) -> Decimal: ...
    @property
    def list_price(self) -> Decimal | None: ...


def discount_of(lines: Iterable[Discounted]) -> Decimal:
    """The discount of a quote in percent: the largest of a line, or of the whole if something is taken off it.

    A price below that of the catalogue is a discount, too. In the database, `discount_of_quote` says the same.
    """
    largest, full, asked = Decimal(0), Decimal(0), Decimal(0)
    for line in lines:
        price = line.unit_price * (1 - line.discount / ALL)
        asked += line.quantity * price
        if line.quantity <= 0:
            continue
        usual = max(line.unit_price, line.list_price or Decimal(0))
        full += line.quantity * usual
        if usual:
            largest = max(largest, ALL * (1 - price / usual))
    if full:
        largest = max(largest, ALL * (1 - asked / full))
    return min(largest, ALL).quantize(_CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Margin:
    """Net price and cost of what is in the sums, in the currency of the quote; lines without a cost are counted."""

    net: Decimal
    cost: Decimal
    unknown: int

    @property
    def percent(self) -> Decimal | None:
        """The margin in percent of the net price, or None where nothing is paid."""
        if not self.net:
            return None
        return (ALL * (self.net - self.cost) / self.net).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def margin_of(lines: Iterable[QuoteLine], currency: str) -> Margin | None:
    """The margin of the lines that are not to be chosen; None if no cost is known."""
    always = [line for line in lines if not line.choice and line.most is None]
    known = [line for line in always if line.unit_cost is not None]
    if not known:
        return None
    cost = sum((line.quantity * (line.unit_cost or Decimal(0)) for line in known), Decimal(0))
    net = sum((net_of(line, currency) for line in known), Decimal(0))
    return Margin(net, rounded(cost, currency), len(always) - len(known))


def limit_of(person: int | None) -> Decimal:
    """The discount that this person may give without approval, in percent."""
    own = Person.objects.filter(pk=person).values_list("discount_limit", flat=True).first()
    usual = Company.objects.values_list("discount_limit", flat=True).first()
    return next((limit for limit in (own, usual) if limit is not None), ALL)


def approvers(discount: Decimal, *, but: int | None) -> list[Person]:
    """List those whose limit allows this discount, by name. Nobody approves their own."""
    usual = Company.objects.values_list("discount_limit", flat=True).first()
    people = Person.objects.filter(active=True, access=True).exclude(pk=but).order_by("name")
    limits = [(row, usual if row.discount_limit is None else row.discount_limit) for row in people]
    return [row for row, limit in limits if limit is None or limit >= discount]
