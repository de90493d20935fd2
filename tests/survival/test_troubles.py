"""Troubles of an installation, one after the other, while everybody writes: nothing acknowledged is lost or doubled.

Each prints its line. `make check` writes about 100 times under each, `make long` 1,000 times.
"""

from __future__ import annotations

import http.client
import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.size import size
from tests.survival.world import World, assert_nothing_is_lost, world

pytestmark = [
    pytest.mark.installation,
    pytest.mark.long,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds its processes in /proc"),
]
Wait = Callable[[float], None]


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
