"""One company on a server of its own, with a mail server, on which one trouble after the other is tried under load."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.messages.sink import Sink, smtp_sink
from tests.size import size
from tests.survival.clients import (
    Browser,
    Client,
    Commands,
    Customers,
    Ledger,
    Mails,
    Programs,
    Staff,
    writer,
)
from tests.survival.ship import Ship

from wellkept.installation import postgres, session_defaults
from wellkept.installation.postgres import Server

PASSWORD = "three plain words together"
PATIENCE = size(300, 1500)  # seconds for all the writing
SETTLING = 240  # seconds: at most the time that the clock needs to find what was left half way
CUSTOMERS = size(12, 60)  # the link of each may send 60 times in an hour, under all troubles together
QUOTAS: Mapping[type[Client], int] = {
    Commands: size(16, 400),
    Customers: size(8, 190),
    Staff: size(8, 190),
    Programs: size(8, 190),
    Mails: size(4, 40),
}


@dataclass(frozen=True)
class Outcome:
    """The result of one trouble, and its line."""

    trouble: str
    acknowledged: int
    report: dict[str, Any]
    letters: Counter[str]
    statuses: Counter[int]
    log: str
    seconds: float

    @property
    def twice(self) -> int:
        return sum(times - 1 for times in self.letters.values())

    def line(self) -> str:
        present = sum(self.report["found"].values())
        answers = ", ".join(f"{status or 'none'} {times}" for status, times in sorted(self.statuses.items()))
        return (
            f"\n  {self.trouble}: acknowledged {self.acknowledged}, found {present}, lost {len(self.report['lost'])},"
            f" doubled {len(self.report['doubled'])}, letters {len(self.letters)}, letters twice {self.twice}"
            f" (answers: {answers}; {self.seconds:.0f} s)"
        )


@dataclass
class World:
    """The company, its programs, and what happened before the present trouble."""

    ship: Ship
    server: Server
    sink: Sink
    cookies: dict[str, str]
    token: str
    customers: list[dict[str, Any]]
    others: list[Ship] = field(default_factory=list)

    def copy_to(self, data: Path) -> Ship:
        """Copy the company into another folder, with its database embedded there. It is stopped meanwhile."""
        home = self.server.home
        self.ship.stop()
        self.server.stop()
        try:
            data.mkdir(mode=0o711, parents=True)
            subprocess.run(["cp", "-a", f"{self.ship.data}/.", str(data)], check=True)
            subprocess.run(["cp", "-a", str(home), str(data / "postgres")], check=True)
        finally:
            self.server = postgres.start(home)
            self.ship.start()
        copy = Ship(data, smtp=self.sink.account.port, name="copy")
        self.others.append(copy)
        return copy

    @contextmanager
    def on_clock(self, library: Path, offset: Path) -> Iterator[Callable[[int], None]]:
        """Start Python and PostgreSQL again on a clock of their own, until the end of the block.

        It is set by seconds from the machine's clock. Each process reads the file whenever it needs the time.
        """
        environment = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(offset),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }
        paths = [str(Path(__file__).parent / "sleep"), os.environ.get("PYTHONPATH", "")]
        # PostgreSQL counts the limits of a session by that clock, too, and a jump would end what is under way. They
        # have tests of their own (tests/server/test_held_locks.py).
        limits = " ".join(f"-c {name}=0" for name in session_defaults.OURS if name.endswith("_timeout"))

        def jump(seconds: int) -> None:
            fresh = offset.with_suffix(".new")
            fresh.write_text(f"{seconds:+d}\n")
            fresh.chmod(0o644)
            fresh.replace(offset)

        jump(0)
        plain = postgres._environment
        try:
            postgres._environment = lambda: {**plain(), **environment}
            self.ship.more = {
                **environment,
                "PYTHONPATH": os.pathsep.join(filter(None, paths)),
                "PGOPTIONS": limits,
            }
            self._start_again()
            yield jump
        finally:
            postgres._environment = plain
            self.ship.more = {}

    def _start_again(self) -> None:
        home = self.server.home
        self.ship.stop()
        self.server.stop()
        self.server = postgres.start(home)
        self.ship.start()

    def under(
        self,
        trouble: str,
        cause: Callable[[Callable[[float], None]], None],
        *,
        quotas: Mapping[type[Client], int] = QUOTAS,
        ships: Sequence[Ship] = (),
    ) -> Outcome:
        """Let all clients write while `cause` makes trouble. It waits for a share of the work by its argument."""
        ledger, began = Ledger(), time.monotonic()
        ships = ships or [self.ship]
        logs = {ship: len(ship.log.read_bytes()) for ship in ships}
        letters = len(self.sink.mails)
        Staff.cookies, Programs.token = self.cookies, self.token
        clients = [
            kind(ship, ledger, -(-quota // len(logs)), self.customers, label=f"{trouble} {number}")
            for number, ship in enumerate(logs)
            for kind, quota in quotas.items()
        ]
        for client in clients:
            client.start()
        try:
            cause(lambda share: self._until(share, clients))
            self._until(1, clients)
        finally:
            for client in clients:
                client.ending.set()
            for client in clients:
                client.join(60)
        assert [client.fault for client in clients if client.fault] == []
        report = at_rest(ships[0], ledger)
        return Outcome(
            trouble,
            ledger.count(),
            report,
            deliveries(self.sink.mails[letters:]),
            Counter(status for client in clients for status in client.statuses),
            "".join(ship.log.read_bytes()[start:].decode(errors="replace") for ship, start in logs.items()),
            time.monotonic() - began,
        )

    def _until(self, share: float, clients: Sequence[Client]) -> None:
        until = time.monotonic() + PATIENCE
        while sum(min(client.done / client.quota, 1) for client in clients) < share * len(clients):
            faults = [client.fault for client in clients if client.fault]
            assert not faults, f"{faults} {self.ship.said()}"
            assert time.monotonic() < until, (
                f"still at it: {[(c.name, c.done) for c in clients]} {self.ship.said()}"
            )
            time.sleep(0.05)

    def browser(self, ship: Ship | None = None) -> Browser:
        """The first person of the company, signed in."""
        return Browser(ship or self.ship, self.cookies)


def at_rest(ship: Ship, ledger: Ledger) -> dict[str, Any]:
    """Wait until everything that follows has followed, and report."""
    until = time.monotonic() + SETTLING
    while True:
        report = writer(ship, "report", ledger.copy())[0]
        if (not report["unhandled"] and not report["untold"]) or time.monotonic() > until:
            return report
        time.sleep(2)


def deliveries(mails: Sequence[Any]) -> Counter[str]:
    """Count the deliveries of each notice by its mail's id, and of any other mail by its own.

    Without the day's root of the record, which goes to the process owner soon after midnight.
    """
    return Counter(
        str(mail["Message-ID"]).removeprefix("<notice-").split("@")[0]
        for mail in mails
        if "root of the record" not in str(mail["Subject"])
    )


@contextmanager
def world(place: Path) -> Iterator[World]:
    """Set up the company on a durable server of its own, and stop everything afterwards."""
    with smtp_sink() as sink:
        server = postgres.start(place / "postgres")
        server.create_database()
        ship = Ship(place / "data", smtp=sink.account.port, database=server.url())
        company = World(ship, server, sink, {}, "", [])
        try:
            ship.start()
            company.token, company.customers = found(ship, company.browser())
            yield company
        finally:
            for each in [*company.others, ship]:
                each.stop()
            company.server.stop()


def found(ship: Ship, browser: Browser) -> tuple[str, list[dict[str, Any]]]:
    """The company, set up on its first page as anyone would, who stays signed in; then its customers."""
    page = browser.get("/set-up")
    assert page is not None
    text = {"name": "Kept", "person": "Ada Berg", "email": "ada@kept.example", "password": PASSWORD}
    where = {"country": "DE", "language": "en", "time_zone": "Europe/Berlin", "currency": "EUR"}
    assert browser.post("/set-up", page, **text, **where) == 303
    key, *customers = writer(ship, "seed", CUSTOMERS)
    return key["token"], customers


def assert_nothing_is_lost(outcome: Outcome) -> None:
    """Every acknowledged write is there once, every chain holds, and every notice was told."""
    assert_all_is_kept(outcome.report)
    assert re.findall(r"Traceback.*", outcome.log) == [], outcome.log[-6000:]


def assert_all_is_kept(report: dict[str, Any]) -> None:
    assert report["lost"] == []
    assert report["doubled"] == []
    assert report["unhandled"] == 0
    assert report["untold"] == [], report["untold"]
    assert report["broken"] is None
    assert report["faults"] == [], report["faults"]


def in_thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread
