from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("journey",)  # kinds of subject on which these events stand

_PART = (inserts("delivery_part"), inserts("delivered_line"))


@dataclass(frozen=True, kw_only=True)
class PartDelivered(Fact):
    """A part was delivered, and something is still to come. `lines`: the quantity of each line, by its place."""

    type = "part_delivered"
    allows = _PART
    said: Personal[str]
    agreement: int
    part: int
    lines: dict[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class Delivered(Fact):
    """Everything is delivered. `part` and `lines`: what came last, if there is an agreement."""

    type = "delivered"
    allows = _PART
    said: Personal[str]
    agreement: int | None = None
    part: int | None = None
    lines: dict[str, Decimal] | None = None


@dataclass(frozen=True, kw_only=True)
class Accepted(Fact):
    """`part` and `lines`: what was not on record as delivered, and is by their word."""

    type = "accepted"
    allows = (updates("journey", "accepted_at"), *_PART)
    defects: int
    nonconformities: list[int] | None = None  # one for each defect
    signed_name: Personal[str]
    said: Personal[str] = ""
    agreement: int | None = None
    part: int | None = None
    lines: dict[str, Decimal] | None = None

    @property
    def proof(self) -> str:
        return self.signed_name


@dataclass(frozen=True, kw_only=True)
class Rejected(Fact):
    """`parts`: those that were refused, and do not count as delivered any more."""

    type = "rejected"
    allows = (updates("delivery_part", "refused_at"),)
    said: Personal[str]
    parts: list[int] | None = None


@dataclass(frozen=True, kw_only=True)
class ItemInstalled(Fact):
    """Something stands at the customer's. `line`: the key of the agreed line under which it does."""

    type = "item_installed"
    allows = (inserts("installed_item"),)
    item: int
    since: date
    product: Personal[str]
    serial: Personal[str] = ""
    place: Personal[str] = ""
    line: int | None = None
    replaces: int | None = None


@dataclass(frozen=True, kw_only=True)
class ItemCorrected(Fact):
    """An item was corrected: all that is known of it now."""

    type = "item_corrected"
    allows = (updates("installed_item", "product", "serial", "place", "since"),)
    item: int
    since: date
    product: Personal[str]
    serial: Personal[str] = ""
    place: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class ItemTakenOut(Fact):
    """An item stands there no longer: returned, replaced or removed."""

    type = "item_taken_out"
    allows = (updates("installed_item", "taken_out_at", "taken_out_because", "taken_out_words"),)
    item: int
    because: str
    product: Personal[str]
    said: Personal[str] = ""
