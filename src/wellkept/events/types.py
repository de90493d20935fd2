"""Event types as rows: on which kinds of subject each may stand, the shape of its facts, and the changes it allows.

They are read from the dataclasses in each room's `facts.py`, and written when a database is brought to this version.
The trigger that chains an event refuses one of an unknown type, on the wrong kind of subject, or of another shape.
The trigger of the law tables refuses a change that no event of its transaction allows.
"""

from __future__ import annotations

import dataclasses
import functools
import sys
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from django.db import transaction

from wellkept.events.facts import Change, Fact, is_personal
from wellkept.events.models import AllowedChange, EventType, Subject

_JSON: dict[object, str] = {
    str: "string", datetime: "string", date: "string", Decimal: "string", UUID: "string", bool: "boolean",
    int: "number", float: "number", list: "array", tuple: "array", dict: "object",
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """One event type: its subjects, for its plain and personal facts the JSON types of each key, and what it allows."""

    type: str
    subjects: tuple[str, ...]
    facts: dict[str, list[str]]
    body: dict[str, list[str]]
    required: tuple[str, ...]
    body_required: tuple[str, ...]
    allows: tuple[Change, ...] = ()


@functools.cache
def shapes() -> tuple[Shape, ...]:
    """Collect the shapes of all event types of this version, by name."""
    known = fact_types()
    return tuple(shape_of(known[name]) for name in sorted(known))


@functools.cache
def fact_types() -> dict[str, type[Fact]]:
    """The class of each event type of this version."""
    modules = set(_fact_modules())
    return {cls.type: cls for cls in _subclasses(Fact) if cls.__module__ in modules}


def fields_of(cls: type[Fact]) -> Iterator[tuple[str, object, bool, bool]]:
    """Each fact of a type: its name, its annotation, whether it is personal, and whether it must be there."""
    known = {field.name for field in dataclasses.fields(cls)}
    for name, hint in get_type_hints(cls, include_extras=True).items():
        if name in known:
            yield name, hint, is_personal(hint), "null" not in _json_types(hint)


def shape_of(cls: type[Fact]) -> Shape:
    """Read the shape of one event type from its annotations."""
    facts: dict[str, list[str]] = {}
    body: dict[str, list[str]] = {}
    required: list[str] = []
    body_required: list[str] = []
    for name, hint, personal, is_required in fields_of(cls):
        (body if personal else facts)[name] = sorted(_json_types(hint) - {"null"})
        if is_required:
            (body_required if personal else required).append(name)
    return Shape(
        type=cls.type,
        subjects=_subjects(cls),
        facts=facts,
        body=body,
        required=tuple(sorted(required)),
        body_required=tuple(sorted(body_required)),
        allows=_merged((*cls.allows, *_also_allowed(cls.type))),
    )


def _also_allowed(event_type: str) -> Iterator[Change]:
    """Changes of tables of higher rooms, which a room lists for events of the rooms below it."""
    for module in _fact_modules():
        yield from getattr(sys.modules[module], "ALSO_ALLOWED", {}).get(event_type, ())


def _merged(changes: Sequence[Change]) -> tuple[Change, ...]:
    """One change for each table and operation, with the columns of all that name them."""
    merged: dict[tuple[str, str], Change] = {}
    for change in changes:
        key = change.table, change.operation
        columns = {*change.columns, *(merged[key].columns if key in merged else ())}
        merged[key] = dataclasses.replace(change, columns=tuple(sorted(columns)))
    return tuple(merged[key] for key in sorted(merged))


def as_text(all_shapes: Sequence[Shape]) -> str:
    """Serialise the shapes for a digest."""
    return "\n".join(str(dataclasses.astuple(shape)) for shape in all_shapes)


@transaction.atomic
def synchronise(all_shapes: Sequence[Shape]) -> None:
    """Update the rows to this version's event types."""
    EventType.objects.exclude(type__in=[shape.type for shape in all_shapes]).delete()
    rows = [
        EventType(
            type=shape.type,
            subjects=list(shape.subjects),
            facts=shape.facts,
            body=shape.body,
            required=list(shape.required),
            body_required=list(shape.body_required),
        )
        for shape in all_shapes
    ]
    EventType.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["type"],
        update_fields=["subjects", "facts", "body", "required", "body_required"],
    )
    AllowedChange.objects.all().delete()
    AllowedChange.objects.bulk_create(
        AllowedChange(
            law_table=change.table,
            operation=change.operation,
            event_type_id=shape.type,
            columns=list(change.columns),
        )
        for shape in all_shapes
        for change in shape.allows
    )


@functools.cache
def _fact_modules() -> tuple[str, ...]:
    """Every module of facts of every room, also of rooms without tables."""
    paths = sorted(Path(__file__).parents[1].glob("*/*facts.py"))
    names = tuple(f"wellkept.{path.parent.name}.{path.stem}" for path in paths)
    for name in names:
        import_module(name)
    return names


def _subclasses(cls: type[Fact]) -> Iterator[type[Fact]]:
    for sub in cls.__subclasses__():
        if "type" in sub.__dict__:
            yield sub
        yield from _subclasses(sub)


def _subjects(cls: type[Fact]) -> tuple[str, ...]:
    kinds = cls.on or getattr(sys.modules[cls.__module__], "SUBJECTS", ())
    unknown = set(kinds) - set(Subject.KINDS)
    if not kinds or unknown:
        raise TypeError(f"{cls.__name__} stands on no known kind of subject: {sorted(unknown)}")
    return tuple(kinds)


def _json_types(hint: object) -> set[str]:
    origin = get_origin(hint)
    if origin is Annotated:
        return _json_types(get_args(hint)[0])
    if origin in (Union, types.UnionType):
        return set().union(*(_json_types(part) for part in get_args(hint)))
    if hint is types.NoneType or hint is None:
        return {"null"}
    if hint is Any:
        return {"string", "boolean", "number", "array", "object", "null"}
    for kind in (hint, origin):
        if kind in _JSON:
            return {_JSON[kind]}
    raise TypeError(f"There is no JSON type for {hint}.")
