"""kill -9 at random moments under load: nothing acknowledged is lost, and nothing is told twice but one letter a kill.

As it stands this is short, for every check. The long form is part of `make long`: 1,000 writes and mails, 12 kills.
SEED repeats the moments and ways of an earlier run as nearly as a machine can.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.messages.sink import Sink, smtp_sink
from tests.size import LONG
from tests.survival.clients import Browser, Client, Ledger, Programs, Staff, writer
from tests.survival.ship import WAYS, Ship
from tests.survival.world import QUOTAS, assert_all_is_kept, deliveries, found

pytestmark = [
    pytest.mark.installation,
    pytest.mark.long,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds its victims in /proc"),
]

KILLS = 12 if LONG else 3
PATIENCE = 1800 if LONG else 400


@dataclass
class Backup:
    """A backup taken under the load, and what was acknowledged before it began."""

    file: Path
    told: dict[str, list[Any]]


class Stopwatch:
    """Measures how long each part took, for who wonders."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._said: list[str] = []

    def note(self, what: str) -> None:
        now = time.monotonic()
        self._said.append(f"{what} {now - self._last:.0f}")
        self._last = now

    def __str__(self) -> str:
        return ", ".join(self._said)


@pytest.mark.only_long
def test_nothing_acknowledged_is_lost(
    new_place: Callable[[], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    place = new_place()
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    luck = random.Random(seed)
    with smtp_sink() as sink:
        ship = Ship(place / "data", smtp=sink.account.port)
        took = Stopwatch()
        try:
            ship.start()
            ledger = Ledger()
            browser = Browser(ship)
            token, world = found(ship, browser)
            for row in world:
                ledger.add("journey", row["journey"])
            Staff.cookies, Programs.token = browser.cookies, token
            took.note("set-up")
            clients = [kind(ship, ledger, quota, world) for kind, quota in QUOTAS.items()]
            ways = ways_to_die(luck)
            backup = under_load(ship, ledger, clients, ways, luck, place)
            took.note("load")
            report = at_rest(ship, ledger)
            took.note("coming to rest")
            verified = ship.run("verify")
        finally:
            ship.stop()
        again = Ship(place / "elsewhere" / "data")
        restored = restore(again, backup, world)
        took.note("the backup")
    with capsys.disabled():
        print(table(seed, ways, ledger, report, sink, ship, backup, took))

    assert_all_is_kept(report)
    assert verified.returncode == 0, verified.stderr.decode()
    assert b"every chain holds" in verified.stdout
    # Each notice came, under one id, and nothing came that was no notice.
    delivered = deliveries(sink.mails)
    assert delivered.keys() == set(report["notices"])
    assert sum(times - 1 for times in delivered.values()) <= len(ways)
    assert restored["lost"] == []
    assert restored["doubled"] == []
    assert restored["broken"] is None
    assert restored["faults"] == [], restored["faults"]
    assert "Traceback" not in again.said(), again.said()


def ways_to_die(luck: random.Random) -> list[str]:
    """Each way as often as the others, in any order; the short run leaves none of the three worst out."""
    worst = [way for way in WAYS if way != "application"]
    ways = [*worst, *(WAYS * KILLS)][:KILLS]
    luck.shuffle(ways)
    return ways


def under_load(
    ship: Ship,
    ledger: Ledger,
    clients: Sequence[Client],
    ways: Sequence[str],
    luck: random.Random,
    place: Path,
) -> Backup:
    """All clients write. At random moments of their way it is killed, and halfway it is backed up."""
    until = time.monotonic() + PATIENCE
    moments = sorted(luck.uniform(0.1, 0.9) for _ in ways)
    backups: list[Backup] = []
    keeper = threading.Thread(
        target=lambda: backups.append(take_backup(ship, ledger, place, until)), daemon=True
    )
    for client in clients:
        client.start()

    def progress() -> float:
        faults = [client.fault for client in clients if client.fault]
        assert not faults, f"{faults} {ship.said()}"
        assert time.monotonic() < until, f"still at it: {[(c.name, c.done) for c in clients]} {ship.said()}"
        return sum(min(client.done / client.quota, 1) for client in clients) / len(clients)

    for moment, way in zip(moments, ways, strict=True):
        while progress() < moment:
            if moment > 0.5 and keeper.ident is None and progress() > 0.5:
                keeper.start()
            time.sleep(0.02)
        time.sleep(luck.uniform(0, 0.3))
        ship.kill(way)
    if keeper.ident is None:
        keeper.start()
    while progress() < 1 or keeper.is_alive():
        time.sleep(0.1)
    for client in clients:
        client.join(60)
        assert client.fault is None, client.fault
    return backups[0]


def take_backup(ship: Ship, ledger: Ledger, place: Path, until: float) -> Backup:
    for attempt in range(100):
        confirmed = ledger.copy()
        file = place / f"backup-{attempt}.tar"
        if ship.run("backup", "--to", str(file)).returncode == 0:
            return Backup(file, confirmed)
        assert not file.exists(), "a backup that failed left a file"
        assert time.monotonic() < until, "there was never time for a backup"
    raise AssertionError("no backup in a hundred tries")


def at_rest(ship: Ship, ledger: Ledger) -> dict[str, Any]:
    """Wait for all consequences, at most as long as the clock needs to find what a killed worker left."""

    def quiet() -> dict[str, Any] | None:
        report = writer(ship, "report", ledger.copy())[0]
        return report if not report["unhandled"] and not report["untold"] else None

    return within(240, quiet) or writer(ship, "report", ledger.copy())[0]


def restore(ship: Ship, backup: Backup, world: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Into an empty folder: it verifies, it serves, and what was acknowledged before it began is in it."""
    ship.data.parent.mkdir()
    brought = ship.run("restore", str(backup.file))
    assert brought.returncode == 0, brought.stderr.decode()
    verified = ship.run("verify")
    assert verified.returncode == 0, verified.stderr.decode()
    ship.start()
    try:
        page = Browser(ship).get(f"/my/{world[0]['key']}")
        assert page is not None
        assert "The oven trips the breaker" in page
        assert Browser(ship).get("/accounts/login/") is not None
        # What a mail server handed over and was killed in handling may be handled only in the restored one.
        confirmed = {**backup.told, "mail": []}
        return writer(ship, "report", confirmed)[0]
    finally:
        ship.stop()


def within(seconds: float, results: Callable[[], dict[str, Any] | None]) -> dict[str, Any] | None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        result = results()
        if result:
            return result
        time.sleep(2)
    return None


def table(
    seed: int,
    ways: Sequence[str],
    ledger: Ledger,
    report: dict[str, Any],
    sink: Sink,
    ship: Ship,
    backup: Backup,
    took: Stopwatch,
) -> str:
    delivered = deliveries(sink.mails)
    named = {"words": "words by pages and API", "mail": "mails by `wellkept receive`"}
    lines = ["", f"  {'':<32}{'acknowledged':>14}{'found':>8}"]
    for kind, keys in sorted(ledger.kept.items()):
        label = named.get(kind, f"{kind} by command")
        lines.append(f"  {label:<32}{len(keys):>14}{report['found'][kind]:>8}")
    lines.append(f"  {'together':<32}{ledger.count():>14}{sum(report['found'].values()):>8}")
    lines += [
        "",
        f"  notices {len(report['notices'])}, of them not told {len(report['untold'])};"
        f" letters in the sink {len(sink.mails)}, ids {len(delivered)},"
        f" delivered more than once {sum(1 for times in delivered.values() if times > 1)}",
        f"  kills {len(ways)} ({', '.join(ways)}), starts {ship.lives}, seed {seed}",
        f"  lost {len(report['lost'])}, doubled {len(report['doubled'])}",
        f"  backup under load: {sum(map(len, backup.told.values()))} acknowledged before it,"
        f" {backup.file.stat().st_size / 1e6:.1f} MB",
        f"  seconds: {took}",
        "",
    ]
    return "\n".join(lines)
