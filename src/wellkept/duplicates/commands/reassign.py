"""Reassign rows from one customer to another: each room moves its own rows."""

from __future__ import annotations

from collections.abc import Collection

from wellkept.customers.commands import reassign as customers
from wellkept.duplicates.queries.foreign_keys import Place, places, rows_of
from wellkept.journeys.commands import reassign as journeys
from wellkept.voice.commands import reassign as voice

# Every room with a key onto a customer.
ROOMS = (customers, journeys, voice)
_ROOM_OF = {table: room for room in ROOMS for table in room.TABLES}


def move_everything(*, source: int, to: int) -> list[tuple[Place, int]]:
    """Reassign every row that refers to customer `source` to customer `to`. Returns the rows.

    All rows are read before any is updated, because some move along with others. If a customer may have only
    one of something and both have it, the database refuses by that constraint.
    """
    rows_by_place = [(place, rows_of(place, source)) for place in places()]
    for place, rows in rows_by_place:
        move(place, rows, to)
    return [(place, row) for place, rows in rows_by_place for row in rows]


def move(place: Place, rows: Collection[int], to: int) -> None:
    """Reassign these rows of one column to this customer."""
    if rows:
        _ROOM_OF[place.table].reassign(table=place.table, rows=sorted(rows), to=to)
