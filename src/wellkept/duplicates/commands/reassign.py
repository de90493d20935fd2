"""Give what belongs to one customer to another one: each room moves its own rows."""

from __future__ import annotations

from collections.abc import Collection

from wellkept.customers.commands import reassign as customers
from wellkept.duplicates.queries.foreign_keys import Place, places, rows_of
from wellkept.journeys.commands import reassign as journeys
from wellkept.voice.commands import reassign as voice

# Every room with a key onto a customer.
ROOMS = (customers, journeys, voice)
_ROOM_OF = {table: room for room in ROOMS for table in room.TABLES}


def move_everything(*, of: int, to: int) -> list[tuple[Place, int]]:
    """Give everything of one customer to another one.

    Every row is looked up before any of them moves, because some rows follow others. Where a customer may have only
    one of something and both have it, the database refuses, in the words of that constraint.
    """
    found = [(place, rows_of(place, of)) for place in places()]
    for place, rows in found:
        move(place, rows, to)
    return [(place, row) for place, rows in found for row in rows]


def move(place: Place, rows: Collection[int], to: int) -> None:
    """Give these rows to this customer."""
    if rows:
        _ROOM_OF[place.table].reassign(table=place.table, rows=sorted(rows), to=to)
