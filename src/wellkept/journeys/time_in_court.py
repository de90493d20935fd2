"""The time in each court, from the marks of a journey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Mark:
    """Instant from which the journey waits for `court`. `whom` names a third party."""

    at: datetime
    court: str
    whom: str = ""


@dataclass(frozen=True)
class Span:
    """The journey waited for `court` from `start` to `end`."""

    start: datetime
    end: datetime
    court: str
    whom: str = ""

    @property
    def length(self) -> timedelta:
        return self.end - self.start


def spans(marks: Sequence[Mark], *, start: datetime, end: datetime) -> list[Span]:
    """Derive the courts from `start` to `end`.

    They touch, never overlap, and add up to the whole time exactly.

    Marks follow happened time; of two at one instant the later in the list counts. Before the first mark it
    is us.
    """
    ordered = sorted(marks, key=lambda mark: mark.at)
    courts: list[Span] = []
    at, court, waits_for = start, "us", ""
    for mark in ordered:
        when = min(max(mark.at, start), end)
        if when > at:
            if courts and (courts[-1].court, courts[-1].whom) == (court, waits_for):
                courts[-1] = Span(courts[-1].start, when, court, waits_for)
            else:
                courts.append(Span(at, when, court, waits_for))
            at = when
        court, waits_for = mark.court, mark.whom
    if end > at:
        if courts and (courts[-1].court, courts[-1].whom) == (court, waits_for):
            courts[-1] = Span(courts[-1].start, end, court, waits_for)
        else:
            courts.append(Span(at, end, court, waits_for))
    return [span for span in courts if span.court != "none"]


def sums(courts: Iterable[Span]) -> dict[str, timedelta]:
    """Add up the time in each court."""
    total = {"us": timedelta(), "customer": timedelta(), "third": timedelta()}
    for span in courts:
        total[span.court] += span.length
    return total
