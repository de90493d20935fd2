"""The built application, started for real: `wellkept up` in an empty folder."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")
pytestmark = pytest.mark.installation


def environment(data: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("WELLKEPT_", "DATABASE_", "DJANGO_"))
    }
    return {**kept, "WELLKEPT_DATA": str(data)}


def wellkept(data: Path, *arguments: str, expect: int | None = 0, stdin: bytes = b"") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "wellkept", *arguments],
        env=environment(data),
        input=stdin,
        capture_output=True,
        check=False,
    )
    text = done.stdout.decode() + done.stderr.decode()
    assert expect in (None, done.returncode), text
    return text


class Ship:
    """A running `wellkept up`."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.log = data.with_suffix(".log")
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "wellkept", "up", "--port", "0"],
                env=environment(data),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.address = self.wait_for(
            lambda: re.search(r"http://[\w.:]+", self.log.read_text()), patience=400
        )[0]

    def wait_for(self, results: Callable[[], T | None], patience: float = 120) -> T:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            result = results()
            if result:
                return result
            time.sleep(0.05)
        raise AssertionError(f"in vain: {self.log.read_text()}")

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return int(error.code)

    @property
    def postmaster(self) -> int:
        return int((self.data / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])

    def helpers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [pid for pid in map(int, children) if pid != self.postmaster]


def gone(pid: int) -> bool:
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True


@pytest.fixture(scope="module")
def data(new_place: Callable[[], Path]) -> Path:
    """One folder, whose tables are prepared at the first start."""
    return new_place() / "data"


@pytest.fixture
def ship(data: Path) -> Iterator[Ship]:
    running = Ship(data)
    yield running
    if running.process.poll() is None:
        running.process.terminate()
        running.process.wait(60)


def test_up_serves_has_a_worker_and_stops_with_all_its_processes(ship: Ship, place: Path) -> None:
    assert ship.get("/static/no-such-thing") == 404
    assert ship.get("/events?topics=board") == 401

    ship.wait_for(lambda: "✓ worker" in wellkept(ship.data, "doctor", expect=None))
    refused = wellkept(ship.data, "up", "--port", "0", expect=1)
    assert "Wellkept already runs with the data in" in refused

    worker = ship.helpers()
    assert len(worker) == 1
    os.kill(worker[0], signal.SIGKILL)
    ship.wait_for(lambda: [pid for pid in ship.helpers() if pid not in worker])

    backup = place / "backup.tar"
    wellkept(ship.data, "backup", "--to", str(backup))
    assert "overwrites nothing" in wellkept(ship.data, "restore", str(backup), expect=1)
    assert "Restored into" in wellkept(place / "elsewhere", "restore", str(backup))
    assert "every chain holds" in wellkept(place / "elsewhere", "verify")

    everyone = [ship.postmaster, *ship.helpers()]
    ship.process.send_signal(signal.SIGINT)
    assert ship.process.wait(60) == 128 + signal.SIGINT
    assert all(gone(pid) for pid in everyone)
    assert "Traceback" not in ship.log.read_text()


def test_killing_it_takes_everything_down_cleanly(ship: Ship) -> None:
    everyone = [ship.postmaster, *ship.helpers()]
    ship.process.kill()
    ship.process.wait()
    ship.wait_for(lambda: all(gone(pid) for pid in everyone), patience=30)
    log = (ship.data / "postgres" / "log").read_text()
    assert log.splitlines()[-1].endswith("database system is shut down")


def test_a_port_that_is_taken_is_said_so(ship: Ship, place: Path) -> None:
    port = ship.address.rsplit(":", 1)[1]
    text = wellkept(place / "other", "up", "--port", port, expect=1)
    assert f"Cannot listen on 127.0.0.1, port {port}" in text
    assert "Traceback" not in text
