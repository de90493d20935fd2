"""Bridge from the event loop to Django: read each request whole, then answer it in a bounded pool of threads.

A slow client holds no thread: the body is collected before a thread starts, and the loop sends the answer.
Django under WSGI in threads is several times faster than under ASGI.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO
from wsgiref.types import WSGIApplication

from wellkept.kernel.client_network import address_in
from wellkept.kernel.outage import outage_of
from wellkept.server.slow_clients import BODY_PACE, BODY_SECONDS, SlowClients, TooManySlow, TooSlow

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

log = logging.getLogger("wellkept.server")
_IN_MEMORY = 1024 * 1024
_HOP_BY_HOP = {b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"te", b"trailer"}
_PART = 256 * 1024
_PART_SECONDS = 0.2
_CODES = {408: "too_slow", 413: "too_large", 500: "fault", 503: "too_busy"}


class ClientGone(Exception):
    """The client went away before its request was read."""


class TooLarge(Exception):
    """The request is larger than this installation takes."""


class TooBusy(Exception):
    """Too many requests wait for a thread."""


class Bridge:
    """An ASGI application that runs a WSGI one."""

    def __init__(
        self,
        application: WSGIApplication,
        *,
        threads: int,
        upload_limit: int,
        proxies: int,
        waiting: int = 512,
    ) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.upload_limit = upload_limit
        self.proxies = proxies
        self.waiting = waiting
        self.under_way = 0
        self.sending = SlowClients(1024, 64)
        self.taking = SlowClients(4096, 256)  # a browser fetches several files at once

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as body:
            environ = self._environ(scope, body)  # type: ignore[arg-type]
            try:
                length = await self._read(scope, environ["REMOTE_ADDR"], receive, environ["wsgi.input"])
                environ["CONTENT_LENGTH"] = str(length) if length else ""
                await self._answer(scope, environ, receive, send)
            except ClientGone:
                return
            except TooLarge:
                limit = self.upload_limit // (1024 * 1024)
                sentence = f"This is too large. At most {limit} MB can be sent at once."
                await say(send, 413, sentence, scope=scope)
            except TooSlow:
                sentence = "This took too long to arrive. Please try again with a better connection."
                await say(send, 408, sentence, scope=scope)
            except (TooBusy, TooManySlow):
                sentence = "Too many people at once. Please try again in a moment."
                await say(send, 503, sentence, scope=scope, retry=True)
            except OSError as fault:
                await _say_fault(scope, send, fault)

    def close(self) -> None:
        """Finish running requests and release the threads."""
        self.pool.shutdown(wait=True, cancel_futures=True)

    async def _read(self, scope: Scope, client: str, receive: Receive, body: BinaryIO) -> int:
        """Read the whole body, and return its length."""
        headers = dict(scope["headers"])
        announced = headers.get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self.upload_limit:
            raise TooLarge
        if announced == b"0" and b"transfer-encoding" not in headers:
            return await self._read_parts(receive, body)
        with self.sending.one_more(client):
            return await self._read_parts(receive, body)

    async def _read_parts(self, receive: Receive, body: BinaryIO) -> int:
        """Read the body part by part. It may take half a minute, and as long as its length at a slow pace."""
        length = 0
        try:
            async with asyncio.timeout(BODY_SECONDS) as limit:
                until = limit.when() or 0.0
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ClientGone
                    chunk = message.get("body", b"")
                    length += len(chunk)
                    if length > self.upload_limit:
                        raise TooLarge
                    body.write(chunk)
                    if not message.get("more_body"):
                        body.seek(0)
                        return length
                    limit.reschedule(until + length / BODY_PACE)
        except TimeoutError:
            raise TooSlow from None

    def _environ(self, scope: Scope, body: BinaryIO) -> dict[str, Any]:
        client = scope.get("client") or ("", 0)
        server = scope.get("server") or ("localhost", 80)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": scope["method"],
            "SCRIPT_NAME": "",
            "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
            "QUERY_STRING": scope["query_string"].decode("latin-1"),
            "SERVER_NAME": server[0],
            "SERVER_PORT": str(server[1] or 80),
            "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
            "REMOTE_ADDR": client[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scope["scheme"],
            "wsgi.input": body,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            "CONTENT_LENGTH": "",
        }
        for raw_name, raw_value in scope["headers"]:
            name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
            if "_" in name or name == "content-length":
                # `X_Forwarded_For` would be read as `X-Forwarded-For`, past every proxy's filter.
                continue
            key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
            if key in environ:
                value = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}"
            environ[key] = value
        self._believe_proxies(environ)
        return environ

    def _believe_proxies(self, environ: dict[str, Any]) -> None:
        """Take the client's address from our own proxies. Entries further left may be forged."""
        forwarded = environ.pop("HTTP_X_FORWARDED_FOR", "")
        scheme = environ.pop("HTTP_X_FORWARDED_PROTO", "")
        if not self.proxies:
            return
        seen = [address.strip() for address in forwarded.split(",") if address.strip()]
        if len(seen) >= self.proxies:
            environ["REMOTE_ADDR"] = address_in(seen[-self.proxies])
        if scheme in {"http", "https"}:
            environ["wsgi.url_scheme"] = scheme

    async def _answer(self, scope: Scope, environ: dict[str, Any], receive: Receive, send: Send) -> None:
        if self.under_way >= self.waiting:
            raise TooBusy
        loop = asyncio.get_running_loop()
        self.under_way += 1
        try:
            status, headers, parts, whole = await loop.run_in_executor(self.pool, self._run, environ)
        except Exception as fault:
            # Django answers its own errors; whatever comes here is ours.
            await _say_fault(scope, send, fault)
            return
        finally:
            self.under_way -= 1
        head = environ["REQUEST_METHOD"] == "HEAD"
        if whole is not None:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": b"" if head else whole})
            return
        try:
            with self.taking.one_more(environ["REMOTE_ADDR"]):
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await self._stream(iter(()) if head else iter(parts), receive, send)
        finally:
            with contextlib.suppress(Exception):
                await loop.run_in_executor(self.pool, _close, parts)

    def _run(self, environ: dict[str, Any]) -> tuple[int, Headers, Iterable[bytes], bytes | None]:
        started: list[tuple[int, Headers]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            cleaned = [
                (name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers
            ]
            started.append((int(status[:3]), [pair for pair in cleaned if pair[0] not in _HOP_BY_HOP]))

        parts = self.application(environ, start_response)
        code, headers = started[-1]
        if getattr(parts, "streaming", False):
            return code, headers, parts, None
        try:
            whole = b"".join(parts)
        finally:
            _close(parts)
        return code, headers, (), whole

    async def _stream(self, chunks: Iterator[bytes], receive: Receive, send: Send) -> None:
        """Stream a long answer. A thread is held while a part is made, not while it is sent."""
        loop = asyncio.get_running_loop()
        gone = asyncio.ensure_future(until_gone(receive))
        try:
            while not gone.done():
                chunk, more = await loop.run_in_executor(self.pool, _gather, chunks)
                await send({"type": "http.response.body", "body": chunk, "more_body": more})
                if not more:
                    return
        finally:
            gone.cancel()


async def until_gone(receive: Receive) -> None:
    """Return when the client has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _gather(chunks: Iterator[bytes]) -> tuple[bytes, bool]:
    """Collect some of a long answer, and whether there is more: files come in many small pieces."""
    gathered = bytearray()
    until = time.monotonic() + _PART_SECONDS
    for chunk in chunks:
        gathered += chunk
        if len(gathered) >= _PART or time.monotonic() > until:
            return bytes(gathered), True
    return bytes(gathered), False


def _close(parts: Any) -> None:
    close = getattr(parts, "close", None)
    if close is not None:
        close()


async def _say_fault(scope: Scope, send: Send, fault: Exception) -> None:
    """Log a fault, and answer with its sentence: a full disk is not our mistake."""
    log.error("A request could not be answered", exc_info=fault)
    outage = outage_of(fault)
    if outage is None:
        await say(send, 500, "Something went wrong here. It has been noted.", scope=scope)
    else:
        await say(send, outage.status, str(outage.sentence), scope=scope, code=outage.code, retry=True)


async def say(
    send: Send,
    status: int,
    sentence: str,
    *,
    scope: Scope | None = None,
    code: str = "",
    retry: bool = False,
) -> None:
    """Answer with one sentence, without Django. Programs get it as a problem document (RFC 9457)."""
    body, media_type = sentence.encode(), b"text/plain; charset=utf-8"
    if scope is not None and scope["path"].startswith("/api/"):
        code = code or _CODES[status]
        problem = {"type": f"urn:wellkept:{code}", "title": sentence, "status": status, "code": code}
        body, media_type = json.dumps(problem).encode(), b"application/problem+json"
    headers = [
        (b"content-type", media_type),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    if retry:
        headers.append((b"retry-after", b"2"))
    # The rest of an unread request must not be taken for the next one.
    headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
