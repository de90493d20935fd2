"""Checks of the worker, its jobs, and the events that it follows."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from wellkept.events import outbox, sweeps
from wellkept.installation import job_queue
from wellkept.installation.doctor import Finding, ill, well
from wellkept.kernel.text import fill

WORKER_SILENT = timedelta(seconds=90)
EVENT_WAITS = timedelta(minutes=2)
_START = _("Run: wellkept worker (or wellkept up)")


def check_worker() -> list[Finding]:
    """Check the worker, its jobs and its events."""
    return [_worker(), _jobs(), _outbox(), _sweeps()]


def _worker() -> Finding:
    silent = job_queue.since_heartbeat()
    # A clock that was set back makes the last sign of life one that is to come.
    if silent is None or abs(silent) > WORKER_SILENT:
        return ill("worker", _("No worker runs: mails and follow-ups wait."), _START)
    return well("worker", _("At work."))


def _jobs() -> Finding:
    count = job_queue.count_failed()
    if count:
        sentence = fill(_("Jobs that gave up after all their tries: %(count)s."), count=count)
        return ill("jobs", sentence, _("Look at the worker's log for why."))
    return well("jobs", _("None gave up."))


def _sweeps() -> Finding:
    faults = sweeps.faults()
    if not faults:
        return well("sweeps", _("No item failed."))
    first = faults[0]
    sentence = fill(
        _(
            "%(count)s items failed, the latest: %(sweep)s of %(item)s, %(times)s times since %(since)s UTC: %(error)s"
        ),
        count=len(faults),
        sweep=first.sweep,
        item=first.item,
        times=first.times,
        since=f"{first.first_at:%Y-%m-%d %H:%M}",
        error=first.error,
    )
    return ill(
        "sweeps",
        sentence,
        _("Each is tried again at its sweep's next run; the worker's log says where it failed."),
    )


def _outbox() -> Finding:
    count, error = outbox.failed()
    if count:
        sentence = fill(
            _("%(count)s could not be followed, for half a day: %(error)s"), count=count, error=error
        )
        return ill("events", sentence, _("When the cause is mended, run: wellkept follow-again"))
    late = outbox.overdue(by=EVENT_WAITS)
    if late:
        return ill("events", fill(_("Events that wait to be followed: %(count)s."), count=late), _START)
    return well("events", _("Everything that follows has followed."))
