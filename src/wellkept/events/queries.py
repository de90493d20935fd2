"""Read the log."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Window
from django.db.models.functions import RowNumber

from wellkept.events.fact_check import readable_facts
from wellkept.events.facts import LoggedFacts
from wellkept.events.models import Event

UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Happening:
    """One event as pages read it: `facts` holds plain and personal ones; `erased` says if the latter are gone.

    An event whose type this version does not know, or whose facts are not such as its type has, is of type
    `UNREADABLE` and has no facts: it is shown as such, and no reader stumbles over it.
    """

    id: int
    subject: int
    seq: int
    type: str
    happened: datetime
    recorded: datetime
    actor_kind: str
    actor_id: int | None
    cause: int | None
    court: str | None
    facts: LoggedFacts
    erased: bool


def history(subject: int, *, after: int = 0, limit: int | None = None) -> list[Happening]:
    """List the events of one subject after event `after`, in the order recorded."""
    rows = Event.objects.filter(subject_id=subject, id__gt=after).select_related("body").order_by("seq")
    return [_happening(row) for row in (rows[:limit] if limit else rows)]


def latest(
    subject: int,
    *,
    before: int | None = None,
    limit: int = 50,
    types: Collection[str] | None = None,
    but: Collection[str] = (),
) -> list[Happening]:
    """List the newest events of one subject, newest first; only of these types, if given, and never of those `but`."""
    rows = Event.objects.filter(subject_id=subject).select_related("body").order_by("-seq")
    if before is not None:
        rows = rows.filter(id__lt=before)
    if types is not None:
        rows = rows.filter(type__in=types)
    if but:
        rows = rows.exclude(type__in=but)
    return [_happening(row) for row in rows[:limit]]


def histories(
    subjects: Sequence[int], *, types: Collection[str] | None = None, at_most: int | None = None
) -> dict[int, list[Happening]]:
    """List the events of several subjects, each in the order recorded.

    Only of these types, if given, and of each subject the newest `at_most`: for lists.
    """
    by_subject: dict[int, list[Happening]] = {subject: [] for subject in subjects}
    rows = Event.objects.filter(subject_id__in=subjects).select_related("body")
    if types is not None:
        rows = rows.filter(type__in=types)
    if at_most is not None:
        back = Window(RowNumber(), partition_by="subject_id", order_by="-seq")
        rows = rows.annotate(back=back).filter(back__lte=at_most)
    for row in rows.order_by("subject_id", "seq"):
        by_subject[row.subject_id].append(_happening(row))
    return by_subject


def event(id: int) -> Happening | None:
    """Read one event, or return None."""
    row = Event.objects.select_related("body").filter(id=id).first()
    return _happening(row) if row else None


def act_with(subject: int, *, type: str, fact: str, value: object) -> list[Happening]:
    """Find the newest event of this type on the subject with this fact, and its consequences there.

    Empty if there is none.
    """
    for item in latest(subject, types={type}, limit=500):
        if item.facts.get(fact) == value:
            act = item.cause or item.id
            rows = (
                Event.objects.filter(subject_id=subject, cause_id=act).select_related("body").order_by("seq")
            )
            return [item, *(_happening(row) for row in rows if row.id != item.id)]
    return []


def consequences(act: Happening) -> list[Happening]:
    """List the events that this act caused on its own subject, in the order recorded."""
    rows = Event.objects.filter(subject_id=act.subject, cause_id=act.id).select_related("body")
    return [_happening(row) for row in rows.order_by("seq")]


@dataclass(frozen=True)
class Ahead:
    """Entries of the record with times that are still to come: until when, and on how many subjects."""

    until: datetime
    subjects: int


def recorded_ahead(*, of: datetime) -> Ahead | None:
    """Entries that were recorded after this instant; None if there are none."""
    ahead = Event.objects.filter(recorded_at__gt=of).aggregate(
        until=Max("recorded_at"), subjects=Count("subject", distinct=True)
    )
    return Ahead(ahead["until"], ahead["subjects"]) if ahead["until"] else None


def _happening(row: Event) -> Happening:
    body = getattr(row, "body", None)
    erased = body is not None and body.body is None
    facts = readable_facts(
        row.type,
        row.facts,
        body.body if body is not None else None,
        has_body=row.body_digest is not None,
        erased=erased,
    )
    return Happening(
        id=row.id,
        subject=row.subject_id,
        seq=row.seq,
        type=row.type if facts is not None else UNREADABLE,
        happened=row.happened_at,
        recorded=row.recorded_at,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        cause=row.cause_id,
        court=row.court,
        facts=facts or {},
        erased=erased,
    )
