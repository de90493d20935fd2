"""`GET /events?topics=journey:9,person:3,board`: what changes, as it changes (server-sent events).

    event: change     data: {"topic": "journey:9", "ids": [41, 42]}
    event: presence   data: {"topic": "journey:9", "people": [{"id": 3, "name": "Ada Berg", …}]}
    event: refresh    data: {}      something may have been missed: fetch what you show again

Ids only: a page fetches what it shows with its own rights. Who comes back after a break is told to refresh.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

from django.db import connections

from wellkept.kernel.outage import outage_of
from wellkept.server.bridge import Receive, Scope, Send, say, until_gone
from wellkept.server.hub import Hub, Stream
from wellkept.server.live_readers import Reader, Topic, reader_of, topics_for

log = logging.getLogger("wellkept.server")

HEARTBEAT = 15.0
GATHER = 0.05  # what happens within this time is told in one message
STILL_ALLOWED = 60.0  # how often we ask again whether this reader may listen
_TOPICS_AT_MOST = 50
_OF_ONE_AT_MOST = 100  # open pages of one person, or of one journey's customers
_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]


class Live:
    """The endpoint. Sessions and rights are read in a few threads of its own, so pages do not wait."""

    def __init__(self, hub: Hub, *, streams: int = 5000) -> None:
        self.hub = hub
        self.streams = streams
        self.open = 0
        self.open_of: Counter[tuple[str, int]] = Counter()
        self.pool = ThreadPoolExecutor(2, thread_name_prefix="live")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await say(send, 405, "Live events are fetched with GET.")
            return
        if self.open >= self.streams:
            await say(send, 503, "Too many pages listen at once.")
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        asked = _asked(scope["query_string"])
        cookies = headers.get(b"cookie", "")
        try:
            reader, topics = await self._resolve(cookies, asked)
        except Exception as fault:
            log.error("A page could not be let in to listen", exc_info=fault)
            outage = outage_of(fault)
            await say(
                send, outage.status if outage else 500, "Live events come back in a moment.", retry=True
            )
            return
        if not topics:
            status = 401 if reader is None else 403
            await say(send, status, "There is nothing here that you may listen to.")
            return
        listener = ("person", reader.id) if reader is not None else (topics[0].kind, topics[0].key)
        if self.open_of[listener] >= _OF_ONE_AT_MOST:
            await say(send, 429, "Too many of your pages listen at once. Please close some.")
            return
        self.open += 1
        self.open_of[listener] += 1
        stream = Stream(topics, reader)
        if b"last-event-id" in headers:
            stream.tell_refresh()
        self.hub.join(stream)
        gone = asyncio.ensure_future(until_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await self._tell(stream, cookies, asked, gone, send)
        finally:
            gone.cancel()
            self.hub.leave(stream)
            self.open -= 1
            self.open_of[listener] -= 1
            if not self.open_of[listener]:
                del self.open_of[listener]

    def close(self) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)

    async def _tell(
        self, stream: Stream, cookies: str, asked: list[str], gone: asyncio.Future[None], send: Send
    ) -> None:
        await _write(send, "retry: 1000\n: listening\n\n")
        checked = time.monotonic()
        while not gone.done() and not stream.closed:
            news: asyncio.Future[Any] = asyncio.ensure_future(stream.news.wait())
            await asyncio.wait((news, gone), timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
            if gone.done() or stream.closed:
                break
            if time.monotonic() - checked > STILL_ALLOWED:
                checked = time.monotonic()
                if not await self._still_allowed(stream, cookies, asked):
                    break  # the page asks again, and is told what it may hear now
            if stream.news.is_set():
                await asyncio.sleep(GATHER)
                await _write(send, "".join(_messages(stream)))
            else:
                await _write(send, ": still here\n\n")
        if not gone.done():
            await send({"type": "http.response.body", "body": b""})

    async def _still_allowed(self, stream: Stream, cookies: str, asked: list[str]) -> bool:
        """Whether the reader may hear the same as before. While the database is away, nothing is told anyway."""
        try:
            _, topics = await self._resolve(cookies, asked)
        except Exception as fault:
            log.error("The rights of a listening page could not be read", exc_info=fault)
            return outage_of(fault) is not None
        return topics == stream.topics

    async def _resolve(self, cookies: str, asked: list[str]) -> tuple[Reader | None, list[Topic]]:
        return await asyncio.get_running_loop().run_in_executor(self.pool, _resolve, cookies, asked)


def _resolve(cookies: str, asked: list[str]) -> tuple[Reader | None, list[Topic]]:
    try:
        reader = reader_of(cookies) if cookies else None
        return reader, topics_for(reader, asked)
    finally:
        connections["default"].close_if_unusable_or_obsolete()


def _asked(query: bytes) -> list[str]:
    topics = [
        topic
        for value in parse_qs(query.decode("latin-1")).get("topics", [])
        for topic in value.split(",")
        if topic
    ]
    return list(dict.fromkeys(topics))[:_TOPICS_AT_MOST]


def _messages(stream: Stream) -> list[str]:
    """Take all messages of a stream, merged."""
    stream.news.clear()
    changes, stream.changes = stream.changes, {}
    present, stream.present = stream.present, {}
    refresh, stream.refresh = stream.refresh, False
    messages = []
    if refresh:
        messages.append(_message("refresh", {}))
    for label, ids in changes.items():
        messages.append(_message("change", {"topic": label, "ids": [key for key in ids if key]}))
    for label, people in present.items():
        messages.append(_message("presence", {"topic": label, "people": people}))
    return messages


def _message(event: str, data: dict[str, object]) -> str:
    return f"id: {time.time_ns()}\nevent: {event}\ndata: {json.dumps(data)}\n\n"


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
