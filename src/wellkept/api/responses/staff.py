"""Our people, as the answers name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ninja import Schema

if TYPE_CHECKING:
    from wellkept.people.models import Person


class PersonOut(Schema):
    """One of the staff."""

    id: int
    name: str


def person_out(row: Person | None) -> PersonOut | None:
    return PersonOut(id=row.pk, name=row.name) if row is not None else None
