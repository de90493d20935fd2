"""Dates of agreed lines: requested, first promised, promised now and done, and on time in full against each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LineDates:
    """The three dates of a line, and when all of it was on record as delivered."""

    requested: datetime | None
    first: datetime | None
    current: datetime | None
    done: datetime | None


@dataclass(frozen=True)
class OnTime:
    """Verdicts against the three dates. None: there is no such date, or it is still open."""

    requested: bool | None
    first: bool | None
    current: bool | None


def on_time(dates: LineDates, *, now: datetime) -> OnTime:
    """Judge one line. It is late from the moment in which its date has passed, delivered or not."""
    return OnTime(
        *(_in_time(due, dates.done, now=now) for due in (dates.requested, dates.first, dates.current))
    )


def on_time_in_full(lines: Iterable[LineDates], *, now: datetime) -> OnTime:
    """Judge all lines together: late if one is late, in time once all are, else still open."""
    judged = [on_time(line, now=now) for line in lines]
    return OnTime(
        _all(line.requested for line in judged),
        _all(line.first for line in judged),
        _all(line.current for line in judged),
    )


def _in_time(due: datetime | None, done: datetime | None, *, now: datetime) -> bool | None:
    if due is None:
        return None
    if done is not None:
        return done <= due
    return False if now > due else None


def _all(verdicts: Iterable[bool | None]) -> bool | None:
    known = list(verdicts)
    if False in known:
        return False
    return True if known and None not in known else None
