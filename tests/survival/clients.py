"""Clients that write while it is being killed: customers on their pages, staff on theirs, and the mail server.

Each keeps on its own list what was acknowledged, and only that: an answer of success, an exit code of 0, a line of a
command that returned. What got no answer is sent again, as a browser and a mail server do.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from html import unescape
from typing import Any

from tests.survival.ship import ROOT, Ship

CLOCK_WAS_SET = "The clock of this machine was set a moment ago."
NOT_NOW = (
    0,
    429,
    503,
    507,
)  # no answer, too much at once, the database is away, the disk is full: come again


@dataclass
class Ledger:
    """Acknowledged writes, by kind. Threads write into it."""

    kept: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, key: Any) -> None:
        with self._lock:
            self.kept[kind].append(key)

    def copy(self) -> dict[str, list[Any]]:
        with self._lock:
            return {kind: list(keys) for kind, keys in self.kept.items()}

    def count(self, *kinds: str) -> int:
        with self._lock:
            return sum(len(keys) for kind, keys in self.kept.items() if not kinds or kind in kinds)


class Client(threading.Thread):
    """Writes until its quota is acknowledged or it is told to stop. What goes wrong inside it is kept and shown."""

    pause = 0.3  # seconds before the same thing is tried again

    def __init__(
        self, ship: Ship, ledger: Ledger, quota: int, world: list[dict[str, Any]], *, label: str = "kill"
    ) -> None:
        super().__init__(name=f"{type(self).__name__}, {label}", daemon=True)
        self.ship = ship
        self.ledger = ledger
        self.quota = quota
        self.world = world
        self.done = 0
        self.luck = random.Random(self.name)
        self.ending = threading.Event()
        self.fault: BaseException | None = None
        self.statuses: list[int] = []  # of every try, 0 where no answer came

    def run(self) -> None:
        try:
            self.work()
        except BaseException as fault:
            self.fault = fault

    def work(self) -> None:
        while self.done < self.quota and not self.ending.is_set():
            send = self.next()
            while not send():
                if self.ending.is_set():
                    return
                time.sleep(self.pause)
            self.done += 1

    def next(self) -> Callable[[], bool]:
        """The next thing to write: True when it was acknowledged."""
        raise NotImplementedError


class Browser:
    """One session of forms. Every request is a connection of its own: a killed server leaves nothing half open."""

    def __init__(self, ship: Ship, cookies: dict[str, str] | None = None) -> None:
        self.ship = ship
        self.cookies = {} if cookies is None else cookies
        self.answer = ""  # the page that answered the last form

    def get(self, path: str) -> str | None:
        status, body, _ = self._ask("GET", path)
        return body if status == 200 else None

    def post(self, path: str, page: str, **fields: str) -> int:
        """Send a form: what `page` has hidden in it, and what is said. 0 when there was no answer."""
        hidden = {
            name: unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
        }
        status, self.answer, _ = self._ask("POST", path, urllib.parse.urlencode({**hidden, **fields}))
        return status

    def sentences(self) -> str:
        """The words of the page that answered, without its tags."""
        return " ".join(
            re.sub(r"<(style|script|svg).*?</\1>|<[^>]+>", " ", self.answer, flags=re.DOTALL).split()
        )

    def upload(self, path: str, name: str, content: bytes) -> tuple[int, str]:
        """Send a file by the form of this page: the status, and the page that answers."""
        page = self.get(path) or ""
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)[:1]
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{value}\r\n'.encode()
            for value in token
        ]
        head = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        body = b"".join([*parts, head.encode(), content, b"\r\n--x--\r\n"])
        return self._ask("POST", path, body, kind="multipart/form-data; boundary=x")[:2]

    def _ask(
        self,
        method: str,
        path: str,
        body: str | bytes | None = None,
        *,
        kind: str = "application/x-www-form-urlencoded",
    ) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.ship.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": kind,
                "Referer": self.ship.address + path,
            }
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text, answer.headers.get("Location", "")


class Customers(Client):
    """Customers who ask on their pages. A form sent twice, because no answer came, must count once.

    They wait a little before they try again: one link may send 60 times in an hour.
    """

    pause = 1.5

    def next(self) -> Callable[[], bool]:
        customer = self.luck.choice(self.world)
        place, words = f"/my/{customer['key']}/question", f"When will it be? ({self.name} {self.done})"
        browser, page = Browser(self.ship), ""
        time.sleep(self.luck.uniform(0.1, 0.5))

        def send() -> bool:
            nonlocal page
            page = page or browser.get(place) or ""
            if not page:
                return False
            status = browser.post(place, page, words=words)
            self.statuses.append(status)
            assert status in (303, *NOT_NOW), f"{status} for a customer: {browser.sentences()}"
            if status == 303:
                self.ledger.add("words", words)
            return status == 303

        return send


class Staff(Client):
    """A colleague at the journey's page. Without an answer they look whether it is there, and write it again if not."""

    cookies: dict[str, str]

    def next(self) -> Callable[[], bool]:
        browser = Browser(self.ship, self.cookies)
        customer = self.luck.choice(self.world)
        place, words = f"/journeys/{customer['number']}", f"They called again ({self.name} {self.done})"
        time.sleep(self.luck.uniform(0.1, 0.5))
        unsure = False

        def send() -> bool:
            nonlocal unsure
            if unsure:
                page = browser.get(place)
                if page is None:
                    return False
                unsure = words not in unescape(page)
                if not unsure:
                    self.ledger.add("words", words)
                    return True
            form = browser.get(f"{place}/touches")
            if form is None:
                return False
            status = browser.post(f"{place}/touches", form, incoming="in", channel="call", words=words)
            self.statuses.append(status)
            assert status in (302, 303, *NOT_NOW) or CLOCK_WAS_SET in browser.sentences(), (
                f"{status} for a colleague: {browser.sentences()}"
            )
            unsure = status not in (302, 303)
            if not unsure:
                self.ledger.add("words", words)
            return not unsure

        return send


class Programs(Client):
    """A program at the API: the same request with the same key until it is answered, and done once."""

    token: str

    def next(self) -> Callable[[], bool]:
        customer = self.luck.choice(self.world)
        words = f"Seen by a program ({self.name} {self.done})"
        body = json.dumps({"incoming": False, "channel": "message", "words": words})
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": words,
        }
        time.sleep(self.luck.uniform(0.1, 0.5))

        def send() -> bool:
            connection = http.client.HTTPConnection("127.0.0.1", self.ship.port, timeout=30)
            try:
                connection.request("POST", f"/api/v1/journeys/{customer['number']}/touches", body, headers)
                answer = connection.getresponse()
                status, text = answer.status, answer.read().decode()
            except (OSError, http.client.HTTPException):
                status, text = 0, ""
            finally:
                connection.close()
            self.statuses.append(status)
            assert status in (201, *NOT_NOW), f"{status} for a program: {text}"
            if status == 201:
                self.ledger.add("words", words)
            return status == 201

        return send


class Mails(Client):
    """A mail server that pipes: it keeps what was not taken, and comes again with the same."""

    def next(self) -> Callable[[], bool]:
        key = f"{self.done}.{time.monotonic_ns()}@customer.example"
        customer = self.luck.choice(self.world)
        sender, to, about = self.luck.choice(
            [
                (customer["mail"], "office@kept.example", f"Re: {customer['number']}"),
                (f"new{self.done}@stranger.example", "info@kept.example", "A new oven"),
                (f"new{self.done}@stranger.example", "office@kept.example", "A question"),
            ]
        )
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, to, about, f"<{key}>"
        mail.set_content(f"Mail number {self.done}.\n")
        mail.add_attachment(
            f"plan {key}\n".encode() * 2000, maintype="application", subtype="pdf", filename="plan.pdf"
        )
        raw = mail.as_bytes()

        def send() -> bool:
            taken = self.ship.run("receive", "--recipient", to, stdin=raw)
            assert taken.returncode in (0, 75, -9), taken.stderr.decode()
            if taken.returncode == 0:
                self.ledger.add("mail", key)
            return taken.returncode == 0

        return send


class Commands(Client):
    """The process that commands: its lines are what was acknowledged."""

    THREADS = 2

    def work(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "tests.survival.writer", "write", str(self.THREADS)],
            cwd=ROOT,
            env=self.ship.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            for line in process.stdout:
                for kind, key in json.loads(line).items():
                    self.ledger.add(kind, key)
                self.done += 1
                if (self.done >= self.quota or self.ending.is_set()) and not process.stdin.closed:
                    process.stdin.close()
            process.wait()
            assert process.returncode == 0, process.stderr.read() if process.stderr else ""


def writer(ship: Ship, mode: str, words: object = None) -> list[dict[str, Any]]:
    """One short run of the writer: what it says, line by line."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.survival.writer", mode],
        cwd=ROOT,
        env=ship.environment,
        input=json.dumps(words),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
