"""Seconds and memory of `wellkept verify` on many events: the record of journeys that were copied with true chains."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from typing import Any

import psycopg

from bench import copy_journeys, pages, sandbox
from wellkept.installation.postgres import Server

RUNS = 2  # the first one also reads the disk
EACH = 11  # events of a copied journey and its customer, at least


def measure(server: Server, *, events: int) -> dict[str, Any]:
    """Fill a database with so many events, and verify it as a whole and since a day."""
    url = sandbox.database(server, "with_events", template=pages.template(server))
    began = time.monotonic()
    count = fill(url, events)
    figures: dict[str, Any] = {"events": count, "filling_seconds": round(time.monotonic() - began, 1)}
    figures["runs"] = [_run(url, "--without-files") for _ in range(RUNS)]
    figures["since"] = _run(url, "--without-files", "--since", _a_day(url))
    return figures


def fill(url: str, events: int) -> int:
    """Copy journeys until there are so many events. Returns how many there are."""
    with psycopg.connect(sandbox.as_role(url), autocommit=True) as connection:
        person, alive, finished = pages.originals_in(connection)
        copy_journeys.fill(
            connection, person=person, alive=alive, finished=finished, count=max(1, events // EACH)
        )
        row = connection.execute("SELECT count(*) FROM event").fetchone()
    assert row is not None
    return int(row[0])


def _a_day(url: str) -> str:
    """A moment since which about one subject in a hundred has an event."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT to_char(percentile_disc(0.99) WITHIN GROUP (ORDER BY recorded_at) AT TIME ZONE 'UTC',"
            " 'YYYY-MM-DD HH24:MI:SS') FROM event"
        ).fetchone()
    assert row is not None
    return str(row[0])


def _run(url: str, *arguments: str) -> dict[str, Any]:
    """Run the program once: its seconds, its greatest memory in MB, and its last words."""
    load, began = os.getloadavg()[0], time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "wellkept", "verify", *arguments],
        cwd=sandbox.ROOT,
        env=dict(os.environ, DATABASE_URL=url),
        capture_output=True,
        text=True,
        check=False,
    )
    return {
        "seconds": round(time.monotonic() - began, 1),
        "largest_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        "load": round(load, 1),
        "holds": done.returncode == 0,
        "says": (done.stdout or done.stderr).strip().splitlines()[:3],
    }


def in_words(figures: dict[str, Any]) -> str:
    """The figures as lines for a person."""
    lines = [f"  {figures['events']:,} events, filled in {figures['filling_seconds']} s"]
    for name, run in [
        *((f"run {n + 1}", run) for n, run in enumerate(figures["runs"])),
        ("since", figures["since"]),
    ]:
        each = run["seconds"] / figures["events"] * 100_000
        lines.append(
            f"  {name:<8}{run['seconds']:>8.1f} s{each:>8.2f} s for 100,000 events{run['largest_mb']:>7} MB"
            f"   load {run['load']}   {'holds' if run['holds'] else 'BROKEN: ' + ' '.join(run['says'])}"
        )
    return "\n".join(lines) + "\n"
