"""Every column that refers to a customer, read from the foreign keys, so that no room is forgotten."""

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
    """Column that refers to a customer."""

    table: str
    column: str
    key: str


@cache
def places() -> tuple[Place, ...]:
    """List every foreign key to a customer, in all rooms, including `merged_into`."""
    return tuple(sorted(_places(), key=lambda place: (place.table, place.column)))


def place(table: str) -> Place:
    """Give the one column of this table that refers to a customer."""
    return next(candidate for candidate in places() if candidate.table == table)


def _places() -> Iterator[Place]:
    for relation in Customer._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and (relation.one_to_many or relation.one_to_one):
            meta = relation.related_model._meta
            yield Place(meta.db_table, cast(Any, relation.field).column, str(meta.pk.column))


def customers_of(where: Place, rows: Collection[int]) -> dict[int, int | None]:
    """Map these rows to their present customers."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{where.key}", "{where.column}" FROM "{where.table}" WHERE "{where.key}" = ANY (%s)',
            [sorted(rows)],
        )
        return dict(cursor.fetchall())


def rows_of(where: Place, customer: int) -> list[int]:
    """List the rows of this column that refer to the customer."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{where.key}" FROM "{where.table}" WHERE "{where.column}" = %s ORDER BY 1', [customer]
        )
        return [row for (row,) in cursor.fetchall()]
