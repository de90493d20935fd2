"""Sheet of our people: where each of them is on which day, as one reader may see it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from wellkept.journeys.rights import unreadable
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.people.queries import staff
from wellkept.people.skills import skills_in
from wellkept.visits.models import Visit
from wellkept.visits.queries import absences_between, busy_windows
from wellkept.visits.window import Window


@dataclass(frozen=True)
class SheetVisit:
    """A visit on a day. Where the reader may not read its journey, it shows its time alone."""

    row: Visit
    readable: bool


@dataclass(frozen=True)
class SheetDay:
    """One person on one day."""

    day: date
    visits: list[SheetVisit]
    away: bool

    @property
    def is_free(self) -> bool:
        return not self.visits and not self.away


@dataclass(frozen=True)
class SheetLine:
    """One person, and their days."""

    person: Person
    skills: list[str]
    days: list[SheetDay]


@dataclass(frozen=True)
class Sheet:
    """The people of the sheet, its days, and all skills that people have."""

    days: list[date]
    lines: list[SheetLine]
    skills: list[str]


def sheet_of(first: date, days: int, *, by: Actor, skill: str = "", free: Window | None = None) -> Sheet:
    """Read the sheet of these days in the reader's time zone.

    With `skill` it has only people with that skill; with `free` only those who are free then.
    """
    by.as_staff()
    dates = [first + timedelta(days=n) for n in range(days)]
    span = Window(_midnight(first), _midnight(first + timedelta(days=days)))
    people = [(person, skills_in(person.skills)) for person in staff()]
    skills = sorted({word for _person, words in people for word in words}, key=str.casefold)
    shown = [(person, words) for person, words in people if not skill or _has(words, skill)]
    if free is not None:
        busy = busy_windows([person.pk for person, _words in shown], free.starts, free.ends)
        shown = [(person, words) for person, words in shown if not busy[person.pk]]
    keys = [person.pk for person, _words in shown]
    visits, away = _visits(keys, span, by), _away(keys, span)
    lines = [
        SheetLine(
            person,
            words,
            [SheetDay(day, visits[person.pk, day], (person.pk, day) in away) for day in dates],
        )
        for person, words in shown
    ]
    return Sheet(dates, lines, skills)


def _visits(people: list[int], span: Window, by: Actor) -> dict[tuple[int, date], list[SheetVisit]]:
    states = ("fixed", "done", "missed")
    rows = list(
        Visit.objects.filter(
            person__in=people, state__in=states, starts_at__lt=span.ends, ends_at__gt=span.starts
        )
        .select_related("journey__customer")
        .order_by("starts_at", "pk")
    )
    closed = unreadable([row.journey for row in rows], by)
    visits: dict[tuple[int, date], list[SheetVisit]] = defaultdict(list)
    for row in rows:
        assert row.window is not None
        readable = row.journey_id not in closed or row.person_id == by.person
        for day in _days_of(row.window.starts, row.window.ends):
            visits[row.person_id, day].append(SheetVisit(row, readable))
    return visits


def _away(people: list[int], span: Window) -> set[tuple[int, date]]:
    return {
        (absence.person_id, day)
        for absence in absences_between(people, span.starts, span.ends)
        for day in _days_of(max(absence.since, span.starts), min(absence.until or span.ends, span.ends))
    }


def _has(words: list[str], skill: str) -> bool:
    return skill.casefold() in {word.casefold() for word in words}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def _days_of(starts: datetime, ends: datetime) -> list[date]:
    """The days that a time touches, in the reader's zone."""
    first = timezone.localtime(starts).date()
    last = timezone.localtime(ends - timedelta(microseconds=1)).date()
    return [first + timedelta(days=n) for n in range(max((last - first).days, 0) + 1)]
