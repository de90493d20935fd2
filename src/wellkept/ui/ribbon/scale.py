"""Map time to position, and choose the dates to write below.

The past and the future each have an even scale of their own, which meet at the line of now. If one even scale
serves both, they are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MONTH = 30 * DAY
_EVEN = (
    *(n * MINUTE for n in (1, 5, 15, 30)),
    *(n * HOUR for n in (1, 3, 6, 12)),
    *(n * DAY for n in (1, 2, 7, 14)),
)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Scale:
    """Places between `left` and `right`; `hinge` is the place of `middle`, where the past ends."""

    start: datetime
    middle: datetime
    end: datetime
    left: float
    hinge: float
    right: float

    def x(self, instant: datetime) -> float:
        """The position of an instant; one outside is at the edge."""
        if instant <= self.middle:
            return self._between(instant, self.start, self.middle, self.left, self.hinge)
        return self._between(instant, self.middle, self.end, self.hinge, self.right)

    @staticmethod
    def _between(instant: datetime, start: datetime, end: datetime, left: float, right: float) -> float:
        whole = (end - start).total_seconds()
        if whole <= 0:
            return right if instant >= end else left
        part = min(max((instant - start).total_seconds() / whole, 0.0), 1.0)
        return left + part * (right - left)


def scale(
    start: datetime, middle: datetime, end: datetime, *, left: float, right: float, hinge: float | None = None
) -> Scale:
    """Build a scale from `start` over `middle` to `end`.

    With `hinge` (a share of the width) the line of now is there in every ribbon, so that a list of them can
    be compared. The future is even with the past as long as it fits. Without it there is one even scale,
    unless past or future would be squeezed to nothing.
    """
    past = max((middle - start).total_seconds(), 0.0)
    future = max((end - middle).total_seconds(), 0.0)
    width = right - left
    if past == 0:
        return Scale(start, middle, end, left, left + (hinge or 0.02) * width, right)
    if future == 0:
        return Scale(start, middle, end, left, right, right)
    if hinge is None:
        share = min(max(past / (past + future), 0.3), 0.94)
        return Scale(start, middle, end, left, left + share * width, right)
    place = left + hinge * width
    even = place + future * (place - left) / past
    least = place + 0.25 * (right - place)
    return Scale(start, middle, end, left, place, min(max(even, least), right))


@dataclass(frozen=True, slots=True)
class Tick:
    """A date on the axis: its position, and how fine it must be written."""

    at: datetime
    x: float
    grain: timedelta


def ticks(measure: Scale, spacing: float, zone: tzinfo) -> list[Tick]:
    """Round dates of the reader's calendar, at least `spacing` apart, in each half by its own grain."""
    candidates: list[Tick] = []
    for start, end, left, right in (
        (measure.start, measure.middle, measure.left, measure.hinge),
        (measure.middle, measure.end, measure.hinge, measure.right),
    ):
        if right - left <= 0 or end <= start:
            continue
        least = (end - start) * min(spacing / (right - left), 4.0)
        candidates += [
            Tick(at, measure.x(at), grain) for at, grain in _round_instants(start, end, least, zone)
        ]
    kept: list[Tick] = []
    for tick in sorted(candidates, key=lambda candidate: candidate.x):
        if not kept or tick.x - kept[-1].x >= spacing * 0.999:
            kept.append(tick)
    return kept


def _round_instants(
    start: datetime, end: datetime, least: timedelta, zone: tzinfo
) -> list[tuple[datetime, timedelta]]:
    step = next((even for even in _EVEN if even >= least), None)
    if step is None:
        months = next((n for n in _MONTHS if n * MONTH >= least), _MONTHS[-1])
        return [(at, months * MONTH) for at in _months(start, end, months, zone)]
    return [(at, step) for at in _evenly(start, end, step, zone)]


def _evenly(start: datetime, end: datetime, step: timedelta, zone: tzinfo) -> list[datetime]:
    """Counted from a Monday at midnight of the local calendar, so that weeks begin on Mondays in any time zone."""
    local = start.astimezone(zone).replace(tzinfo=None)
    monday = datetime(2024, 1, 1)  # noqa: DTZ001  (a wall clock without zone, on purpose)
    count = -((monday - local) // step)
    instants = []
    while (at := _instant(monday + count * step, zone)) <= end:
        if at >= start:
            instants.append(at)
        count += 1
    return instants


def _months(start: datetime, end: datetime, months: int, zone: tzinfo) -> list[datetime]:
    local = start.astimezone(zone)
    index = (local.year * 12 + local.month - 1) // months * months
    instants = []
    while (at := _instant(datetime(index // 12, index % 12 + 1, 1), zone)) <= end:  # noqa: DTZ001
        if at >= start:
            instants.append(at)
        index += months
    return instants


def _instant(wall: datetime, zone: tzinfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)
