"""The worker's jobs: what was under way when a worker was killed is done by another."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from procrastinate import RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from wellkept import jobs
from wellkept.installation import job_queue, privileges
from wellkept.kernel import clock


def test_a_job_that_fails_is_tried_again_later_and_later_for_half_a_day() -> None:
    patient = job_queue.Patient()
    pauses = []
    for attempt in itertools.count():
        decision = patient.get_retry_decision(exception=OSError(), job=_job(attempts=attempt))
        if decision is None:
            break
        assert isinstance(decision.retry_at, datetime)
        pauses.append(decision.retry_at - datetime.now(decision.retry_at.tzinfo))
    assert pauses[0] < timedelta(seconds=2)
    assert all(earlier <= later + timedelta(seconds=1) for earlier, later in itertools.pairwise(pauses))
    assert timedelta(hours=6) < sum(pauses, timedelta()) < timedelta(hours=24)


def _job(**known: Any) -> Any:
    return SimpleNamespace(**known)


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_killed_worker_is_given_to_another() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 minutes') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, worker_id)"
            " VALUES ('files', 'write_export', 'doing', '{\"export\": 1}', %s) RETURNING id",
            [worker],
        )
        job = cursor.fetchone()[0]
    asyncio.run(_rescue())
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        assert cursor.fetchone() == ("todo",)


@pytest.mark.django_db(transaction=True)
def test_where_one_of_the_same_kind_waits_already_that_one_does_it_and_those_behind_are_rescued_too() -> None:
    """A restored backup: its worker was killed in the middle of a job, and the new worker has begun again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 minutes') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        for status, kind, lock, owner in (
            ("doing", "carry_mail", "carry_mail", worker),
            ("todo", "carry_mail", "carry_mail", None),
            ("doing", "handle_mail", "handle_mail", worker),
            ("doing", "handle_mail", "handle_mail", worker),
            ("doing", "write_export", None, worker),
        ):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status, queueing_lock, args, worker_id)"
                " VALUES ('clock', %s, %s, %s, '{}', %s)",
                [kind, status, lock, owner],
            )
    asyncio.run(_rescue())
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status FROM procrastinate_jobs ORDER BY task_name")
        assert cursor.fetchall() == [
            ("carry_mail", "todo"),
            ("handle_mail", "todo"),
            ("write_export", "todo"),
        ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("twin", [True, False])
def test_a_job_that_fails_while_one_of_its_kind_waits_leaves_it_to_that_one(
    monkeypatch: pytest.MonkeyPatch, *, twin: bool
) -> None:
    """The database was away in the middle of a job, and the clock has queued the next one of its kind."""
    tries: list[int] = []

    def fail(timestamp: int) -> None:
        tries.append(timestamp)
        if twin and len(tries) == 1:
            job_queue.enqueue_clock("carry_mail")
        raise OSError("the database was away")

    async def watch() -> None:
        working = asyncio.create_task(job_queue._work_until_a_fault(concurrency=1, at_once=["carry_mail"]))
        await asyncio.wait([working], timeout=0.5)
        for _ in range(200):
            if len(tries) == 1 + twin and await sync_to_async(statuses)() == [("carry_mail", "todo")]:
                break
            await asyncio.sleep(0.05)
        working.cancel()
        await asyncio.wait([working])

    app.perform_import_paths()
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    monkeypatch.setattr(app.tasks["carry_mail"], "func", fail)
    monkeypatch.setattr(
        job_queue.Patient, "get_retry_decision", lambda *_, **__: RetryDecision(retry_in={"hours": 1})
    )
    asyncio.run(watch())
    assert len(tries) == 1 + twin
    assert statuses() == [("carry_mail", "todo")]


@pytest.mark.django_db(transaction=True)
def test_while_one_rescue_is_at_work_another_does_nothing(database_url: str) -> None:
    """Both had listed the same jobs: the second would retry what has been retried, and is running again."""
    left_by_a_killed_worker("write_export")
    with psycopg.connect(database_url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [job_queue.ONE_RESCUE])
        asyncio.run(_rescue())
        assert statuses() == [("write_export", "doing")]
    asyncio.run(_rescue())
    assert statuses() == [("write_export", "todo")]


@pytest.mark.django_db(transaction=True)
def test_no_job_is_taken_from_its_worker_while_the_clock_is_being_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After a jump forward, each sign of life looks as old as the jump. A minute later all have given a new one."""
    left_by_a_killed_worker("write_export")
    with monkeypatch.context() as patch:
        patch.setattr(clock, "_watch", clock._Watch())
        clock._watch.apart -= 24 * 3600  # seen before the jump
        asyncio.run(_rescue())
        assert statuses() == [("write_export", "doing")]
        clock._watch.set_at -= 61
        asyncio.run(_rescue())
        assert statuses() == [("write_export", "todo")]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_its_slow_worker_finishes_meanwhile_does_not_stop_the_rescue_of_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, _ = left_by_a_killed_worker("write_export", "write_export")
    listed = JobManager.get_stalled_jobs

    async def and_then_it_is_finished(manager: JobManager, **asked: Any) -> Any:
        jobs = list(await listed(manager, **asked))
        await manager.finish_job_by_id_async(first, status=Status.SUCCEEDED, delete_job=False)
        return jobs

    monkeypatch.setattr(JobManager, "get_stalled_jobs", and_then_it_is_finished)
    asyncio.run(_rescue())
    assert statuses() == [("write_export", "succeeded"), ("write_export", "todo")]


def left_by_a_killed_worker(*tasks: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 minutes')"
            " RETURNING id)"
            " INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, worker_id)"
            " SELECT 'files', task, 'doing', '{\"export\": 1}', w.id FROM w, unnest(%s::text[]) task RETURNING id",
            [list(tasks)],
        )
        return [key for (key,) in cursor.fetchall()]


def statuses() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY 1, 2")
        return list(cursor.fetchall())


async def _rescue() -> None:
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as working:
        async with working.open_async():
            await sync_to_async(job_queue.rescue.func)(_job(app=working), 0)


def test_the_clock_table_names_each_job_once_and_the_library_knows_each() -> None:
    app.perform_import_paths()
    names = [name for _, name, _ in jobs.CLOCK]
    assert sorted(names) == sorted(set(names))
    periodic = [task.task.name for task in app.periodic_registry.periodic_tasks.values()]
    assert sorted(periodic) == sorted([*names, "rescue"])
    assert {name for name, _, _ in jobs.ON_REQUEST} <= set(app.tasks)


def test_only_one_module_knows_the_job_library() -> None:
    source = Path(job_queue.__file__).parents[1]
    users = [
        path
        for path in source.rglob("*.py")
        if re.search(r"^\s*(from|import) procrastinate", path.read_text(), re.M)
    ]
    assert users == [Path(job_queue.__file__)]
    tables = {
        path
        for path in source.rglob("*")
        if path.suffix in {".py", ".sql"} and "procrastinate_" in path.read_text()
    }
    bounds = Path(job_queue.__file__).parent / "sql" / "libraries.sql"
    assert tables == {
        Path(privileges.__file__),
        bounds,
    }  # the one names every table, the other bounds their times


@pytest.mark.django_db(transaction=True)
def test_after_the_clock_was_set_back_jobs_of_the_minute_go_on_and_those_of_the_day_run_once() -> None:
    to_come = int(time.time()) + 1800
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp) VALUES (%s, '', %s)",
            [("carry_mail", to_come), ("carry_mail", to_come - 3600), ("daily_anchor", to_come)],
        )
        job_queue._forget_times_to_come()
        cursor.execute("SELECT task_name, defer_timestamp FROM procrastinate_periodic_defers ORDER BY 1")
        assert cursor.fetchall() == [("carry_mail", to_come - 3600), ("daily_anchor", to_come)]


@pytest.mark.parametrize(("seconds", "ends"), [(-3600, True), (-5, False), (86400, False)])
def test_a_worker_reckons_its_times_again_when_the_clock_goes_back(
    monkeypatch: pytest.MonkeyPatch, seconds: int, ends: bool
) -> None:
    """The worker ends its work, to begin again; a correction by seconds and a jump forward do not end it."""
    stopped: list[str] = []
    real = time.time

    async def until_cancelled(**_: object) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            stopped.append("in order")

    async def watch() -> bool:
        working = asyncio.create_task(job_queue._work_until_the_clock_goes_back(concurrency=1, at_once=()))
        await asyncio.sleep(0.1)
        monkeypatch.setattr(job_queue.time, "time", lambda: real() + seconds)
        await asyncio.wait([working], timeout=1)
        ended = working.done()
        working.cancel()
        await asyncio.wait([working])
        return ended

    monkeypatch.setattr(job_queue, "_work_until_a_fault", until_cancelled)
    monkeypatch.setattr(job_queue, "_POLL", 0.05)
    assert asyncio.run(watch()) is ends
    assert stopped == ["in order"]
