"""A relay that passes bytes on between a program and a server, until it is told to cut every line."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Relay:
    port: int
    connections: int = 0
    open: list[socket.socket] = field(default_factory=list)

    def cut(self) -> None:
        """Cut all connections without a close, as a router does that loses power."""
        for end in list(self.open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def relay(to: int) -> Iterator[Relay]:
    listener = socket.create_server(("127.0.0.1", 0))
    relayed = Relay(int(listener.getsockname()[1]))

    def pass_on(near: socket.socket) -> None:
        with contextlib.suppress(OSError), near, socket.create_connection(("127.0.0.1", to)) as far:
            relayed.open += [near, far]
            while True:
                for end in select.select([near, far], [], [])[0]:
                    content = end.recv(65536)
                    if not content:
                        return
                    (far if end is near else near).sendall(content)

    def listen() -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            relayed.connections += 1
            threading.Thread(target=pass_on, args=(near,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield relayed
    finally:
        listener.close()
        relayed.cut()
