"""Work on an import batch by batch. A killed worker's import continues where it was."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellkept.events import sweeps
from wellkept.events.commands import search_by_index
from wellkept.imports.commands.queue import queue
from wellkept.imports.commands.steps import read
from wellkept.imports.models import Import
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import Text, fill

WORKING = ("reading", "checking", "running", "taking_back")
WRITING = ("running", "taking_back")
SLICE = 20.0  # seconds of one job; then other jobs run
LEFT = timedelta(seconds=20)  # without progress: the worker is taken for dead
log = logging.getLogger("wellkept.imports")

Step = Callable[[Import], None]


def take_up() -> int:
    """Queue imports again that a dead worker left. Returns how many."""
    still = Import.objects.filter(
        Q(worked_at__isnull=True) | Q(worked_at__lt=clock.now() - LEFT), state__in=WORKING
    )
    keys = list(still.values_list("pk", flat=True))
    sweeps.each("resume_imports", keys, queue)
    return len(keys)


def work(*, of: int, steps: dict[str, Step], seconds: float | None = SLICE, hands_on: bool = True) -> bool:
    """Work batch by batch, each in its own transaction, until done (True) or out of time (False).

    Out of time, the rest is queued, unless the caller continues itself (`hands_on=False`). A refusal or a
    constraint stops the import with its sentence; a person corrects the answers and runs it again.
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
                    search_by_index(drop_plans=is_first)
                    is_first = False
                steps[state](row)
                row.save()
                if row.state not in WORKING:
                    return True
        except (Refusal, IntegrityError) as refused:
            _stop(of, state, refused)
            return True
        if until is not None and time.monotonic() > until:
            if hands_on:
                queue(of)
            return False


def _stop(key: int, state: str, refused: Refusal | IntegrityError) -> None:
    """Return the import to the state in which a person can correct it, with the reason."""
    log.warning("Import %s stopped: %s", key, refused)
    back = {"reading": "files", "checking": "columns", "running": "stopped", "taking_back": "done"}
    with transaction.atomic():
        row = Import.objects.select_for_update().get(pk=key)
        row.state = back.get(state, "stopped")
        row.said = _reason(refused)
        row.save(update_fields=["state", "said"])


def _reason(refused: Refusal | IntegrityError) -> Text:
    """The reason why it stopped, worded when it is read."""
    if isinstance(refused, Refusal):
        return refused.text
    name = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", "") or ""
    if name:
        return fill(_("The database refused it: %(law)s."), law=name.replace("_", " "))
    return _("The database refused it.")
