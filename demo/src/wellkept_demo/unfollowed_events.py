"""Events that the product has left to its worker, and that the simulation follows itself, on its own clock.

Otherwise the installation's worker would tell customers today about something that happened a year ago.
"""

from __future__ import annotations

from django.db import connection

from wellkept.events import outbox


def newest_event() -> int:
    """Return the id of the newest event; higher ids are recorded later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM event")
        return int(cursor.fetchone()[0])


def recorded_since(event: int, subjects: list[int]) -> list[tuple[int, str]]:
    """List the events of these subjects that wait to be followed: id and type."""
    return outbox.waiting(of=subjects, after=event)


def drop(events: list[int]) -> None:
    """Take events out of the outbox that the simulation has followed itself."""
    outbox.done(events)
