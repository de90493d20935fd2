"""The one clock. The database never asks for the time itself, so a simulation or an import can bring its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_pinned: ContextVar[datetime | None] = ContextVar("pinned", default=None)


def now() -> datetime:
    """The current instant in UTC: the pinned one inside `at`, else the machine's."""
    return _pinned.get() or datetime.now(UTC)


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
