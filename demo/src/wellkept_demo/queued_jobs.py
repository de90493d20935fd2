"""Jobs that the product has queued for its worker, and that the simulation does itself, on its own clock.

Otherwise the installation's worker would tell customers today about something that happened a year ago.
"""

from __future__ import annotations

from django.db import connection

_SINCE = """
    SELECT job.id, event.id, event.type FROM procrastinate_jobs job
    JOIN event ON event.id = (job.args ->> 'event_id')::bigint AND event.subject_id = ANY (%s)
    WHERE job.id > %s AND job.task_name = 'follow' AND job.status = 'todo' ORDER BY job.id
"""


def newest_job() -> int:
    """Return the id of the newest job; higher ids are queued later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


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
