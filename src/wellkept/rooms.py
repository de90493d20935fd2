"""The one list of rooms, from the ground up, from which the catalogue and the laws are gathered."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

ROOMS = (
    "events",
    "idempotency",
    "files",
    "people",
    "references",
    "entities",
    "quality",
    "blueprints",
    "customers",
    "notices",
    "solutions",
    "journeys",
    "promises",
    "voice",
    "sales",
    "orders",
    "delivery",
    "visits",
    "billing",
    "mailboxes",
    "intake",
    "duplicates",
    "find",
    "messages",
    "imports",
    "exports",
)


def gather(file: str) -> Iterator[ModuleType]:
    """Import this file of each room that has it: `sentences` or `laws`."""
    for room in ROOMS:
        name = f"wellkept.{room}.{file}"
        if find_spec(name) is not None:
            yield import_module(name)
