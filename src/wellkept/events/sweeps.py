"""Sweeps of the clock: each item in a transaction of its own, so that one that fails does not stop those behind it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import F, QuerySet

from wellkept.events.models import SweepFault
from wellkept.kernel import clock
from wellkept.kernel.fault_words import name_of
from wellkept.kernel.refusal import Refusal

log = logging.getLogger("wellkept.sweeps")
Item = TypeVar("Item")

# Refusals that say that the item is no longer due: its journey ended or went to rest after the list was made.
NO_LONGER_DUE = frozenset({"journey_ended", "journey_at_rest", "no_such_journey"})


class NotDue(Exception):
    """Leave this item without a trace: its command found that nothing is to be done."""


def each(sweep: str, items: Iterable[Item], command: Callable[[Item], object]) -> int:
    """Run `command` on every due item, in a transaction of its own. Returns for how many it returned something true.

    A failure is logged and kept as a row, which the doctor shows and which goes when the item succeeds or is no longer
    due. Only a lost connection stops the sweep.
    """
    before = _failed(sweep)
    count, failed = _run(sweep, items, command)
    _forget(sweep, before - failed)
    return count


def each_due(sweep: str, due: QuerySet[Any], command: Callable[[Any], object], *, limit: int) -> int:
    """Run `command` as `each` does on the keys of these rows, about `limit` of them in one go, in their order.

    Rows that failed the last time come after all others, so that however many they are, they stop nobody. They get a
    tenth of the limit at least, the longest untried first.
    """
    before = _failed(sweep)
    key = due.model._meta.pk.to_python
    failed_before = [key(item) for item in before]
    others = list(due.exclude(pk__in=failed_before).values_list("pk", flat=True)[:limit])
    still_due = {str(pk) for pk in due.filter(pk__in=failed_before).values_list("pk", flat=True)}
    waiting = SweepFault.objects.filter(sweep=sweep, item__in=still_due).order_by("last_at", "pk")
    again = waiting.values_list("item", flat=True)[: max(limit - len(others), limit // 10)]
    tried = [*others, *(key(item) for item in again)]
    count, failed = _run(sweep, tried, command)
    _forget(sweep, before - still_due | {str(item) for item in tried} - failed)
    return count


def _run(sweep: str, items: Iterable[Item], command: Callable[[Item], object]) -> tuple[int, set[str]]:
    """Run the command on each item: the number that `each` returns, and the items that failed."""
    count, failed = 0, set[str]()
    for item in items:
        try:
            with transaction.atomic():
                result = command(item)
        except NotDue:
            continue
        except Refusal as refusal:
            if refusal.code not in NO_LONGER_DUE:
                note(sweep, item, refusal)
                failed.add(str(item))
            continue
        except Exception as fault:
            if connection_is_lost():
                raise
            note(sweep, item, fault)
            failed.add(str(item))
            continue
        count += int(result) if isinstance(result, int) else bool(result)
    return count, failed


def _failed(sweep: str) -> set[str]:
    return set(SweepFault.objects.filter(sweep=sweep).values_list("item", flat=True))


def _forget(sweep: str, items: Collection[str]) -> None:
    if items:
        SweepFault.objects.filter(sweep=sweep, item__in=items).delete()


def connection_is_lost() -> bool:
    """Tell whether a failure cost the connection: then no item after it can succeed."""
    return not connection.in_atomic_block and not connection.is_usable()


def note(sweep: str, item: object, fault: Exception) -> None:
    """Log that this item failed, and count it."""
    log.error("%s failed for %s", sweep, item, exc_info=fault)
    now = clock.now()
    row, is_new = SweepFault.objects.get_or_create(
        sweep=sweep, item=str(item), defaults={"first_at": now, "last_at": now, "error": name_of(fault)}
    )
    if not is_new:
        SweepFault.objects.filter(pk=row.pk).update(times=F("times") + 1, last_at=now, error=name_of(fault))


def succeeded(sweep: str, items: Iterable[object]) -> None:
    """Forget earlier failures of these items: they succeeded in one go."""
    _forget(sweep, [str(item) for item in items])


def faults() -> list[SweepFault]:
    """The items that failed in their latest sweep, the newest first."""
    return list(SweepFault.objects.order_by("-last_at", "pk"))


def faulty_items(sweep: str) -> list[str]:
    """The items of this sweep that failed the last time."""
    return list(SweepFault.objects.filter(sweep=sweep).order_by("pk").values_list("item", flat=True))
