"""Read visits, and who is free when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from wellkept.journeys.rights import cannot_read
from wellkept.kernel import clock
from wellkept.kernel.refusal import missing, refuse
from wellkept.people.actor import Actor
from wellkept.people.models import Absence
from wellkept.visits.models import Visit, VisitRecord, VisitWindow
from wellkept.visits.window import Window

_WINDOWS = Prefetch("windows", VisitWindow.objects.order_by("starts_at"))


def visits_of(journey: int) -> list[Visit]:
    """List the visits of a journey, those to come first, each with its windows."""
    rows = Visit.objects.filter(journey_id=journey).select_related("person").prefetch_related(_WINDOWS)
    return sorted(rows, key=lambda row: (not row.is_open, row.starts_at or row.offered_at, row.pk))


def visit_of(journey: int, visit: int) -> Visit:
    """Read one visit of this journey with its windows."""
    row = next((row for row in visits_of(journey) if row.pk == visit), None)
    if row is None:
        raise missing("visit", _("There is no such visit."))
    return row


def visit(id: int, *, by: Actor) -> Visit:
    """Read one visit with its journey, if the actor may read that or goes there."""
    row = (
        Visit.objects.select_related(
            "person", "journey__customer", "journey__contact", "journey__owner", "journey__blueprint"
        )
        .filter(pk=id)
        .first()
    )
    if row is None:
        raise missing("visit", _("There is no such visit."))
    if by.person != row.person_id:
        refuse(cannot_read(row.journey, by))
    return row


def records_of(visits: Collection[int]) -> list[VisitRecord]:
    """List what was recorded at these visits, in the order in which it happened."""
    rows = VisitRecord.objects.filter(visit__in=visits).select_related("person", "file", "judged_by")
    return list(rows.order_by("happened_at", "pk"))


def record_of(visit: int, record: int) -> VisitRecord:
    """Read one record of this visit."""
    row = VisitRecord.objects.select_related("file").filter(pk=record, visit_id=visit).first()
    if row is None:
        raise missing("record", _("There is no such record."))
    return row


def to_pick(row: Visit, *, now: datetime | None = None) -> list[Window]:
    """List the windows that the customer may pick now: ahead, and the person is free."""
    at = now or clock.now()
    windows = [
        Window(offered.starts_at, offered.ends_at) for offered in row.windows.all() if offered.starts_at > at
    ]
    if not windows:
        return []
    busy = busy_windows(
        [row.person_id], windows[0].starts, max(window.ends for window in windows), but=row.pk
    )
    mine = row.window
    return [
        window
        for window in windows
        if window != mine and not any(window.overlaps(other) for other in busy[row.person_id])
    ]


def busy_windows(
    people: Collection[int], starts: datetime, ends: datetime, *, but: int | None = None
) -> dict[int, list[Window]]:
    """List when each of these people is on a fixed visit or away, as far as it touches this time."""
    busy: dict[int, list[Window]] = defaultdict(list)
    fixed = Visit.objects.filter(person__in=people, state="fixed", starts_at__lt=ends, ends_at__gt=starts)
    for row in fixed:
        if row.pk == but:
            continue
        assert row.starts_at is not None
        assert row.ends_at is not None
        busy[row.person_id].append(Window(row.starts_at, row.ends_at))
    for absence in absences_between(people, starts, ends):
        busy[absence.person_id].append(Window(absence.since, absence.until or max(ends, absence.since)))
    return busy


def absences_between(people: Collection[int], starts: datetime, ends: datetime) -> Sequence[Absence]:
    """List the absences of these people that touch this time."""
    touching = Q(until__isnull=True) | Q(until__gt=starts)
    return list(Absence.objects.filter(touching, person__in=people, since__lt=ends).order_by("since"))
