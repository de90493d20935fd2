"""An open page that receives live events, as a browser would."""

from __future__ import annotations

import http.client
import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from wellkept.people.models import Person

SOON = 20.0  # seconds; a busy machine needs more than a person would want to wait


class Listener:
    """A page that listens."""

    def __init__(
        self, site: str, topics: str, *, cookie: str = "", headers: dict[str, str] | None = None
    ) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=60)
        sent = {**(headers or {}), **({"Cookie": cookie} if cookie else {})}
        self.connection.request("GET", f"/events?topics={topics}", headers=sent)
        self.response = self.connection.getresponse()
        self.messages: queue.Queue[tuple[str, Any]] = queue.Queue()
        if self.response.status == 200:
            assert self.response.readline() == b"retry: 1000\n"
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        event = ""
        try:
            for line in self.response:
                name, _, value = line.decode().strip().partition(": ")
                if name == "event":
                    event = value
                elif name == "data":
                    self.messages.put((event, json.loads(value)))
        except (OSError, ValueError, AttributeError):
            pass
        self.messages.put(("end", None))

    def next(self, event: str) -> Any:
        """The data of the next message of that kind."""
        while True:
            kind, data = self.messages.get(timeout=SOON)
            if kind == event:
                return data

    def hears_nothing(self, event: str) -> bool:
        try:
            while self.messages.get(timeout=0.5)[0] != event:
                pass
        except queue.Empty:
            return True
        return False

    def close(self) -> None:
        if self.connection.sock is not None:
            self.connection.sock.shutdown(2)
        self.connection.close()


@contextmanager
def listening(site: str, topics: str, person: Person | None = None, **headers: str) -> Iterator[Listener]:
    listener = Listener(site, topics, cookie=signed_in(person) if person else "", headers=headers)
    try:
        yield listener
    finally:
        listener.close()


def signed_in(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
