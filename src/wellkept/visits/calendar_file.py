"""Visits as iCalendar (RFC 5545): a file for the customer, which later ones replace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from wellkept.kernel import clock, number
from wellkept.people.queries import company
from wellkept.visits.models import Visit

if TYPE_CHECKING:
    from wellkept.notices.models import Notice


@dataclass(frozen=True)
class CalendarFile:
    """A file for a calendar, and what it asks the calendar to do."""

    content: bytes
    method: str
    name: str = "visit.ics"


def calendar_of(notice: Notice) -> CalendarFile | None:
    """The file of the visit that a letter is about. None where it has no time, or the letter is about another thing."""
    visit = notice.facts.get("visit")
    row = (
        Visit.objects.select_related("person", "journey").filter(pk=visit, journey=notice.subject_id).first()
        if isinstance(visit, int)
        else None
    )
    return calendar_file(row) if row is not None and row.starts_at is not None else None


def calendar_file(row: Visit) -> CalendarFile:
    """The file of one visit as it is now. Its name for calendars stays, its sequence grows with each change."""
    calendar = _calendar("CANCEL" if row.state == "cancelled" else "PUBLISH")
    calendar.add_component(_event(row, summary=f"{company().name}: {row.words.splitlines()[0]}"))
    return CalendarFile(calendar.to_ical(), str(calendar["METHOD"]))


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", "-//Wellkept//Visits//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", method)
    return calendar


def _event(row: Visit, *, summary: str) -> CalendarEvent:
    event = CalendarEvent()
    event.add("UID", f"{row.uid}@visit.wellkept")
    event.add("SEQUENCE", row.sequence)
    event.add("DTSTAMP", clock.now())
    event.add("DTSTART", row.starts_at)
    event.add("DTEND", row.ends_at)
    event.add("SUMMARY", summary)
    event.add("DESCRIPTION", f"{row.words}\n{row.person.name}\n{number.show(row.journey.number)}")
    event.add("LOCATION", row.place)
    event.add("STATUS", "CANCELLED" if row.state == "cancelled" else "CONFIRMED")
    return event
