"""The hub: one listening connection for the process, which passes notifications to open pages."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import psycopg
from django.db import connections
from psycopg.rows import TupleRow

from wellkept.server.live_readers import Reader, Topic

log = logging.getLogger("wellkept.server")

CHANNEL = "wellkept_live"
PRESENCE = "wellkept_presence"
_IDS_AT_MOST = 100
_PEOPLE_AT_MOST = 40
_REPEAT_PRESENCE = 30.0
_FORGET_PRESENCE = 75.0
_SETTLE_PRESENCE = 0.25


class Stream:
    """Queue of an open page. Bounded: a page that does not read is told to refresh itself."""

    def __init__(self, topics: Iterable[Topic], reader: Reader | None) -> None:
        self.topics = list(topics)
        self.reader = reader
        self.changes: dict[str, list[int]] = {}
        self.present: dict[str, list[dict[str, object]]] = {}
        self.refresh = False
        self.closed = False
        self.news = asyncio.Event()

    def tell(self, label: str, event: int) -> None:
        ids = self.changes.setdefault(label, [])
        if len(ids) < _IDS_AT_MOST and event not in ids:
            ids.append(event)
        self.news.set()

    def tell_present(self, label: str, people: list[dict[str, object]]) -> None:
        own = self.reader.id if self.reader else None
        self.present[label] = [person for person in people if person["id"] != own]
        self.news.set()

    def tell_refresh(self) -> None:
        self.refresh = True
        self.news.set()

    def close(self) -> None:
        self.closed = True
        self.news.set()


class Hub:
    """All open pages of this process."""

    def __init__(self) -> None:
        self.process = secrets.token_hex(6)
        self.listening = False
        self._streams: dict[tuple[str, int], set[Stream]] = defaultdict(set)
        self._viewers: dict[int, set[Stream]] = defaultdict(set)
        # Who looks at what, by process; those not repeated for a while are forgotten with their process.
        self._seen: dict[int, dict[str, tuple[float, list[dict[str, object]]]]] = defaultdict(dict)
        self._moved: set[int] = set()
        self._moving = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def streams(self) -> int:
        return len({stream for group in self._streams.values() for stream in group})

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._listen_for_ever()),
            asyncio.create_task(self._publish_for_ever()),
            asyncio.create_task(self._repeat_for_ever()),
        ]

    def close_streams(self) -> None:
        """Close every stream: the process is about to end."""
        for group in list(self._streams.values()):
            for stream in group:
                stream.close()

    async def stop(self) -> None:
        self.close_streams()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def join(self, stream: Stream) -> None:
        for topic in stream.topics:
            self._streams[topic.kind, topic.key].add(stream)
            if topic.kind == "subject" and stream.reader is not None and not topic.closed:
                self._viewers[topic.key].add(stream)
                self._presence_moved(topic.key)
                self._tell_presence(topic.key, [stream])

    def leave(self, stream: Stream) -> None:
        for topic in stream.topics:
            group = self._streams[topic.kind, topic.key]
            group.discard(stream)
            if not group:
                del self._streams[topic.kind, topic.key]
            viewers = self._viewers.get(topic.key)
            if topic.kind == "subject" and viewers is not None:
                viewers.discard(stream)
                if not viewers:
                    del self._viewers[topic.key]
                self._presence_moved(topic.key)

    def hear(self, payload: str) -> None:
        """Pass a notification of the log to every page that asked for one of its subjects, people or teams."""
        message = _read(payload)
        events = message.get("events") or []
        if message.get("refresh"):
            self._refresh_all()
        latest = max((event["id"] for event in events), default=0)
        for event in events:
            self._tell("subject", event["subject"], event["id"])
        for kind, keys in (("person", message.get("people")), ("team", message.get("teams")), ("board", [0])):
            for key in keys or ():
                self._tell(kind, key, latest)

    def hear_presence(self, payload: str) -> None:
        """Take in which pages are open in another process, or in this one."""
        message = _read(payload)
        if message.get("hello") and message.get("process") != self.process:
            for subject in list(self._viewers):
                self._presence_moved(subject)
        if "subject" in message:
            subject, people = message["subject"], message["people"]
            if people:
                self._seen[subject][message["process"]] = (time.monotonic(), people)
            else:
                self._seen[subject].pop(message["process"], None)
            self._tell_presence(subject, self._streams.get(("subject", subject), ()))

    def _tell(self, kind: str, key: int, event: int) -> None:
        for stream in self._streams.get((kind, key), ()):
            for topic in stream.topics:
                if (topic.kind, topic.key) == (kind, key):
                    # A customer learns that something changed, not which events there are.
                    stream.tell(topic.label, event if stream.reader and not topic.closed else 0)

    def _tell_presence(self, subject: int, streams: Iterable[Stream]) -> None:
        people = {person["id"]: person for _, group in self._seen[subject].values() for person in group}
        for stream in streams:
            if stream.reader is None:
                continue
            for topic in stream.topics:
                if (topic.kind, topic.key) == ("subject", subject) and not topic.closed:
                    stream.tell_present(topic.label, list(people.values()))
        if not self._seen[subject]:
            del self._seen[subject]

    def _refresh_all(self) -> None:
        for group in list(self._streams.values()):
            for stream in group:
                stream.tell_refresh()

    def _presence_moved(self, subject: int) -> None:
        self._moved.add(subject)
        self._moving.set()

    async def _listen_for_ever(self) -> None:
        pause = 0.2
        first = True
        while True:
            try:
                async with await _connect() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    await connection.execute(f"LISTEN {PRESENCE}")
                    self.listening, pause = True, 0.2
                    if not first:
                        # What was said while we did not listen is lost; the pages can fetch it.
                        self._refresh_all()
                    first = False
                    await self._say({"process": self.process, "hello": True})
                    async for notification in connection.notifies():
                        if notification.channel == CHANNEL:
                            self.hear(notification.payload)
                        else:
                            self.hear_presence(notification.payload)
            except (psycopg.Error, OSError) as error:
                log.warning("Live pages wait for the database: %s", error)
            self.listening = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)

    async def _publish_for_ever(self) -> None:
        """Publish who is on which page, a moment after a change, so that a reload is not a departure."""
        while True:
            await self._moving.wait()
            await asyncio.sleep(_SETTLE_PRESENCE)
            self._moving.clear()
            moved, self._moved = self._moved, set()
            messages = []
            for subject in moved:
                readers = {
                    stream.reader.id: stream.reader
                    for stream in self._viewers.get(subject, ())
                    if stream.reader
                }
                people = [reader.as_seen() for reader in list(readers.values())[:_PEOPLE_AT_MOST]]
                messages.append({"process": self.process, "subject": subject, "people": people})
            await self._say(*messages)

    async def _repeat_for_ever(self) -> None:
        while True:
            await asyncio.sleep(_REPEAT_PRESENCE)
            for subject in list(self._viewers):
                self._presence_moved(subject)
            limit = time.monotonic() - _FORGET_PRESENCE
            for subject, processes in list(self._seen.items()):
                gone = [process for process, (heard, _) in processes.items() if heard < limit]
                for process in gone:
                    del processes[process]
                if gone:
                    self._tell_presence(subject, self._streams.get(("subject", subject), ()))

    async def _say(self, *messages: dict[str, object]) -> None:
        with contextlib.suppress(psycopg.Error, OSError):
            async with await _connect() as connection:
                for message in messages:
                    await connection.execute("SELECT pg_notify(%s, %s)", [PRESENCE, json.dumps(message)])


async def _connect() -> psycopg.AsyncConnection[TupleRow]:
    wanted = connections["default"].get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        wanted.pop(name, None)
    wanted["application_name"] = "wellkept live"
    return await psycopg.AsyncConnection.connect(**wanted, autocommit=True)


def _read(payload: str) -> dict[str, Any]:
    try:
        message = json.loads(payload)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
