"""Run the web server in this process."""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import Callable

import uvicorn

from wellkept.installation.errors import InstallationError
from wellkept.server.asgi import Application
from wellkept.server.connections import Connection, allow_many_connections


def listen(host: str, port: int) -> socket.socket:
    """Open a listening socket. Port 0 takes any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With its protocol named: asyncio sends small answers without delay only where it can see that this is TCP. Without
    # it every answer waits 40 ms for the client's acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise InstallationError(
            f"Cannot listen on {host}, port {port}: {error.strerror}.",
            hint="Choose another port: PORT=8001",
        ) from None
    # Now, so that nobody is refused while the application still gets ready.
    listener.listen(1024)
    return listener


class Server(uvicorn.Server):
    """Uvicorn that closes live streams before it waits for open answers."""

    def __init__(self, application: Application, *, started: Callable[[], None] = lambda: None) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                http=Connection,
                ws="none",
                loop="asyncio",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=10,
                timeout_keep_alive=65,
            )
        )
        self.application = application
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.application.hub.close_streams()
        await super().shutdown(sockets)


def serve(listener: socket.socket, *, started: Callable[[], None] = lambda: None) -> None:
    """Serve until a signal says stop. Django must be set up."""
    allow_many_connections()
    server = Server(Application(), started=started)
    # What stands now stays as long as the process: to look through it for garbage would keep a page waiting 60 ms.
    gc.collect()
    gc.freeze()
    asyncio.run(server.serve(sockets=[listener]))
