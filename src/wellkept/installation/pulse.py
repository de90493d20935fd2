"""Signs of life of a worker, through a pipe to the process that started it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from dataclasses import dataclass, field

NAME = "WELLKEPT_PULSE"  # the number of the pipe, in the environment of the worker
EVERY = 5.0  # seconds between two signs


@dataclass
class Pulse:
    """The pipe, read by the parent. Its time does not count while the machine sleeps."""

    read: int = -1
    written: int = -1
    _latest: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.read, self.written = os.pipe()
        os.set_blocking(self.read, False)

    @property
    def environment(self) -> dict[str, str]:
        return {NAME: str(self.written)}

    def leave_to_child(self) -> None:
        """Close our copy of the child's end."""
        os.close(self.written)
        self.written = -1

    def silent(self) -> float:
        """Seconds since the latest sign of life, or since the start."""
        with contextlib.suppress(BlockingIOError):
            if os.read(self.read, 65536):
                self._latest = time.monotonic()
        return time.monotonic() - self._latest

    def close(self) -> None:
        os.close(self.read)


async def give_signs() -> None:
    """Tell the process that started us that our loop is running, until cancelled. Returns at once if nobody listens."""
    number = os.environ.pop(NAME, "")  # not for those whom we start
    while number.isdigit():
        with contextlib.suppress(OSError):  # the parent has gone, and the kernel ends us soon
            os.write(int(number), b".")
        await asyncio.sleep(EVERY)
