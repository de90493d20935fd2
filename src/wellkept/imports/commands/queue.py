"""Queue work for the worker: the next batch of an import, the count of words."""

from __future__ import annotations

from wellkept.installation import job_queue


def queue(key: int) -> None:
    """Ask the worker to go on with this import, in the same transaction; asked twice, it goes on once."""
    job_queue.enqueue("work_on_import", queue="files", once=f"import {key}", of=key)


def queue_counting() -> None:
    """Count now what the clock counts each night: how common each word is, by which the search ranks guesses."""
    job_queue.enqueue_clock("count_words")
