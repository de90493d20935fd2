"""The company's working time: when somebody is there, and when something is done that takes some hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
OPENS, CLOSES = time(8), time(17)
HOLIDAYS = {(1, 1), (5, 1), (10, 3), (10, 31), (12, 24), (12, 25), (12, 26), (12, 31)}


def works_on(day: date) -> bool:
    """Whether anybody works on that day."""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def on(day: date, hour: float) -> datetime:
    """That day at that hour in the company's time zone, in UTC."""
    minutes = round(hour * 60)
    return datetime.combine(day, time(minutes // 60, minutes % 60), ZONE).astimezone(UTC)


def local(at: datetime) -> datetime:
    return at.astimezone(ZONE)


def next_working(at: datetime) -> datetime:
    """The first instant from `at` on at which the company works."""
    here = local(at)
    day = here.date()
    if works_on(day) and OPENS <= here.time() < CLOSES:
        return at
    if not works_on(day) or here.time() >= CLOSES:
        day += timedelta(days=1)
        while not works_on(day):
            day += timedelta(days=1)
    return datetime.combine(day, OPENS, ZONE).astimezone(UTC)


def after(at: datetime, hours: float) -> datetime:
    """`hours` of working time later."""
    at = next_working(at)
    left = timedelta(hours=hours)
    while True:
        closes = datetime.combine(local(at).date(), CLOSES, ZONE).astimezone(UTC)
        if at + left < closes:
            return at + left
        left -= closes - at
        at = next_working(closes)


def days_after(at: datetime, days: int, hour: float = 12) -> datetime:
    """So many working days later, at that hour."""
    day = local(at).date()
    while days > 0:
        day += timedelta(days=1)
        days -= works_on(day)
    while not works_on(day):
        day += timedelta(days=1)
    return on(day, hour)


def awake(at: datetime, *, early: float = 6.5, late: float = 21.5) -> datetime:
    """The first instant from `at` on at which a customer is likely to write or call."""
    here = local(at)
    hour = here.hour + here.minute / 60
    if hour < early:
        return on(here.date(), early) + (at - at.replace(minute=0, second=0))
    if hour >= late:
        return on(here.date() + timedelta(days=1), early) + (at - at.replace(minute=0, second=0))
    return at
