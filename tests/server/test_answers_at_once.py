"""A small answer leaves at once: it does not wait until the client has acknowledged what came before it."""

from __future__ import annotations

import asyncio
import socket

from wellkept.server.web import listen


def test_accepted_connections_send_without_delay() -> None:
    seen: list[int] = []

    class Looking(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            ours: socket.socket = transport.get_extra_info("socket")
            seen.append(ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            transport.close()

    listener = listen("127.0.0.1", 0)

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(Looking, sock=listener)
        async with server:
            await asyncio.to_thread(knock)

    def knock() -> None:
        with socket.create_connection(listener.getsockname(), timeout=5) as client:
            client.recv(1)

    asyncio.run(serve())
    assert [bool(row) for row in seen] == [True]
