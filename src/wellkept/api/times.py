"""Instants and times of day, as requests and answers write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, PlainSerializer, WithJsonSchema

from wellkept.kernel.instants import OUT_OF_BOUNDS, has_bounds

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")
_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"


def _written_instant(value: object) -> object:
    """Refuse what is no date with a time: a bare `20261112` would be read as seconds since 1970."""
    if not isinstance(value, str) or not _INSTANT.match(value.strip()):
        raise ValueError("an instant is written like 2026-11-12T10:00:00+01:00")
    return value


def _bounded(instant: datetime) -> datetime:
    """Refuse an instant that some time zone cannot show."""
    if not has_bounds(instant):
        raise ValueError(str(OUT_OF_BOUNDS).rstrip("."))
    return instant


def _written_clock(value: object) -> object:
    """Refuse a number of seconds, parts of a second and an offset."""
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not re.match(_CLOCK, value.strip()):
        raise ValueError("a time of day is written like 20:00")
    return value


Instant = Annotated[datetime, PlainSerializer(lambda at: at.astimezone(UTC).isoformat(), return_type=str)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written_instant), AfterValidator(_bounded)]
ClockTime = Annotated[
    time, BeforeValidator(_written_clock), WithJsonSchema({"type": "string", "pattern": _CLOCK})
]
