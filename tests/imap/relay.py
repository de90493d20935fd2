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
        """Without a word, as when a router goes down."""
        for one in list(self.open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextmanager
def relay(to: int) -> Iterator[Relay]:
    listener = socket.create_server(("127.0.0.1", 0))
    made = Relay(int(listener.getsockname()[1]))

    def pass_on(near: socket.socket) -> None:
        with contextlib.suppress(OSError), near, socket.create_connection(("127.0.0.1", to)) as far:
            made.open += [near, far]
            while True:
                for one in select.select([near, far], [], [])[0]:
                    content = one.recv(65536)
                    if not content:
                        return
                    (far if one is near else near).sendall(content)

    def listen() -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            made.connections += 1
            threading.Thread(target=pass_on, args=(near,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield made
    finally:
        listener.close()
        made.cut()
