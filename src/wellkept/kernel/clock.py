"""The one clock. The database never asks for the time itself, so a simulation or an import can bring its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_pinned: ContextVar[datetime | None] = ContextVar("pinned", default=None)
_JUMP = 1.0  # seconds: less is the usual correction of a clock
_LATELY = 60.0  # seconds: longer than an act takes


class _Watch:
    """Watch over the machine's clock: the one that never jumps tells when it was set."""

    def __init__(self) -> None:
        self.apart = time.time() - time.monotonic()
        self.set_at = -_LATELY

    def look(self) -> None:
        apart = time.time() - time.monotonic()
        if abs(apart - self.apart) > _JUMP:
            self.set_at = time.monotonic()
        self.apart = apart


_watch = _Watch()


def now() -> datetime:
    """The current instant in UTC: the pinned one inside `at`, else the machine's."""
    _watch.look()
    return _pinned.get() or datetime.now(UTC)


def was_set() -> bool:
    """Whether the machine's clock was set within the last minute, so that an act may have two times in it."""
    _watch.look()
    return time.monotonic() - _watch.set_at < _LATELY


def zone(name: str | None) -> ZoneInfo:
    """The time zone of this IANA name; UTC if it is empty or unknown."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Pin the clock of this context to an aware `instant`."""
    if instant.tzinfo is None:
        raise ValueError("The clock takes aware instants only.")
    token = _pinned.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _pinned.reset(token)
