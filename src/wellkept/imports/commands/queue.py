"""Queue jobs: the next batch of an import, the count of words."""

from __future__ import annotations

from wellkept.installation import job_queue


def queue(key: int) -> None:
    """Queue the next batch, in the same transaction. Queued twice, it runs once."""
    job_queue.enqueue("work_on_import", queue="files", once=f"import {key}", of=key)


def queue_counting() -> None:
    """Queue the count of words at once, which the clock otherwise runs each night. Search ranking uses it."""
    job_queue.enqueue_clock("count_words")
