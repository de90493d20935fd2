"""Rows that hang on one customer hang on another."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from wellkept.duplicates.queries.foreign_keys import Place, places, rows_of


def move_everything(*, of: int, to: int) -> list[tuple[Place, int]]:
    """Whatever hangs on the one hangs on the other.

    All of it is looked up before anything moves: some rows go along with others by themselves. Where a customer may
    have only one of something and both have it, the database refuses, in the words of that constraint.
    """
    hanging = [(place, rows_of(place, of)) for place in places()]
    for place, rows in hanging:
        move(place, rows, to)
    return [(place, row) for place, rows in hanging for row in rows]


def move(place: Place, rows: Collection[int], to: int) -> None:
    """These rows hang on this customer."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{place.table}" SET "{place.column}" = %s WHERE "{place.key}" = ANY (%s)',
                [to, sorted(rows)],
            )
