"""Undelivered notices with the numbers of their journeys, as one colleague may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wellkept.journeys.models import Journey
from wellkept.journeys.rights import cannot_read, closed_to
from wellkept.kernel.refusal import refuse
from wellkept.messages import queries
from wellkept.notices.models import Notice
from wellkept.notices.queries import notice
from wellkept.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """One notice. `readable` is False if its journey is confidential and the colleague may not read it."""

    notice: Notice
    number: str
    readable: bool


def lines_of(notices: Iterable[Notice], *, by: Actor) -> list[Line]:
    """Describe these notices."""
    rows = list(notices)
    numbers = dict(
        Journey.objects.filter(pk__in={row.subject_id for row in rows}).values_list("pk", "number")
    )
    closed = closed_to(by)
    return [Line(row, numbers.get(row.subject_id, ""), row.subject_id not in closed) for row in rows]


def still_tried(*, by: Actor, limit: int = 20) -> list[Notice]:
    """List notices that a mail server did not take yet, but for those of closed journeys."""
    closed = closed_to(by)
    return [row for row in queries.waiting() if row.trouble and row.subject_id not in closed][:limit]


def readable_notice(id: UUID, *, by: Actor) -> Notice:
    """Read one notice. One about a confidential journey only for its readers."""
    row = notice(id)
    journey = Journey.objects.filter(pk=row.subject_id).first()
    if journey is not None:
        refuse(cannot_read(journey, by))
    return row
