"""Several processes on one database: what happens in one is heard in all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.database import as_owner
from tests.server.open_page import listening

from wellkept.people import commands, queries
from wellkept.people.founder import Founder
from wellkept.people.models import Person

pytestmark = [pytest.mark.installation, pytest.mark.django_db(transaction=True)]


@contextmanager
def process(place: Path, url: str, *arguments: str, until: str) -> Iterator[re.Match[str]]:
    """A process of the product on that database, from when it says `until`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WELLKEPT_")}
    log = place / "log"
    with log.open("w") as output:
        started = subprocess.Popen(
            [sys.executable, "-m", "wellkept", *arguments],
            env={**kept, "WELLKEPT_DATA": str(place), "DATABASE_URL": url},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        for _ in range(600):
            match = re.search(until, log.read_text())
            if match or started.poll() is not None:
                break
            time.sleep(0.1)
        assert match, log.read_text()
        yield match
    finally:
        started.terminate()
        assert started.wait(30) == 0, log.read_text()


@pytest.fixture
def ada(site: str) -> Person:
    _, first = commands.set_up_company(
        name="Kept", founder=Founder(name="Ada Berg", email="ada@kept.example", password=None)
    )
    return first


@pytest.mark.only_long
def test_two_web_servers_hear_the_same(site: str, ada: Person, tmp_path: Path, database_url: str) -> None:
    ben = commands.join(name="Ben Cole", email="ben@kept.example", by=queries.actor(ada.pk))
    # The same key as in this process: sessions hold in all of them.
    from django.conf import settings

    (tmp_path / "secret-key").write_text(settings.SECRET_KEY)
    with (
        process(tmp_path, database_url, "web", "--port", "0", until=r"Listening on (\S+)") as other,
        listening(site, "journey:900,board", ada) as here,
        listening(other[1], "journey:900,board", ben) as there,
    ):
        present: list[Any] = []
        while not present:
            present = here.next("presence")["people"]
        assert [person["name"] for person in present] == ["Ben Cole"]

        commands.change_person(person=ben.pk, by=queries.actor(ada.pk), title="Fitter")
        assert here.next("change")["topic"] == "board"
        assert there.next("change")["topic"] == "board"


def test_a_worker_takes_up_what_a_killed_one_left(ada: Person, tmp_path: Path, database_url: str) -> None:
    """A restored backup: killed in the middle of a rescue, while the next one waited already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 minutes') RETURNING id"
        )
        killed = cursor.fetchone()[0]
        jobs = [("doing", name, name) for name in ("rescue", "carry_mail", "handle_mail", "find_duplicates")]
        jobs += [("todo", "rescue", "rescue"), ("todo", "carry_mail", "carry_mail")]
        jobs += [("doing", "work_on_import", None)] * 20
        for status, name, lock in jobs:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status, queueing_lock, args, worker_id)"
                " VALUES ('clock', %s, %s, %s, %s, %s)",
                [
                    name,
                    status,
                    lock,
                    json.dumps({"of" if name == "work_on_import" else "timestamp": 1}),
                    killed if status == "doing" else None,
                ],
            )

    def left() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs"
                " WHERE status <> 'succeeded' AND (scheduled_at IS NULL OR scheduled_at < now())"
            )
            return int(cursor.fetchone()[0])

    with process(tmp_path, database_url, "worker", until="The worker is at work"):
        for _ in range(300):
            if not left():
                break
            time.sleep(0.1)
        assert left() == 0
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_a_worker_follows_what_was_recorded(ada: Person, tmp_path: Path, database_url: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO outbox (event_id, next_try) SELECT max(id), max(recorded_at) FROM event")
    with process(tmp_path, database_url, "worker", until="is at work"):
        for _ in range(300):
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM outbox")
                if cursor.fetchone() == (0,):
                    return
            time.sleep(0.1)
    raise AssertionError("the event is still there")
