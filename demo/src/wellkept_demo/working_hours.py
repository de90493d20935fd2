"""The company's working hours: add hours and days to an instant, and skip nights, weekends and holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
OPENS, CLOSES = time(8), time(17)
HOLIDAYS = {(1, 1), (5, 1), (10, 3), (10, 31), (12, 24), (12, 25), (12, 26), (12, 31)}


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def at_hour(day: date, hour: float) -> datetime:
    """Return this hour of the day in the company's time zone, as UTC. 9.5 is half past nine."""
    minutes = round(hour * 60)
    return datetime.combine(day, time(minutes // 60, minutes % 60), ZONE).astimezone(UTC)


def local(at: datetime) -> datetime:
    return at.astimezone(ZONE)


def next_moment(at: datetime) -> datetime:
    """Return `at` within working hours, else the next opening."""
    here = local(at)
    day = here.date()
    if is_working_day(day) and OPENS <= here.time() < CLOSES:
        return at
    if not is_working_day(day) or here.time() >= CLOSES:
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return datetime.combine(day, OPENS, ZONE).astimezone(UTC)


def add_hours(at: datetime, hours: float) -> datetime:
    """Add hours of working time."""
    at = next_moment(at)
    left = timedelta(hours=hours)
    while True:
        closes = datetime.combine(local(at).date(), CLOSES, ZONE).astimezone(UTC)
        if at + left < closes:
            return at + left
        left -= closes - at
        at = next_moment(closes)


def add_days(at: datetime, days: int, hour: float = 12) -> datetime:
    """Add working days, and return that day at this hour."""
    day = local(at).date()
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    while not is_working_day(day):
        day += timedelta(days=1)
    return at_hour(day, hour)


def subtract_days(at: datetime, days: int, hour: float) -> datetime:
    """Subtract working days, and return that day at this hour, at least three minutes before `at`."""
    day = local(at).date()
    while not is_working_day(day):
        day -= timedelta(days=1)
    for _ in range(days):
        day -= timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
    return min(at_hour(day, hour), at - timedelta(minutes=3))


def next_waking_moment(at: datetime, *, early: float = 6.5, late: float = 21.5) -> datetime:
    """Return the first instant from `at` on at which a customer is likely to write or call."""
    here = local(at)
    hour = here.hour + here.minute / 60
    if hour < early:
        return at_hour(here.date(), early) + (at - at.replace(minute=0, second=0))
    if hour >= late:
        return at_hour(here.date() + timedelta(days=1), early) + (at - at.replace(minute=0, second=0))
    return at
