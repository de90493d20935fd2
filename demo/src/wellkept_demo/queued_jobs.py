"""Jobs that the product has queued for its worker, and that the simulation does itself, on its own clock.

Otherwise the installation's worker would tell customers today about something that happened a year ago.
"""

from __future__ import annotations

from django.db import connection

from wellkept.events import outbox


<<<<<<< HEAD:demo/src/wellkept_demo/queued_jobs.py
def newest_job() -> int:
    """Return the id of the newest job; higher ids are queued later."""
=======
def newest_event() -> int:
    """The key after which events are new."""
>>>>>>> 66046d7 (Own outbox: events are followed by rows of ours):demo/src/wellkept_demo/following.py
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM event")
        return int(cursor.fetchone()[0])


<<<<<<< HEAD:demo/src/wellkept_demo/queued_jobs.py
def queued_since(job: int, subjects: list[int]) -> list[tuple[int, int, str]]:
    """List the jobs queued for events of these subjects: job id, event id, event type."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [subjects, job])
        return [(int(id), int(event), str(type)) for id, event, type in cursor.fetchall()]


def cancel(jobs: list[int]) -> None:
    """Cancel jobs that the simulation has done itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_cancel_job_v1(id, false, true) FROM unnest(%s::bigint[]) id", [jobs]
        )
=======
def queued_since(event: int, subjects: list[int]) -> list[tuple[int, str]]:
    """The events of these subjects that somebody has to follow, each with its type."""
    return outbox.waiting(of=subjects, after=event)


def done(events: list[int]) -> None:
    """These were followed here; nobody else has to."""
    outbox.done(events)
>>>>>>> 66046d7 (Own outbox: events are followed by rows of ours):demo/src/wellkept_demo/following.py
