"""Events of the log."""

from __future__ import annotations

from ninja import Schema

from wellkept import catalogue
from wellkept.api.times import Instant
from wellkept.events.queries import Happening


class EventOut(Schema):
    """One event of the log. `sentence` is for people; `facts` are its typed data."""

    id: int
    seq: int
    type: str
    happened_at: Instant
    recorded_at: Instant
    actor_kind: str
    actor_id: int | None
    cause: int | None
    court: str | None
    erased: bool
    sentence: str
    facts: dict[str, object]


def events_out(happenings: list[Happening]) -> list[EventOut]:
    """Events with their sentences."""
    names = catalogue.names_for(happenings)
    return [
        EventOut(
            id=event.id,
            seq=event.seq,
            type=event.type,
            happened_at=event.happened,
            recorded_at=event.recorded,
            actor_kind=event.actor_kind,
            actor_id=event.actor_id,
            cause=event.cause,
            court=event.court,
            erased=event.erased,
            sentence=catalogue.staff(event, names).text,
            facts=event.facts,
        )
        for event in happenings
    ]
