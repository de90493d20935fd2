"""Queue work for the worker: the next batch of an import, the count of words."""

from __future__ import annotations

import contextlib

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from wellkept.kernel import clock


def queue(key: int) -> None:
    """Ask the worker to go on with this import, in the same transaction; asked twice, it goes on once."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        task = app.configure_task("work_on_import", queue="files", queueing_lock=f"import {key}")
        task.defer(import_id=key)


def queue_counting() -> None:
    """What the clock asks for each night, now: how common each word is orders what find takes for meant."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        task = app.configure_task("count_words", queue="clock", queueing_lock="count_words")
        task.defer(timestamp=int(clock.now().timestamp()))
