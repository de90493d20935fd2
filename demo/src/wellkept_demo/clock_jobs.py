"""The clock's jobs of an installation, run on the simulation's clock for the journeys of one simulation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from wellkept.journeys.commands.handoffs import escalate_overdue_offers
from wellkept.journeys.commands.silence import warn_of_silence
from wellkept.promises.commands import mark_broken
from wellkept.support.commands import rest_after_care

_DELAY = timedelta(minutes=4)  # an installation runs these jobs every five minutes
_DUE = """
    SELECT at, what FROM (
        SELECT due, 'promise' FROM promise
        WHERE journey_id = ANY (%(ours)s) AND kept_at IS NULL AND released_at IS NULL AND struck_at IS NULL
            AND (broken_noted IS NULL OR broken_noted < due)
        UNION ALL
        SELECT answer_by, 'offer' FROM handoff WHERE journey_id = ANY (%(ours)s) AND state = 'offered'
        UNION ALL
        SELECT silent_at + silence_warnings * make_interval(hours => silence_hours) / 2, 'silence'
        FROM journey JOIN blueprint_stage USING (version_id, stage)
        WHERE journey.id = ANY (%(ours)s) AND state = 'open' AND silence_warnings < 2
        UNION ALL
        SELECT accepted_at + make_interval(days => after_care_days), 'care'
        FROM journey JOIN blueprint_version ON blueprint_version.id = version_id
        WHERE journey.id = ANY (%(ours)s) AND state = 'open' AND stage = 'support'
            AND accepted_at + make_interval(days => after_care_days) > %(last)s
    ) AS due (at, what) WHERE at < %(now)s ORDER BY at LIMIT 1
"""


def next_due(journeys: Sequence[int], last: datetime, now: datetime) -> tuple[datetime, str] | None:
    """Return the earliest job that is due before `now`: its instant and its kind. `last` is the last run."""
    if not journeys:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"ours": list(journeys), "last": last, "now": now - _DELAY})
        row: tuple[datetime, str] | None = cursor.fetchone()
    return (row[0] + _DELAY, row[1]) if row else None


def run(kind: str, journeys: Sequence[int]) -> None:
    """Run the product's command for this kind of job."""
    match kind:
        case "promise":
            mark_broken()
        case "offer":
            escalate_overdue_offers()
        case "silence":
            warn_of_silence()
        case "care":
            rest_after_care(journeys=journeys)
