"""Everything that hangs on a customer: read from the foreign keys, so that no room has to be remembered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.db import connection
from django.db.models import ForeignObjectRel

from wellkept.customers.models import Customer


@dataclass(frozen=True, slots=True)
class Place:
    """A column that names a customer."""

    table: str
    column: str
    key: str


@cache
def places() -> tuple[Place, ...]:
    """Every foreign key onto a customer, of every room; their own `merged_into` too."""
    return tuple(sorted(_places(), key=lambda place: (place.table, place.column)))


def place(table: str) -> Place:
    """The one column of this table that names a customer."""
    return next(one for one in places() if one.table == table)


def _places() -> Iterator[Place]:
    for relation in Customer._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and (relation.one_to_many or relation.one_to_one):
            meta = relation.related_model._meta
            yield Place(meta.db_table, cast(Any, relation.field).column, str(meta.pk.column))


def whose(where: Place, rows: Collection[int]) -> dict[int, int | None]:
    """On whom these rows hang now."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{where.key}", "{where.column}" FROM "{where.table}" WHERE "{where.key}" = ANY (%s)',
            [sorted(rows)],
        )
        return dict(cursor.fetchall())


def rows_of(where: Place, customer: int) -> list[int]:
    """What hangs on this customer there."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{where.key}" FROM "{where.table}" WHERE "{where.column}" = %s ORDER BY 1', [customer]
        )
        return [row for (row,) in cursor.fetchall()]
