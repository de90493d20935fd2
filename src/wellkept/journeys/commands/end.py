"""End of a journey, with its evidence. The commands for each kind of ending stand in `endings`."""

from __future__ import annotations

from wellkept.journeys import facts
from wellkept.journeys.commands.turn import Turn
from wellkept.journeys.models import Ending, Journey
from wellkept.notices.models import Notice


def end(
    t: Turn,
    how: str,
    *,
    why: str = "",
    notice: Notice | None = None,
    next_journey: Journey | None = None,
    into: Journey | None = None,
    asks: int = 0,
    taken_back_with: int | None = None,
) -> None:
    """End the journey: withdraw open offers, close steps, and stop the court."""
    row = t.row
    handoff = t.state.offer
    if handoff is not None:
        handoff.state, handoff.answered_at, handoff.answer = "withdrawn", t.now, ""
        handoff.answered_by_id = t.by.person or row.owner_id
        handoff.save(update_fields=["state", "answered_at", "answer", "answered_by"])
    t.audience_people |= {row.holder_id, handoff.receiver_id if handoff else None}
    t.finish(t.steps(), how="ended", say=False)
    Ending(
        journey=row,
        how=how,
        why=why,
        at=t.now,
        notice=notice,
        next_journey=next_journey,
        into=into,
        asks=asks,
        taken_back_with=taken_back_with,
    ).save(force_insert=True)
    row.state, row.ended_at, row.next_step, row.holder = "ended", t.now, None, None
    t.say(
        facts.JourneyEnded(
            how=how,
            why=why,
            notice=str(notice.pk) if notice else None,
            asks=asks,
            next_journey=next_journey.pk if next_journey else None,
            into=into.pk if into else None,
            taken_back_with=taken_back_with,
        ),
        first=True,
    )
