"""The outbox: one row for each event that still has to be followed.

`record_events` writes the row in the transaction of the act, and wakes the workers. `follow_next` takes the row that is
due first. A killed worker loses nothing: its row lock goes with its connection, and the row is due again after a pause.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import timedelta

from django.db import connection, transaction

from wellkept.events.models import TRIES, Outbox
from wellkept.kernel import clock
from wellkept.kernel.fault_words import name_of

CHANNEL = "wellkept_outbox"
LONGEST_PAUSE = timedelta(minutes=10)
log = logging.getLogger("wellkept.outbox")

Follow = Callable[[int], None]


def pause_after(attempts: int) -> timedelta:
    """The pause after so many attempts: 1, 2, 4, … seconds, and at most ten minutes."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 20)), LONGEST_PAUSE)


def follow_next(follow: Follow) -> bool:
    """Follow the event that is due first. Returns False if none is due.

    The attempt is counted and committed first, so that an event that kills its worker is tried ever more rarely. Then
    the row is locked, `follow` runs in the same transaction, and the row is deleted.
    """
    claimed = _claim()
    if claimed is None:
        return False
    event, attempts = claimed
    try:
        with transaction.atomic():
            row = (
                Outbox.objects.select_for_update(skip_locked=True).filter(pk=event, attempts=attempts).first()
            )
            if row is not None:
                follow(event)
                row.delete()
    except Exception as fault:
        log.exception("Event %s could not be followed (attempt %s)", event, attempts)
        _note(event, attempts, fault)
    return True


def seconds_until_due(*, at_most: float) -> float:
    """Seconds until the next event is due, as far as the table knows now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(next_try) FROM outbox WHERE failed_at IS NULL")
        (due,) = cursor.fetchone()
    return at_most if due is None else min(max((due - clock.now()).total_seconds(), 0.0), at_most)


def waiting(*, of: Collection[int], after: int = 0) -> list[tuple[int, str]]:
    """List the events of these subjects after event `after` that nobody has followed yet: id and type."""
    rows = Outbox.objects.filter(event__subject_id__in=of, event_id__gt=after).order_by("event_id")
    return list(rows.values_list("event_id", "event__type"))


def overdue(*, by: timedelta) -> int:
    """Count events that have been due for so long: no worker follows them."""
    return Outbox.objects.filter(failed_at__isnull=True, next_try__lt=clock.now() - by).count()


def failed() -> tuple[int, str]:
    """Count the events that were given up, and return the latest error."""
    rows = Outbox.objects.filter(failed_at__isnull=False).order_by("-failed_at")
    latest = rows.first()
    return (0, "") if latest is None else (rows.count(), latest.last_error)


@transaction.atomic
def try_failed_again() -> int:
    """Make every failed event due now, with all its attempts before it. Returns how many."""
    rows = Outbox.objects.filter(failed_at__isnull=False)
    return rows.update(failed_at=None, attempts=0, next_try=clock.now())


def done(events: Collection[int]) -> None:
    """Delete these rows: a simulation followed the events on its own clock."""
    Outbox.objects.filter(pk__in=events).delete()


# No pause is longer than the longest: a row that is due later was written before the clock was set back.
_CLAIM = """
UPDATE outbox SET attempts = attempts + 1,
                  next_try = %(now)s + least(2 ^ least(attempts, 20), %(longest)s) * interval '1 second'
 WHERE event_id = (SELECT event_id FROM outbox WHERE failed_at IS NULL
                      AND (next_try <= %(now)s OR next_try > %(now)s + %(longest)s * interval '1 second')
                    ORDER BY next_try, event_id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING event_id, attempts
"""


def _claim() -> tuple[int, int] | None:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": clock.now(), "longest": LONGEST_PAUSE.total_seconds()})
        row = cursor.fetchone()
    return (int(row[0]), int(row[1])) if row else None


def _note(event: int, attempts: int, fault: Exception) -> None:
    now = clock.now()
    Outbox.objects.filter(pk=event, attempts=attempts).update(
        last_error=name_of(fault),
        next_try=now + pause_after(attempts),
        failed_at=now if attempts >= TRIES else None,
    )
