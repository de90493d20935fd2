"""Slow and boundless clients of the web server: pages of others still answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from wsgiref.types import StartResponse

import pytest
import uvicorn
from uvicorn.server import ServerState

from wellkept.server import bridge, connections
from wellkept.server.bridge import Bridge, Receive, Scope, Send
from wellkept.server.connections import Connection, IdleConnections

GET = b"GET / HTTP/1.1\r\nHost: here\r\n"
POST = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n"
LONG = b"x" * 4_000_000
Client = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[], Awaitable[Client]]


def page(environ: dict[str, Any], start: StartResponse) -> list[bytes]:
    body = LONG if environ["PATH_INFO"] == "/long" else b"a page"
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def with_server(ask: Callable[[Connect], Awaitable[None]], *, waiting: int = 512) -> Bridge:
    """Run the web server's protocol and bridge on a free port while `ask` talks with it."""

    async def go() -> Bridge:
        pages = Bridge(page, threads=2, upload_limit=100_000, proxies=0, waiting=waiting)

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            await pages(scope, receive, send)

        config = uvicorn.Config(application, http=Connection, lifespan="off", log_config=None)
        config.load()
        state = ServerState()
        server = await asyncio.get_running_loop().create_server(
            lambda: Connection(config=config, server_state=state, app_state={}), "127.0.0.1", 0
        )
        port = server.sockets[0].getsockname()[1]
        await asyncio.wait_for(ask(lambda: asyncio.open_connection("127.0.0.1", port, limit=2**24)), 60)
        for connection in list(state.connections):
            connection.transport.abort()
        server.close()
        await asyncio.sleep(0.05)
        pages.close()
        return pages

    return asyncio.run(go())


async def answer(client: Client, request: bytes = b"") -> bytes:
    """Send a request, and read until the server closes or pauses."""
    reader, writer = client
    writer.write(request)
    received = b""
    try:
        while part := await asyncio.wait_for(reader.read(65_536), 10):
            received += part
            if b"a page" in received:
                break
    except ConnectionResetError:
        pass
    return received


async def gets_the_page(connect: Connect) -> bool:
    return (await answer(await connect(), GET + b"\r\n")).endswith(b"a page")


def test_a_header_without_end_is_cut_off() -> None:
    async def ask(connect: Connect) -> None:
        received = await answer(await connect(), GET + b"X: " + b"a" * 300_000)
        assert received.startswith(b"HTTP/1.1 431 ")
        assert connections.TOO_LARGE_A_HEAD.encode() in received
        assert await gets_the_page(connect)

    with_server(ask)


@pytest.mark.parametrize(
    "fields", [b"X: " + b"a" * 70_000 + b"\r\n", b"".join(b"X%d: a\r\n" % n for n in range(300))]
)
def test_a_whole_header_beyond_every_browsers_is_refused(fields: bytes) -> None:
    async def ask(connect: Connect) -> None:
        assert (await answer(await connect(), GET + fields + b"\r\n")).startswith(b"HTTP/1.1 431 ")

    with_server(ask)


def test_a_header_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)

    async def ask(connect: Connect) -> None:
        silent, dripping = await connect(), await connect()
        dripping[1].write(GET)
        for client in (silent, dripping):
            assert (await answer(client)).startswith(b"HTTP/1.1 408 ")

    with_server(ask)


def test_a_second_header_that_drips_is_cut_off_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)

    async def ask(connect: Connect) -> None:
        client = await connect()
        assert (await answer(client, GET + b"\r\n")).endswith(b"a page")
        assert (await answer(client, GET)).startswith(b"HTTP/1.1 408 ")

    with_server(ask)


def test_a_body_that_drips_is_answered_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "BODY_SECONDS", 0.3)

    async def ask(connect: Connect) -> None:
        client = await connect()
        client[1].write(POST + b"a")
        assert (await answer(client)).startswith(b"HTTP/1.1 408 ")

    with_server(ask)


def test_half_sent_bodies_leave_the_pages_to_others() -> None:
    async def ask(connect: Connect) -> None:
        held = [await connect() for _ in range(80)]
        for _, writer in held:
            writer.write(POST)
        await asyncio.sleep(0.2)
        assert await gets_the_page(connect)
        refused = await answer(held[-1])
        assert refused.startswith(b"HTTP/1.1 503 ")  # more than one address may hold

    with_server(ask, waiting=10)


def test_an_answer_that_nobody_takes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "TAKE_SECONDS", 0.3)

    async def ask(connect: Connect) -> None:
        reader, writer = await connect()
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(b"GET /long HTTP/1.1\r\nHost: here\r\n\r\n")
        await asyncio.sleep(1.5)
        reader._transport.resume_reading()  # type: ignore[attr-defined]
        assert len(await answer((reader, writer))) < len(LONG)

    with_server(ask)


def test_the_oldest_connection_that_asks_nothing_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "idle", IdleConnections(at_most=5))

    async def ask(connect: Connect) -> None:
        held = [await connect() for _ in range(20)]
        await asyncio.sleep(0.1)
        assert len(Connection.idle) == 5
        assert await answer(held[0]) == b""
        assert await gets_the_page(connect)

    with_server(ask)
