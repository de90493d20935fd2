"""Checks of the doctor: the worker, its jobs, and the events that it follows."""

from __future__ import annotations

from datetime import timedelta

from wellkept.installation.doctor import Finding, ill, well

WORKER_SILENT = timedelta(seconds=90)
EVENT_WAITS = timedelta(minutes=2)


def check_worker() -> list[Finding]:
    """Check the worker, its jobs and its events. Needs Django and the tables."""
    return [_worker(), _jobs(), _outbox(), _sweeps()]


def _worker() -> Finding:
    from wellkept.installation import job_queue

    silent = job_queue.since_heartbeat()
    if silent is None or silent > WORKER_SILENT:
        return ill(
            "worker", "No worker runs: mails and follow-ups wait.", "Run: wellkept worker (or wellkept up)"
        )
    return well("worker", "At work.")


def _jobs() -> Finding:
    from wellkept.installation import job_queue

    count = job_queue.count_failed()
    if count:
        return ill("jobs", f"{count} gave up after all their tries.", "Look at the worker's log for why.")
    return well("jobs", "None gave up.")


def _sweeps() -> Finding:
    from wellkept.events import sweeps

    faults = sweeps.faults()
    if not faults:
        return well("sweeps", "No item failed.")
    first = faults[0]
    failed = f"{len(faults)} items failed, the latest: {first.sweep} of {first.item}"
    return ill(
        "sweeps",
        f"{failed}, {first.times} times since {first.first_at:%Y-%m-%d %H:%M} UTC: {first.error}",
        "Each is tried again at its sweep's next run; the worker's log says where it failed.",
    )


def _outbox() -> Finding:
    from wellkept.events import outbox

    count, error = outbox.failed()
    if count:
        return ill(
            "events",
            f"{count} could not be followed, for half a day: {error}",
            "When the cause is mended, run: wellkept follow-again",
        )
    late = outbox.overdue(by=EVENT_WAITS)
    if late:
        return ill("events", f"{late} wait to be followed.", "Run: wellkept worker (or wellkept up)")
    return well("events", "Everything that follows has followed.")
