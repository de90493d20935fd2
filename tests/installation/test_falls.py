"""Who owns the server while processes come and go, and what is done when it falls over."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.installation.test_up import Ship

from wellkept.installation import postgres
from wellkept.installation.errors import InstallationError
from wellkept.installation.postgres import Server


@pytest.fixture
def folder(place: Path) -> Path:
    return place / "postgres"


def test_who_stays_waits_for_one_who_passes(folder: Path) -> None:
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


@pytest.mark.installation
def test_a_server_killed_over_a_long_question_comes_back(new_place: Callable[[], Path]) -> None:
    """Its processes live on until they notice, and hold the memory that a new one needs."""
    ship = Ship(new_place() / "data")
    try:
        busy = threading.Thread(target=_long_question, args=(postgres.address(ship.data / "postgres"),))
        busy.start()
        time.sleep(1)
        os.kill(ship.postmaster, signal.SIGKILL)
        ship.wait_for(lambda: "Trying again" in ship.log.read_text())
        ship.wait_for(lambda: ship.get("/accounts/login/") == 200)
        busy.join()
    finally:
        ship.process.terminate()
        ship.process.wait(60)


def _long_question(address: str) -> None:
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(address) as connection:
        connection.execute(
            "DO $$ DECLARE n bigint := 0; BEGIN WHILE n < 300000000 LOOP n := n + 1; END LOOP; END $$"
        )
