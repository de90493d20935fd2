"""Pure rules of the spine: which step is next, whose court it is, how the courts add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class StepLike(Protocol):
    """What the rules ask of a step."""

    awaits: str
    whom: str
    due_at: datetime


def court_of(steps: Iterable[StepLike]) -> tuple[str, str]:
    """Whose court it is, and whom it waits for: ours while we have something to do, whatever else is awaited.

    Else a third party's, else the customer's.
    """
    awaited = list(steps)
    if any(step.awaits == "us" for step in awaited):
        return "us", ""
    third = min((s for s in awaited if s.awaits == "third"), key=lambda s: s.due_at, default=None)
    if third is not None:
        return "third", third.whom
    return "customer", ""


@dataclass(frozen=True)
class Mark:
    """From this instant the journey waits for `court`; `whom` names a third party."""

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
    """The courts of the time from `start` to `end`: they touch, never overlap, and add up to it exactly.

    Marks follow happened time; of two at one instant the later in the list holds. Before the first mark it is us.
    """
    ordered = sorted(marks, key=lambda mark: mark.at)
    found: list[Span] = []
    at, court, whom = start, "us", ""
    for mark in ordered:
        when = min(max(mark.at, start), end)
        if when > at:
            if found and (found[-1].court, found[-1].whom) == (court, whom):
                found[-1] = Span(found[-1].start, when, court, whom)
            else:
                found.append(Span(at, when, court, whom))
            at = when
        court, whom = mark.court, mark.whom
    if end > at:
        if found and (found[-1].court, found[-1].whom) == (court, whom):
            found[-1] = Span(found[-1].start, end, court, whom)
        else:
            found.append(Span(at, end, court, whom))
    return [span for span in found if span.court != "none"]


def sums(found: Iterable[Span]) -> dict[str, timedelta]:
    """How long in each court."""
    total = {"us": timedelta(), "customer": timedelta(), "third": timedelta()}
    for span in found:
        total[span.court] += span.length
    return total
