"""Clients that are slow to send a request or to take an answer. They hold no thread, but memory and files.

So one address may have only some of them at a time, and each has to keep a pace.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator

from wellkept.kernel.client_network import network_of

BODY_SECONDS = 30.0  # for any body
BODY_PACE = 8 * 1024  # bytes a second, beyond those


class TooManySlow(Exception):
    """Too many requests of one address, or of all, are still on their way."""


class TooSlow(Exception):
    """The client did not keep the pace."""


class SlowClients:
    """Count of requests that wait for their client, by address."""

    def __init__(self, at_most: int, of_one_address: int) -> None:
        self.at_most = at_most
        self.of_one_address = of_one_address
        self._waiting: Counter[str] = Counter()

    @contextlib.contextmanager
    def one_more(self, address: str) -> Iterator[None]:
        """Count one request while the block waits for its client."""
        network = network_of(address)
        if self._waiting.total() >= self.at_most or self._waiting[network] >= self.of_one_address:
            raise TooManySlow
        self._waiting[network] += 1
        try:
            yield
        finally:
            self._waiting[network] -= 1
            if not self._waiting[network]:
                del self._waiting[network]
