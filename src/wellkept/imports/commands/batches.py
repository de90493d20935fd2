"""What the worker does for an import, batch by batch: killed at any point, it goes on where it stood."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from wellkept.events import sweeps
from wellkept.events.commands import look_by_key
from wellkept.imports.commands.queue import queue
from wellkept.imports.commands.steps import read
from wellkept.imports.models import Import
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal

WORKING = ("reading", "checking", "running", "taking_back")
WRITING = ("running", "taking_back")
SLICE = 20.0  # seconds, then others have their turn
LEFT = timedelta(seconds=20)  # of stillness, after which a killed worker's import is taken up
log = logging.getLogger("wellkept.imports")

Step = Callable[[Import], None]


def take_up() -> int:
    """What a killed worker left is queued again. Returns how many imports that were."""
    still = Import.objects.filter(
        Q(worked_at__isnull=True) | Q(worked_at__lt=clock.now() - LEFT), state__in=WORKING
    )
    keys = list(still.values_list("pk", flat=True))
    sweeps.each("resume_imports", keys, queue)
    return len(keys)


def work(*, of: int, steps: dict[str, Step], seconds: float | None = SLICE, hands_on: bool = True) -> bool:
    """Batch after batch, each in a transaction of its own, until it is done or the time is up; True if it is done.

    When the time is up the rest is queued for the worker, unless who calls goes on themselves.

    What a law refuses stops the import with the sentence; the answers can be put right, and it goes on.
    """
    until = time.monotonic() + seconds if seconds is not None else None
    is_first = True
    while True:
        state = ""
        try:
            if read.waits(of):
                state = "reading"
                read.read_next(of)
                continue
            with transaction.atomic():
                row = Import.objects.select_for_update().filter(pk=of).first()
                if row is None or row.state not in WORKING:
                    return True
                state = row.state
                row.worked_at = clock.now()
                if state in WRITING:
                    look_by_key(anew=is_first)
                    is_first = False
                steps[state](row)
                row.save()
                if row.state not in WORKING:
                    return True
        except (Refusal, IntegrityError) as no:
            _stop(of, state, no)
            return True
        if until is not None and time.monotonic() > until:
            if hands_on:
                queue(of)
            return False


def _stop(key: int, state: str, no: Refusal | IntegrityError) -> None:
    log.warning("Import %s stopped: %s", key, no)
    back = {"reading": "files", "checking": "columns", "running": "stopped", "taking_back": "done"}
    with transaction.atomic():
        row = Import.objects.select_for_update().get(pk=key)
        row.state = back.get(state, "stopped")
        row.said = _sentence(no)
        row.save(update_fields=["state", "said"])


def _sentence(no: Refusal | IntegrityError) -> str:
    if isinstance(no, Refusal):
        return no.in_words()
    name = getattr(getattr(no.__cause__, "diag", None), "constraint_name", "") or ""
    return f"The database refused it: {name.replace('_', ' ')}." if name else "The database refused it."
