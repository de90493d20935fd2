"""Event types: each a typed, frozen set of facts, some of which name or quote a person."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, TypeVar, get_type_hints

T = TypeVar("T")
LoggedFacts: TypeAlias = dict[str, Any]
"""Facts of an event as they are read from the log: plain values by the names of its type's fields."""
PERSONAL = "personal"
Personal = Annotated[T, PERSONAL]
"""Marks a field that names or quotes a person: it stands in the erasable body, and the chain covers its digest."""


@dataclass(frozen=True)
class Change:
    """A change of a law table that an event allows in its transaction. An update names the columns."""

    table: str
    operation: Literal["insert", "update", "delete"]
    columns: tuple[str, ...] = ()


def inserts(table: str) -> Change:
    """New rows of this table."""
    return Change(table, "insert")


def updates(table: str, *columns: str) -> Change:
    """Changes of these columns of this table."""
    return Change(table, "update", columns)


def deletes(table: str) -> Change:
    """Removed rows of this table."""
    return Change(table, "delete")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Base of every event type. `type` is its name in the log, for ever; `follow` says that the flow reacts.

    `allows` lists what its commands write in law tables beside the event; the database refuses everything else.
    """

    type: ClassVar[str]
    allows: ClassVar[tuple[Change, ...]] = ()
    on: ClassVar[tuple[str, ...]] = ()  # kinds of its subject, where they are not the SUBJECTS of its room
    follow: ClassVar[bool] = False

    @property
    def proof(self) -> str:
        """Note shown beside a checklist item that this event proves."""
        return ""

    def split(self) -> tuple[dict[str, object], dict[str, object]]:
        """Split into plain and personal facts, ready for JSON. Facts that are None are left out."""
        plain: dict[str, object] = {}
        personal: dict[str, object] = {}
        for name, is_personal in _fields(type(self)):
            value = getattr(self, name)
            if value is not None:
                (personal if is_personal else plain)[name] = _as_json(value)
        return plain, personal


_KNOWN: dict[str, tuple[tuple[str, bool], ...]] = {}


def _fields(cls: type[Fact]) -> tuple[tuple[str, bool], ...]:
    """The name of each field and whether it is personal; worked out once for each event type."""
    known = _KNOWN.get(cls.type)
    if known is None:
        hints = get_type_hints(cls, include_extras=True)
        known = tuple((field.name, is_personal(hints[field.name])) for field in dataclasses.fields(cls))
        _KNOWN[cls.type] = known
    return known


def is_personal(hint: object) -> bool:
    """True if the annotation marks a field that names or quotes a person."""
    return PERSONAL in _marks(hint)


def _marks(hint: object) -> Iterator[object]:
    yield from getattr(hint, "__metadata__", ())
    for inner in getattr(hint, "__args__", ()):
        yield from _marks(inner)


def _as_json(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return [_as_json(item) for item in value]
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    return value


@dataclass(frozen=True, kw_only=True)
class Erased(Fact):
    """The body of an earlier event of this subject was erased."""

    type = "erased"
    on = (
        "company",
        "person",
        "team",
        "customer",
        "journey",
        "intake",
        "incident",
        "blueprint",
        "nonconformity",
        "entity",
        "solution",
        "product",
        "price_list",
        "tax_rate",
        "payment",
    )
    event: int
    reason: str
