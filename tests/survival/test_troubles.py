"""Troubles of an installation, one after the other, while everybody writes: nothing acknowledged is lost or doubled.

Each prints its line. `make check` writes about 44 times under each, `make long` 1,000 times.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.size import LONG, size
from tests.survival.ship import Ship
from tests.survival.world import World, assert_nothing_is_lost, world
from tools.machine import libfaketime

pytestmark = [
    pytest.mark.installation,
    pytest.mark.long,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds its processes in /proc"),
]
Wait = Callable[[float], None]
HOUR = 3600
FAKETIME = libfaketime()
DISK = 420  # megabytes: the company and its log of changes, and some room


@pytest.fixture(scope="module")
def kept(new_place: Callable[[], Path]) -> Iterator[World]:
    with world(new_place()) as company:
        yield company


def test_the_database_goes_away_and_comes_back(kept: World, capsys: pytest.CaptureFixture[str]) -> None:
    workers = kept.ship.workers()
    process = kept.server.process
    assert process is not None
    times = size(2, 6)

    def cause(wait: Wait) -> None:
        for turn in range(times):
            wait((turn + 0.5) / (times + 1))
            assert kept.server.process is not None
            kept.server.process.send_signal(signal.SIGQUIT)  # at once, as if it had crashed
            kept.server.process.wait()
            assert_it_says_so(kept)
            time.sleep(2 + 3 * turn % 7)
            kept.server.restart()

    outcome = kept.under("database away", cause)
    with capsys.disabled():
        print(outcome.line())
    assert_nothing_is_lost(outcome)
    assert outcome.statuses[503] > 0
    assert (
        outcome.twice <= times
    )  # a letter may have been taken in the moment in which nothing could be noted
    assert kept.ship.workers() == workers, "the worker went on by itself"
    assert len(outcome.log.splitlines()) < 60 * times, outcome.log


@pytest.mark.only_long
def test_a_worker_hangs_and_goes_on(kept: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Stopped, it gives no sign of life. In `make long` as long as it takes until it is killed and started again."""
    (worker,) = kept.ship.workers()

    def cause(wait: Wait) -> None:
        wait(0.2)
        os.kill(worker, signal.SIGSTOP)
        if not LONG:  # as if a minute and a half had passed
            with kept.server.connect("wellkept") as connection:
                connection.execute(
                    "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '91 s'"
                )
        patience = time.monotonic() + 180
        while "No worker runs: mails and follow-ups wait." not in (kept.browser().get("/desk") or ""):
            assert time.monotonic() < patience, "the first page says nothing"
            time.sleep(1)
        doctor = kept.ship.run("doctor")
        assert doctor.returncode == 1
        assert "✗ worker" in doctor.stdout.decode()
        wait(0.8)
        if LONG:
            while kept.ship.workers() in ([worker], []):
                assert time.monotonic() < patience + 120, "nobody starts it again"
                time.sleep(1)
        else:
            os.kill(worker, signal.SIGCONT)

    outcome = kept.under("worker hangs", cause)
    with capsys.disabled():
        print(outcome.line())
    assert_nothing_is_lost(outcome)
    assert outcome.twice <= 1  # of the letter that it had in hand when it was killed
    assert (kept.ship.workers() == [worker]) is not LONG
    patience = time.monotonic() + 30  # a worker signs every ten seconds
    while "No worker runs" in (kept.browser().get("/desk") or ""):
        assert time.monotonic() < patience, "the first page still says that no worker runs"
        time.sleep(1)


@pytest.mark.only_long
def test_two_instances_share_one_database(kept: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Two servers with a worker each, on the same database and the same folder of files."""
    second = Ship(kept.ship.data, smtp=kept.sink.account.port, database=kept.ship.database, name="second")
    kept.others.append(second)
    second.start()
    anchors = len(roots(kept))
    with kept.server.connect("wellkept") as connection:
        done = "SELECT count(*) FROM procrastinate_periodic_defers GROUP BY task_name, periodic_id, defer_timestamp"

        def cause(wait: Wait) -> None:
            wait(0.3)
            run_clock_job(connection, "daily_anchor")
            wait(0.6)

        outcome = kept.under("two instances", cause, ships=[kept.ship, second])
        assert {count for (count,) in connection.execute(done).fetchall()} == {1}
    second.stop()
    with capsys.disabled():
        print(outcome.line())
    assert_nothing_is_lost(outcome)
    assert outcome.twice == 0
    assert set(outcome.statuses) <= {201, 302, 303}
    assert len(roots(kept)) == anchors + 1, "the job of the day ran once"


def roots(kept: World) -> list[str]:
    """The mails with a root of the record."""
    return [
        str(mail["Message-ID"]) for mail in kept.sink.mails if "root of the record" in str(mail["Subject"])
    ]


def run_clock_job(connection: psycopg.Connection[Any], name: str) -> None:
    """Queue a job of the clock now, as the clock does."""
    connection.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args)"
        " VALUES ('clock', %s, %s, jsonb_build_object('timestamp', 0))",
        [name, name],
    )


@pytest.fixture
def small_disk(new_place: Callable[[], Path]) -> Iterator[Path]:
    """A file system of its own with little room, in memory. Only who may mount has one."""
    place = new_place() / "small"
    place.mkdir()
    options = f"size={DISK}m,mode=0711"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no small disk here: mounting one takes the rights of root")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.only_long
def test_the_disk_is_full_for_a_while(
    kept: World, small_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Database and files share one disk. Space that is short is said before it is gone, by page and doctor."""
    ship = kept.copy_to(small_disk / "data")
    ship.start()
    assert "The disk has 0." in (kept.browser(ship).get("/desk") or "")
    assert "✗ disk" in ship.run("doctor").stdout.decode()
    filler = small_disk / "filler"

    def cause(wait: Wait) -> None:
        wait(0.3)
        fill_up(filler)
        status, text = kept.browser(ship).upload("/imports", "customers.csv", b"Name;City\n" * 200_000)
        assert (status in (503, 507), "<h1>" in text) == (True, True), f"{status} {text}"
        refused = ship.run("backup", "--to", str(small_disk / "backup.tar"))
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr.decode()
        time.sleep(size(2, 30))
        filler.unlink()

    outcome = kept.under("disk full", cause, ships=[ship])
    with capsys.disabled():
        print(outcome.line())
    assert_nothing_is_lost(outcome)
    assert outcome.twice <= 1 + outcome.log.count("The database server fell over")
    assert list((small_disk / "data" / "files").rglob(".draft-*")) == []
    verified = ship.run("verify")
    assert verified.returncode == 0, verified.stdout.decode()
    ship.stop()


@pytest.mark.only_long
@pytest.mark.skipif(FAKETIME is None, reason="no libfaketime here (Debian: faketime)")
def test_the_clock_jumps(
    kept: World, new_place: Callable[[], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """By an hour and by a day, back and forth, for the program and the database alike. The last test of this company.

    The clock ends where it was, a day behind what was recorded meanwhile.
    """
    assert FAKETIME is not None
    with kept.on_clock(FAKETIME, new_place() / "offset") as jump:
        first = post_once(kept)

        def cause(wait: Wait) -> None:
            for share, seconds in ((0.1, -HOUR), (0.3, HOUR), (0.5, 24 * HOUR), (0.7, 0), (0.85, -24 * HOUR)):
                wait(share)
                jump(seconds)
                assert post_once(kept) == first, "a repeated request is answered as the first one"
            wait(0.95)
            jump(0)

        outcome = kept.under("clock jumps", cause)
        assert post_once(kept) == first
        page = kept.browser().get("/desk") or ""
        assert "The record has entries up to" in page, "the first page says that the clock was ahead"
        doctor = kept.ship.run("doctor").stdout.decode()
        assert "✗ times on record" in doctor
        verified = kept.ship.run("verify")
        with kept.server.connect("wellkept") as connection:
            backwards = connection.execute(TURNED_AROUND).fetchone()
        kept.ship.stop()
    with capsys.disabled():
        print(outcome.line())
    assert_nothing_is_lost(outcome)
    assert outcome.twice == 0
    # Whoever is in the middle of an act when the clock is set is asked to send it again, and three clients wait for an
    # answer.
    assert set(outcome.statuses) <= {201, 302, 303, 422, 503}
    assert outcome.statuses[422] + outcome.statuses[503] <= 6 * 3
    assert backwards == (0,)
    assert verified.returncode == 0, verified.stdout.decode()


TURNED_AROUND = """
SELECT count(*) FROM (SELECT recorded_at < lag(recorded_at) OVER (PARTITION BY subject_id ORDER BY seq) AS earlier
                        FROM event) AS e
 WHERE earlier
"""


def post_once(kept: World) -> str:
    """One request with one key, however often: the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", kept.ship.port, timeout=60)
    body = json.dumps({"incoming": False, "channel": "message", "words": "Once"})
    headers = {
        "Authorization": f"Bearer {kept.token}",
        "Content-Type": "application/json",
        "Idempotency-Key": "once in all times",
    }
    try:
        connection.request("POST", f"/api/v1/journeys/{kept.customers[0]['number']}/touches", body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status == 201, text
        return text
    finally:
        connection.close()


def fill_up(place: Path) -> None:
    """Write until nothing more goes onto the disk."""
    with contextlib.suppress(OSError), place.open("wb", buffering=0) as file:
        for piece in (1 << 20, 4096):
            with contextlib.suppress(OSError):
                while file.write(b"x" * piece) == piece:
                    pass


def assert_it_says_so(kept: World) -> None:
    """Pages, API and live events say that the database is away, and when to come again."""
    for path, sentence in (
        ("/desk", "The database cannot be reached at the moment."),
        (f"/my/{kept.customers[0]['key']}", "The database cannot be reached at the moment."),
        ("/api/v1/me", "The database cannot be reached at the moment."),
        ("/events?topics=board", "Live events come back in a moment."),
    ):
        status, headers, text = _get(kept, path)
        assert (status, sentence in text) == (503, True), f"{path}: {status} {text}"
        assert int(headers["Retry-After"] or 0) > 0
    assert json.loads(_get(kept, "/api/v1/me")[2])["code"] == "database_away"


def _get(kept: World, path: str) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", kept.ship.port, timeout=60)
    cookies = "; ".join(f"{name}={value}" for name, value in kept.cookies.items())
    try:
        connection.request("GET", path, headers={"Cookie": cookies, "Authorization": f"Bearer {kept.token}"})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()
