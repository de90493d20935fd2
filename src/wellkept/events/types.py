"""Event types as rows: on which kinds of subject each may stand, and the shape of its facts.

They are read from the dataclasses in each room's `facts.py`, and written when a database is brought to this version.
The trigger that chains an event refuses one of an unknown type, on the wrong kind of subject, or of another shape.
"""

from __future__ import annotations

import dataclasses
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

from wellkept.events.facts import Fact, is_personal
from wellkept.events.models import EventType, Subject

_JSON: dict[Any, str] = {
    str: "string", datetime: "string", date: "string", Decimal: "string", UUID: "string", bool: "boolean",
    int: "number", float: "number", list: "array", tuple: "array", dict: "object",
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """One event type: its subjects, and for its plain and its personal facts the JSON types of each key."""

    type: str
    subjects: tuple[str, ...]
    facts: dict[str, list[str]]
    body: dict[str, list[str]]
    required: tuple[str, ...]
    body_required: tuple[str, ...]


def shapes() -> list[Shape]:
    """Collect the shapes of all event types of this version, by name."""
    modules = set(_fact_modules())
    known = {cls.type: cls for cls in _subclasses(Fact) if cls.__module__ in modules}
    return [shape_of(known[name]) for name in sorted(known)]


def shape_of(cls: type[Fact]) -> Shape:
    """Read the shape of one event type from its annotations."""
    facts: dict[str, list[str]] = {}
    body: dict[str, list[str]] = {}
    required: list[str] = []
    body_required: list[str] = []
    for name, hint in get_type_hints(cls, include_extras=True).items():
        if name not in {field.name for field in dataclasses.fields(cls)}:
            continue
        personal = is_personal(hint)
        json_types = sorted(_json_types(hint))
        (body if personal else facts)[name] = [json_type for json_type in json_types if json_type != "null"]
        if "null" not in json_types:
            (body_required if personal else required).append(name)
    return Shape(cls.type, _subjects(cls), facts, body, tuple(sorted(required)), tuple(sorted(body_required)))


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


def _fact_modules() -> Iterator[str]:
    """Every module of facts of every room, also of rooms without tables."""
    for path in sorted(Path(__file__).parents[1].glob("*/*facts.py")):
        name = f"wellkept.{path.parent.name}.{path.stem}"
        import_module(name)
        yield name


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


def _json_types(hint: Any) -> set[str]:
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
