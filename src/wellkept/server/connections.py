"""Connections of the web server, with limits on how much a client may send before we answer, and on how slowly.

A proxy in front of us has such limits of its own. Without one, a stranger could hold every connection by sending a
header byte by byte, or fill the memory with a header that never ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import resource
from collections import OrderedDict
from http import HTTPStatus
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_AT_MOST = 64 * 1024  # bytes of the address and all header lines
FIELDS_AT_MOST = 200
HEAD_SECONDS = 20.0
TAKE_SECONDS = 60.0  # how often we look whether a client takes our answer
TAKE_AT_LEAST = 32 * 1024  # bytes in that time
IDLE_AT_MOST = 4000  # connections from which we await a request
TOO_LARGE_A_HEAD = "The address or the header of this request is too long."
TOO_SLOW_A_HEAD = "The header of this request took too long."


class HeadTooLarge(Exception):
    """The address and the header lines of a request are larger than any browser sends."""


class IdleConnections:
    """Connections from which a request is awaited, the oldest first. The oldest gives way to a new one."""

    def __init__(self, at_most: int = IDLE_AT_MOST) -> None:
        self.at_most = at_most
        self._idle: OrderedDict[Connection, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._idle)

    def add(self, connection: Connection) -> None:
        self._idle[connection] = None
        self._idle.move_to_end(connection)
        while len(self._idle) > self.at_most:
            oldest, _none = self._idle.popitem(last=False)
            oldest.transport.abort()

    def discard(self, connection: Connection) -> None:
        self._idle.pop(connection, None)


class Connection(HttpToolsProtocol):
    """One connection. The limits on bodies are in the bridge, which can answer in a sentence."""

    idle: ClassVar[IdleConnections] = IdleConnections()

    _awaits_head = True
    _received = 0  # bytes since the head began
    _head = 0  # bytes of the address and the fields that were read whole
    _refusal: tuple[int, str] | None = None
    _head_timer: asyncio.TimerHandle | None = None
    _taking_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.idle.add(self)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self.idle.discard(self)
        self._stop_timer()
        self._stop_watching()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._awaits_head:
            self._received += len(data)
        super().data_received(data)
        if self._awaits_head and self._received > HEAD_AT_MOST and not self.transport.is_closing():
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, TOO_LARGE_A_HEAD)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head = 0
        if not self._awaits_head:  # the first one is awaited since the connection was made
            self._awaits_head = True
            self._received = 0
            self._wait_for_head()

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._count(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        self._count(len(name) + len(value) + len(": \r\n"))

    def on_headers_complete(self) -> None:
        self._awaits_head = False
        self._stop_timer()
        self.idle.discard(self)
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.pipeline and not self.transport.is_closing():
            self.idle.add(self)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_taking()

    def resume_writing(self) -> None:
        self._stop_watching()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        status, sentence = self._refusal or (HTTPStatus.BAD_REQUEST, msg)
        self._refuse(status, sentence)

    def _count(self, length: int) -> None:
        """Count a part of the head that was read. The parser hands an exception on as a bad request."""
        self._head += length
        if self._head > HEAD_AT_MOST or len(self.headers) > FIELDS_AT_MOST:
            self._refusal = (HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, TOO_LARGE_A_HEAD)
            raise HeadTooLarge

    def _wait_for_head(self) -> None:
        self._stop_timer()
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._head_is_late)

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_is_late(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait_for_head()  # nothing more is read from this client while we answer
        elif not self.transport.is_closing():
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, TOO_SLOW_A_HEAD)

    def _watch_taking(self) -> None:
        """Look in a while whether the client has taken enough of what waits for it."""
        self._stop_watching()
        left = self.transport.get_write_buffer_size()
        self._taking_timer = self.loop.call_later(TAKE_SECONDS, self._look_whether_taken, left)

    def _stop_watching(self) -> None:
        if self._taking_timer is not None:
            self._taking_timer.cancel()
            self._taking_timer = None

    def _look_whether_taken(self, before: int) -> None:
        if before - self.transport.get_write_buffer_size() < TAKE_AT_LEAST:
            self.transport.abort()  # closing would wait until all is taken
        else:
            self._watch_taking()

    def _refuse(self, status: int, sentence: str) -> None:
        """Answer without the application, and close."""
        self._stop_timer()
        lines = [
            f"HTTP/1.1 {int(status)} {HTTPStatus(status).phrase}",
            "content-type: text/plain; charset=utf-8",
            f"content-length: {len(sentence)}",
            "x-content-type-options: nosniff",
            "connection: close",
        ]
        self.transport.write("\r\n".join([*lines, "", sentence]).encode("ascii"))
        self.transport.close()


def allow_many_connections() -> None:
    """Raise the soft limit of open files: many systems begin with 1,024, and each connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
