"""Sweeps of the clock: each item in a transaction of its own, so that one that fails does not stop those behind it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import F

from wellkept.events.models import SweepFault
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal

log = logging.getLogger("wellkept.sweeps")
Item = TypeVar("Item")

# Refusals that say that the item is no longer due: its journey ended or went to rest after the list was made.
NO_LONGER_DUE = frozenset({"journey_ended", "journey_at_rest", "no_such_journey"})


class NotDue(Exception):
    """Leave this item without a trace: its command found that nothing is to be done."""


def each(sweep: str, items: Iterable[Item], command: Callable[[Item], object]) -> int:
    """Run `command` on each item, in a transaction of its own. Returns for how many it returned something true.

    A failure is logged and kept as a row, which the doctor shows and which goes when the item succeeds or is no longer
    due. Only a lost connection stops the sweep.
    """
    faulty = set(SweepFault.objects.filter(sweep=sweep).values_list("item", flat=True))
    count = 0
    for item in items:
        try:
            with transaction.atomic():
                result = command(item)
        except NotDue:
            continue
        except Refusal as refusal:
            if refusal.code not in NO_LONGER_DUE:
                note(sweep, item, refusal)
                faulty.discard(str(item))
            continue
        except Exception as fault:
            if connection_is_lost():
                raise
            note(sweep, item, fault)
            faulty.discard(str(item))
            continue
        count += int(result) if isinstance(result, int) else bool(result)
    if faulty:
        SweepFault.objects.filter(sweep=sweep, item__in=faulty).delete()
    return count


def connection_is_lost() -> bool:
    """Tell whether a failure cost the connection: then no item after it can succeed."""
    return not connection.in_atomic_block and not connection.is_usable()


def note(sweep: str, item: object, fault: Exception) -> None:
    """Log that this item failed, and count it."""
    log.error("%s failed for %s", sweep, item, exc_info=fault)
    now = clock.now()
    row, is_new = SweepFault.objects.get_or_create(
        sweep=sweep, item=str(item), defaults={"first_at": now, "last_at": now, "error": _words(fault)}
    )
    if not is_new:
        SweepFault.objects.filter(pk=row.pk).update(times=F("times") + 1, last_at=now, error=_words(fault))


def succeeded(sweep: str, items: Iterable[object]) -> None:
    """Forget earlier failures of these items: they succeeded in one go."""
    SweepFault.objects.filter(sweep=sweep, item__in=[str(item) for item in items]).delete()


def faults() -> list[SweepFault]:
    """The items that failed in their latest sweep, the newest first."""
    return list(SweepFault.objects.order_by("-last_at", "pk"))


def faulty_items(sweep: str) -> list[str]:
    """The items of this sweep that failed the last time."""
    return list(SweepFault.objects.filter(sweep=sweep).order_by("pk").values_list("item", flat=True))


def _words(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"[:500]
