"""The job library, behind the few functions that the house needs of it. No other module calls it.

A job is a name and arguments, stored in the database, run by any worker, and tried again with growing pauses. Another
library would have to offer: a job in the caller's transaction, at most one of a kind that waits, and a clock (cron).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from django.db import connection, transaction
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import (
    ProcrastinateJob,
    ProcrastinatePeriodicDefer,
    ProcrastinateWorker,
)
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from psycopg.errors import RaiseException

from wellkept.kernel import clock

CLOCK = "clock"  # the queue of what the clock asks for
GRACE = 20.0  # seconds in which jobs that are under way may end
STALLED = 30  # seconds without a heartbeat, after which a worker counts as killed
ONE_RESCUE = 0x7265736375  # "rescu", among the advisory locks
_TRIES = 80
_LONGEST_PAUSE = timedelta(minutes=10)
_POLL = 5.0
_SET_BACK = 30.0  # seconds by which the clock goes back at once; less is a correction
_FIRST_BREAK, _LONGEST_BREAK = 0.5, 10.0  # seconds before the worker begins again after a fault
log = logging.getLogger("wellkept.jobs")


class Patient(BaseRetryStrategy):
    """Retry after 1, 2, 4, … seconds, then every ten minutes, for about half a day."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= _TRIES:
            return None
        pause = min(2 ** min(job.attempts, 20), int(_LONGEST_PAUSE.total_seconds()))
        return RetryDecision(retry_in={"seconds": pause})


class _Jobs(JobManager):
    """Knows that a job which is to be tried again may have an identical one waiting."""

    async def retry_job(self, job: Job, *arguments: Any, **times: Any) -> None:
        """Try a job again, now or later. If an identical one waits already, that one does it: this one is dropped."""
        try:
            await super().retry_job(job, *arguments, **times)
        except UniqueViolation as taken:
            if taken.queueing_lock is None:
                raise
            await self.finish_job(job, status=Status.SUCCEEDED, delete_job=True)


def register(name: str, command: Callable[..., object], *, queue: str) -> None:
    """Register the job of this name. Its arguments are those of the command."""

    def run(**arguments: Any) -> None:
        connection.close_if_unusable_or_obsolete()
        command(**arguments)

    app.task(name=name, queue=queue, retry=Patient())(run)


def register_clock(cron: str, name: str, command: Callable[[], object]) -> None:
    """Register a job with its times (UTC). A job that still waits is not queued a second time."""

    def run(timestamp: int) -> None:
        # The thread may hold a connection from before the database was restarted.
        connection.close_if_unusable_or_obsolete()
        command()

    task = app.task(name=name, queue=CLOCK, queueing_lock=name, retry=Patient())(run)
    app.periodic(cron=cron)(task)


def enqueue(name: str, *, queue: str, once: str, **arguments: Any) -> None:
    """Queue a job in the caller's transaction, unless one with the same `once` waits already."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(name, queue=queue, queueing_lock=once).defer(**arguments)


def enqueue_clock(name: str) -> None:
    """Queue a clock job now."""
    enqueue(name, queue=CLOCK, once=name, timestamp=int(clock.now().timestamp()))


async def work(*, concurrency: int, at_once: Iterable[str] = ()) -> None:
    """Run jobs until cancelled, first the clock jobs named in `at_once`. Running jobs may finish.

    When the database was away, or took this worker for dead, it begins again as a new worker.
    """
    pause = _FIRST_BREAK
    while True:
        began = time.monotonic()
        try:
            await _work_until_the_clock_goes_back(concurrency=concurrency, at_once=at_once)
        except Exception as fault:
            log.error("The worker begins again", exc_info=fault)
        pause = _FIRST_BREAK if time.monotonic() - began > _LONGEST_BREAK else min(2 * pause, _LONGEST_BREAK)
        await asyncio.sleep(pause)


async def _work_until_the_clock_goes_back(*, concurrency: int, at_once: Iterable[str]) -> None:
    """Run jobs. When the clock was set back, end, so that the times of the clock's jobs are reckoned again."""
    working = asyncio.create_task(_work_until_a_fault(concurrency=concurrency, at_once=at_once))
    try:
        ahead = time.time() - time.monotonic()
        while not working.done() and time.time() - time.monotonic() > ahead - _SET_BACK:
            ahead = max(ahead, time.time() - time.monotonic())
            await asyncio.wait([working], timeout=_POLL)
        if not working.done():
            log.warning("The clock was set back; the clock's jobs begin again")
    finally:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working  # jobs that are under way may end


def _forget_times_to_come() -> None:
    """Forget that jobs of the minute were queued for times to come: the clock was set back, and they would stand still.

    A job of the hour or of the day has run for its time, and does not run for it again.
    """
    connection.close_if_unusable_or_obsolete()
    often = [task.task.name for task in app.periodic_registry.periodic_tasks.values() if task.cron[0] == "*"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {ProcrastinatePeriodicDefer._meta.db_table}"
            " WHERE task_name = ANY(%s) AND defer_timestamp > extract(epoch FROM now())",
            [often],
        )


async def _work_until_a_fault(*, concurrency: int, at_once: Iterable[str]) -> None:
    connector = app.connector
    assert isinstance(connector, DjangoConnector)  # the settings say so
    with app.replace_connector(connector.get_worker_connector()) as working:
        async with working.open_async():
            working.job_manager = _Jobs(working.connector)
            await sync_to_async(_forget_times_to_come)()
            for name in at_once:
                with contextlib.suppress(AlreadyEnqueued):
                    task = working.configure_task(name, queue=CLOCK, queueing_lock=name)
                    await task.defer_async(timestamp=int(time.time()))
            await working.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                shutdown_graceful_timeout=GRACE,
                delete_jobs="successful",
                fetch_job_polling_interval=_POLL,
            )


@app.periodic(cron="* * * * *")
@app.task(name="rescue", queue=CLOCK, queueing_lock="rescue", pass_context=True)
def rescue(context: JobContext, timestamp: int) -> None:
    """Retry jobs whose worker died.

    One rescue at a time: two that had listed the same jobs would retry what has been retried, and is running again.
    None while the machine's clock was just set: every sign of life looks as old as the clock went forward.
    """
    if clock.was_set():
        log.warning("The clock was set; jobs are looked after again in a minute")
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_RESCUE])
        if cursor.fetchone()[0]:
            async_to_sync(_retry_stalled)(_Jobs(context.app.connector))


async def _retry_stalled(jobs: JobManager) -> None:
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        try:
            await jobs.retry_job(job)
        except ConnectorException as refused:
            if not isinstance(refused.__cause__, RaiseException):
                raise
            log.info("Job %s was finished by its worker after all", job.id)


def since_heartbeat() -> timedelta | None:
    """Time since a worker last reported that it is alive; None if none ever did."""
    newest = ProcrastinateWorker.objects.order_by("-last_heartbeat").first()
    return None if newest is None else clock.now() - newest.last_heartbeat


def count_failed() -> int:
    """Count the jobs that failed in all their tries."""
    return ProcrastinateJob.objects.filter(status="failed").count()


def waiting(*, queue: str) -> set[int]:
    """List the keys of jobs in this queue that nobody has begun."""
    return set(ProcrastinateJob.objects.filter(queue_name=queue, status="todo").values_list("pk", flat=True))


def drop(jobs: Iterable[int]) -> None:
    """Delete jobs that nobody has begun."""
    for key in jobs:
        app.job_manager.cancel_job_by_id(key, delete_job=True)
