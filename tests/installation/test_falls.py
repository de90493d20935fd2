"""Ownership of the database server while processes come and go, and its restart after a crash."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path

import psycopg
import pytest

from wellkept.installation import postgres
from wellkept.installation.errors import InstallationError
from wellkept.installation.postgres import Server


@pytest.fixture
def folder(place: Path) -> Path:
    return place / "postgres"


def test_a_lasting_owner_waits_for_a_short_command(folder: Path) -> None:
    with postgres.start(folder) as passing:
        assert passing.owned
        with postgres.start(folder) as another:
            assert not another.owned  # passing too: what runs is good enough
        with pytest.raises(InstallationError, match="Another command is at work"):
            postgres.start(folder, stays=True, patience=0.2)
        leaving = threading.Timer(0.5, lambda: None)
        leaving.start()
        staying: list[Server] = []
        wants = threading.Thread(target=lambda: _stay(folder, staying))
        wants.start()
        leaving.join()
        assert staying == []
    wants.join(30)
    assert [server.owned for server in staying] == [True]


def _stay(folder: Path, staying: list[Server]) -> None:
    with postgres.start(folder, stays=True) as server:
        staying.append(server)
        with postgres.start(folder, stays=True) as second:
            assert not second.owned  # the owner stays: no waiting


@pytest.mark.only_long
def test_a_server_killed_over_a_long_question_can_be_started_again_when_that_ends(folder: Path) -> None:
    """Its processes live on until they notice, and hold the memory that a new one needs."""
    with postgres.start(folder) as server:
        assert server.process is not None
        busy = threading.Thread(
            target=_long_question, args=(server.url("postgres", role=postgres.SUPERUSER),)
        )
        busy.start()
        _wait_for_question(server)
        server.process.kill()
        server.process.wait()
        with pytest.raises(InstallationError, match="did not start"):
            server.restart()
        busy.join()
        server.restart()
        with server.connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        with postgres.start(folder) as another:
            assert not another.owned  # the folder was ours all the time


def _wait_for_question(server: Server) -> None:
    until = time.monotonic() + 30
    with server.connect() as connection:
        while not connection.execute(
            "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO%'"
        ).fetchone():
            assert time.monotonic() < until
            time.sleep(0.01)


def _long_question(address: str) -> None:
    """Ten seconds of work that never waits: only then does a process not notice that its server is gone."""
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(address) as connection:
        connection.execute(
            "DO $$ BEGIN WHILE clock_timestamp() < statement_timestamp() + interval '10 seconds' LOOP END LOOP; END $$"
        )
