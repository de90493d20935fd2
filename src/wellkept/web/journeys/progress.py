"""Delivery of the agreed lines, as the side of the journey page prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wellkept.delivery.queries import LineProgress
from wellkept.journey_page.record import JourneyRecord
from wellkept.kernel import wording
from wellkept.solutions.units import LUMP_SUM, counted
from wellkept.web import labels


@dataclass(frozen=True)
class ProgressLine:
    """An agreed line: how much of it came, and when it is or was there."""

    words: str
    count: str
    chip: labels.State


@dataclass(frozen=True)
class Progress:
    """The three dates with their verdicts, and the lines."""

    dates: list[tuple[str, datetime, str, str]]
    lines: list[ProgressLine]


def progress(record: JourneyRecord) -> Progress | None:
    """The lines that came and those that are still to come. None where there is nothing to show."""
    if not record.progress and not record.items:
        return None
    return Progress(list(_dates(record)), [_line(line, record.now) for line in record.progress])


def _dates(record: JourneyRecord) -> Iterator[tuple[str, datetime, str, str]]:
    if not record.progress:
        return
    dates, verdicts = record.progress[0].dates, record.on_time
    rows = (
        (_("They asked for"), dates.requested, verdicts.requested),
        (_("First promised"), dates.first, verdicts.first),
        (_("Promised now"), dates.current, verdicts.current),
    )
    words = {True: (_("in time"), "kept"), False: (_("late"), "broken"), None: ("", "plain")}
    for name, day, verdict in rows:
        if day is not None:
            yield (name, day, *words[verdict])


def _line(line: LineProgress, now: datetime) -> ProgressLine:
    quantity, row = line.quantity, line.quantity.line
    came, agreed = wording.quantity(quantity.delivered), counted(row.quantity, row.unit)
    plain = row.unit == LUMP_SUM and row.quantity == 1
    count = "" if plain else _("%(came)s of %(agreed)s") % {"came": came, "agreed": agreed}
    return ProgressLine(quantity.title, count, _chip(line, now))


def _chip(line: LineProgress, now: datetime) -> labels.State:
    dates = line.dates
    if dates.done is not None:
        return labels.State(_("there since %(day)s") % {"day": wording.day(dates.done)}, "kept")
    if line.quantity.open == 0:
        return labels.State(_("as needed"), "plain")
    if dates.current is None:
        return labels.State(_("to come"), "open")
    kind = "broken" if dates.current < now else "moved" if dates.current != dates.first else "open"
    return labels.State(_("by %(day)s") % {"day": wording.day(dates.current)}, kind)
