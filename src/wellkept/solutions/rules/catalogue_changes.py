"""The catalogue as a file is compared with it, and the changes that the file makes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from wellkept.solutions.catalogue_details import NewPrice, RuleDetails
from wellkept.solutions.rules.catalogue_rows import Fault, Place

Part: TypeAlias = tuple[
    str, str
]  # keys of a product and of its option; of the product itself, the second is empty
Step: TypeAlias = tuple[
    str, str, int, Decimal
]  # of a part: the price list (0: one for everybody), from quantity
Values: TypeAlias = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class KnownPart:
    """A product or an option of the catalogue."""

    values: Values
    ended: bool


@dataclass(slots=True)
class KnownPrice:
    """A price of the catalogue, or with the change that sets it, one of this file."""

    price: NewPrice
    key: int | None = None
    change: PriceChange | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownCatalogue:
    """The catalogue, as far as a file is compared with it."""

    parts: Mapping[Part, KnownPart]
    rules: Mapping[str, Sequence[tuple[int, RuleDetails]]]  # open ones by product, with their keys
    prices: Mapping[Step, Sequence[KnownPrice]]
    lists: Mapping[str, int]  # by name in small letters
    usual: int  # 0 if there is no list for everybody yet
    solutions: Mapping[str, int]  # by name in small letters
    rates: frozenset[str]
    percents: Mapping[Decimal, frozenset[str]]  # rates of the usual seller's country today
    currency: str
    today: date


@dataclass(slots=True)
class PartChange:
    """A product or an option that is added, or whose details change."""

    place: Place
    part: Part
    values: dict[str, str | int | None]
    before: Values | None

    @property
    def changes(self) -> dict[str, str | int | None]:
        """The values that differ, by name."""
        before = self.before or {}
        return {name: value for name, value in self.values.items() if before.get(name, self) != value}


@dataclass(slots=True)
class PriceChange:
    """A price that is set. The one before it ends on the day before, or is struck if it began on the same day."""

    place: Place
    part: Part
    price_list: int
    price: NewPrice
    before: NewPrice | None = None
    ends: int | None = None
    strikes: int | None = None


@dataclass(frozen=True, slots=True)
class EndChange:
    """A price that gets its last day."""

    place: Place
    part: Part
    key: int
    last_day: date


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that is added. It replaces one about the same options."""

    place: Place
    product: str
    details: RuleDetails
    replaces: int | None


@dataclass(slots=True)
class CataloguePlan:
    """The changes that a file makes, in the order in which they are made, and the faults of its other rows."""

    parts: list[PartChange] = field(default_factory=list)
    prices: list[PriceChange] = field(default_factory=list)
    ends: list[EndChange] = field(default_factory=list)
    rules: list[RuleChange] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return len(self.parts) + len(self.prices) + len(self.ends) + len(self.rules)

    @property
    def digest(self) -> str:
        """The digest of all changes: a plan that was looked at is told from another."""
        text = repr((self.parts, self.prices, self.ends, self.rules))
        return hashlib.sha256(text.encode()).hexdigest()
