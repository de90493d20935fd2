"""The sheet of a day or a week: where our people are, and who is free with which skill."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wellkept.kernel import clock
from wellkept.kernel.instants import FIRST_DAY, LAST_DAY, has_bounds
from wellkept.visits.sheet import sheet_of
from wellkept.visits.window import Window
from wellkept.web import access


@access.page
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Show seven days from a Monday, or one day. A time of one day leaves those who are free then."""
    asked = request.GET
    today = timezone.localdate(clock.now())
    day = _day(asked.get("day", "")) or today
    days = 7 if asked.get("days") == "7" else 1
    first = day - timedelta(days=day.weekday()) if days == 7 else day
    skill = asked.get("skill", "").strip()[:60]
    free = _window(day, asked.get("from", ""), asked.get("until", ""))
    context = {
        "sheet": sheet_of(first, days, skill=skill, free=free, by=access.actor(request)),
        "days": days,
        "first": first,
        "last": first + timedelta(days=days - 1),
        "day": day,
        "today": today,
        "before": first - timedelta(days=days),
        "after": first + timedelta(days=days),
        "skill": skill,
        "free": free,
        "asked": asked,
        "section": "visits",
    }
    return render(request, "web/visits/sheet.html", context)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    is_near = has_bounds(day) and day.year not in (FIRST_DAY.year, LAST_DAY.year)
    return day if is_near else None


def _window(day: date, starts: str, ends: str) -> Window | None:
    """The time of that day that somebody asks for; None if it is none."""
    try:
        times = [datetime.combine(day, time.fromisoformat(text)) for text in (starts, ends)]
    except ValueError:
        return None
    window = Window(*(timezone.make_aware(at.replace(tzinfo=None)) for at in times))
    return window if window.starts < window.ends else None
