"""The second door: what the clock asks for, and the job by which an event is followed.

Jobs carry ids and call one command; they hold no logic. A job that fails is tried again, later and later.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import connection, transaction
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from psycopg.errors import RaiseException

from wellkept.installation import backup, environment
from wellkept.kernel import clock

log = logging.getLogger("wellkept.jobs")

_ONE_RESCUE = 0x7265736375  # "rescu", among the advisory locks
_TRIES = 60
_LONGEST_PAUSE = timedelta(minutes=10)


class Patient(BaseRetryStrategy):
    """Tries again after 1, 2, 4, ... seconds, then every ten minutes, for about half a day."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= _TRIES:
            return None
        pause = min(2 ** min(job.attempts, 20), int(_LONGEST_PAUSE.total_seconds()))
        return RetryDecision(retry_in={"seconds": pause})


@app.task(name="follow", queue="flow", retry=Patient())
def follow(event_id: int) -> None:
    """What follows from an event: its line of the table in flow.py."""
    from wellkept import flow

    flow.run(event_id)


@app.task(name="work_on_import", queue="files", retry=Patient())
def work_on_import(import_id: int) -> None:
    """An import goes on where it stands: read, checked, brought in or taken back."""
    from wellkept.imports.commands.pipeline import go_on

    go_on(of=import_id)


@app.task(name="write_export", queue="files", retry=Patient())
def write_export(export_id: int) -> None:
    """Everything that somebody may read is written into one file."""
    from wellkept.exports.commands import write

    write(export=export_id)


# The clock table: minute, hour, day, month, weekday (UTC).


@app.periodic(cron="* * * * *")
@app.task(name="rescue", queue="clock", queueing_lock="rescue", pass_context=True)
def rescue(context: JobContext, timestamp: int) -> None:
    """Retry jobs whose worker died. If an identical job is already queued, drop this one.

    One rescue at a time: two that had listed the same jobs would retry what has been retried, and is running again.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_RESCUE])
        if cursor.fetchone()[0]:
            async_to_sync(_retry_stalled)(context.app.job_manager)


async def _retry_stalled(jobs: JobManager) -> None:
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=30):
        try:
            await jobs.retry_job(job)
        except UniqueViolation as taken:
            if taken.queueing_lock is None:
                raise
            await jobs.finish_job(job, status=Status.SUCCEEDED, delete_job=True)
        except ConnectorException as refused:
            if not isinstance(refused.__cause__, RaiseException):
                raise
            log.info("Job %s was finished by its worker after all", job.id)


@app.periodic(cron="* * * * *")
@app.task(name="carry_mail", queue="clock", queueing_lock="carry_mail", retry=Patient())
def carry_mail(timestamp: int) -> None:
    """Letters whose time has come to be tried again, and what a killed worker left."""
    from wellkept.messages.commands import carry_due

    carry_due()


@app.periodic(cron="* * * * *")
@app.task(name="handle_mail", queue="clock", queueing_lock="handle_mail", retry=Patient())
def handle_mail(timestamp: int) -> None:
    """Mails that were stored and not brought where they belong, because the process that took them was killed."""
    from wellkept.intake.commands.routing import handle_waiting

    handle_waiting()


@app.periodic(cron="* * * * *")
@app.task(name="go_on_with_imports", queue="clock", queueing_lock="go_on_with_imports", retry=Patient())
def go_on_with_imports(timestamp: int) -> None:
    """Imports and exports whose worker was killed are given to another."""
    from wellkept.exports import commands
    from wellkept.imports.commands import batches

    batches.take_up()
    commands.take_up()


@app.periodic(cron="*/5 * * * *")
@app.task(name="warn_of_overdue_items", queue="clock", queueing_lock="warn_of_overdue_items", retry=Patient())
def warn_of_overdue_items(timestamp: int) -> None:
    """What has come in and waits longer than it should is told to the next on the ladder."""
    from wellkept.intake.commands.items import warn_of_overdue

    warn_of_overdue()


@app.periodic(cron="*/5 * * * *")
@app.task(name="warn_of_what_waits", queue="clock", queueing_lock="warn_of_what_waits", retry=Patient())
def warn_of_what_waits(timestamp: int) -> None:
    """Look-ups that found nothing and nonconformities whose time has passed are told to the process owner."""
    from wellkept.find.commands import warn_of_overdue as warn_of_misses
    from wellkept.quality.commands import warn_of_overdue as warn_of_nonconformities

    warn_of_misses()
    warn_of_nonconformities()


@app.periodic(cron="11 * * * *")
@app.task(name="draw_samples", queue="clock", queueing_lock="draw_samples", retry=Patient())
def draw_samples(timestamp: int) -> None:
    """On Mondays, or as soon after as a worker runs: who answers for a rule is shown what it set aside."""
    from wellkept.intake.commands.samples import draw_samples as draw

    draw()


@app.periodic(cron="*/5 * * * *")
@app.task(name="climb_the_ladders", queue="clock", queueing_lock="climb_the_ladders", retry=Patient())
def climb_the_ladders(timestamp: int) -> None:
    """Offers that nobody answers, and customers who hear nothing, reach the next person on the ladder."""
    from wellkept.journeys.commands.handoffs import escalate_overdue_offers
    from wellkept.journeys.commands.silence import warn_of_silence

    escalate_overdue_offers()
    warn_of_silence()


@app.periodic(cron="*/5 * * * *")
@app.task(name="mark_broken_promises", queue="clock", queueing_lock="mark_broken_promises", retry=Patient())
def mark_broken_promises(timestamp: int) -> None:
    """What the clock has broken is put on record."""
    from wellkept.promises.commands import mark_broken

    mark_broken()


@app.periodic(cron="* * * * *")
@app.task(name="look_for_twins", queue="clock", queueing_lock="look_for_twins", retry=Patient())
def look_for_twins(timestamp: int) -> None:
    """Customers who came or changed since the last time are compared with whoever is like them."""
    from wellkept.duplicates.commands.sweep import sweep

    sweep()


@app.periodic(cron="11 4 * * 0")
@app.task(name="learn_who_is_alike", queue="clock", queueing_lock="learn_who_is_alike", retry=Patient())
def learn_who_is_alike(timestamp: int) -> None:
    """How much it says that two customers agree in something: learned from our own, once a week."""
    from wellkept.duplicates.commands.weights import learn

    learn()


@app.periodic(cron="23 * * * *")
@app.task(name="rest_and_wake", queue="clock", queueing_lock="rest_and_wake", retry=Patient())
def rest_and_wake(timestamp: int) -> None:
    """What the clock brings to an end: agreed periods of silence, after-care, and rest until the check-in."""
    from wellkept.delivery.commands import deem_accepted
    from wellkept.support.commands import check_in, rest_after_care

    deem_accepted()
    rest_after_care()
    check_in()


@app.periodic(cron="17 2 * * *")
@app.task(name="nightly_backup", queue="clock", queueing_lock="nightly_backup", retry=Patient())
def nightly_backup(timestamp: int) -> None:
    """Database and files in one file, and the old ones thinned out by age."""
    now = clock.now()
    folder = environment.backup_folder(settings.DATA)
    backup.backup(
        database=environment.effective_database_url(settings.DATA),
        data=settings.DATA,
        to=folder / backup.name_for(now),
        taken_at=now,
    )
    backup.thin_out(folder, now)


@app.periodic(cron="41 2 * * *")
@app.task(name="count_words", queue="clock", queueing_lock="count_words", retry=Patient())
def count_words(timestamp: int) -> None:
    """How common each word is by which customers are known: it orders what find takes a mistyped one for."""
    from wellkept.references.commands import count_words as count

    count()


@app.periodic(cron="7 0 * * *")
@app.task(name="daily_anchor", queue="clock", queueing_lock="daily_anchor", retry=Patient())
def daily_anchor(timestamp: int) -> None:
    """The root of all chain heads leaves the house: into a file, and by mail to the process owner."""
    from wellkept.events.verify import anchor
    from wellkept.messages.commands import mail_anchor

    mail_anchor(anchor(folder=settings.DATA / "anchors"))


@app.periodic(cron="31 3 * * *")
@app.task(name="forget_old_searches", queue="clock", queueing_lock="forget_old_searches", retry=Patient())
def forget_old_searches(timestamp: int) -> None:
    """Who opened what by which words, a month ago."""
    from wellkept.find.commands import forget_led

    forget_led()


@app.periodic(cron="41 3 * * *")
@app.task(name="forget_old_requests", queue="clock", queueing_lock="forget_old_requests", retry=Patient())
def forget_old_requests(timestamp: int) -> None:
    """Stored answers and counts of requests that nobody can repeat any more."""
    from wellkept.idempotency.commands import forget_old

    forget_old()
