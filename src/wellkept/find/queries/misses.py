"""Misses as people look at them. Nobody is counted: this checks our search, not our staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Customer
from wellkept.find.models import Counterpart, Miss
from wellkept.find.normalise import guess_kind
from wellkept.journeys.models import Journey
from wellkept.journeys.rights import unreadable
from wellkept.kernel import clock
from wellkept.kernel.number import show
from wellkept.kernel.refusal import forbidden, missing
from wellkept.people.actor import Actor
from wellkept.people.models import Company

MOST = 500  # misses in one list, the oldest first, so that none waits for ever


@dataclass(frozen=True, slots=True)
class Place:
    """Journey or customer that a miss is about. Of a journey that is not readable, only the number is shown."""

    subject: int
    number: str
    name: str
    href: str
    is_journey: bool
    readable: bool = True


@dataclass(frozen=True, slots=True)
class CounterpartLine:
    """Successful search that may have meant the same: with the same words, or with others minutes later."""

    id: int
    same: bool
    asked: str
    found_at: datetime
    to: Place


@dataclass(frozen=True, slots=True)
class MissGroup:
    """All misses for the same words: the words, how often, and the customers' explanations."""

    miss: Miss
    times: int
    by: tuple[str, ...]
    last: datetime
    sayings: tuple[str, ...]
    kind: str
    beside: tuple[CounterpartLine, ...]
    of: Place | None
    late: bool

    @property
    def is_fault(self) -> bool:
        """Whether a colleague found something with the same words."""
        return any(counterpart.same for counterpart in self.beside)


def waiting(by: Actor, *, handlers: Sequence[int] | None = None) -> list[MissGroup]:
    """List open misses: those with counterparts first, then by due time.

    With `handlers`, only those in their hands, and overdue ones of others that they were warned of.
    """
    rows = _rows().filter(ended_at__isnull=True)
    if handlers is not None:
        rows = rows.filter(_with(handlers))
    return sorted(
        _grouped(list(rows.order_by("due_at", "pk")[:MOST]), by),
        key=lambda line: (not line.beside, line.miss.due_at, line.miss.pk),
    )


def ended(by: Actor, *, limit: int = 100) -> list[MissGroup]:
    """List ended misses, the latest first, misses that ended together in one line.

    Words that became a reference of a confidential journey are left out for people who may not read it.
    """
    rows = _rows().filter(ended_at__isnull=False).order_by("-ended_at", "-pk")[:limit]
    return [line for line in _grouped(list(rows), by) if line.of is None or line.of.readable]


def same_search(miss: int, by: Actor) -> MissGroup:
    """Read one miss with all misses for the same words that ended with it."""
    row = Miss.objects.filter(pk=miss).first()
    if row is None:
        raise missing("miss", _("There is no such search."))
    same = _rows().filter(key=row.key, ended_at=row.ended_at).order_by("due_at", "pk")
    line = _grouped(list(same[:MOST]), by)[0]
    if line.of is not None and not line.of.readable:
        raise forbidden(
            _("These words are a reference of a confidential journey now."),
            instead=_("Its owner can name you as a reader."),
        )
    return line


def count_waiting(*, handlers: Sequence[int]) -> int:
    """Count the different searches that these people have to look at."""
    mine = Miss.objects.filter(_with(handlers), ended_at__isnull=True)
    return mine.values("key").distinct().count()


def _with(handlers: Sequence[int]) -> Q:
    """Filter: misses in these hands, and overdue ones if one of them is the process owner."""
    is_process_owner = Exists(Company.objects.filter(process_owner_id__in=handlers))
    return Q(handler_id__in=handlers) | Q(is_process_owner, warned_at__isnull=False)


def _rows() -> QuerySet[Miss]:
    return Miss.objects.select_related("asked_by", "handler", "ended_by", "nonconformity")


def _grouped(rows: list[Miss], by: Actor) -> list[MissGroup]:
    """Group misses by words and end, with their counterparts and places."""
    groups: dict[tuple[str, datetime | None], list[Miss]] = {}
    for row in rows:
        groups.setdefault((row.key, row.ended_at), []).append(row)
    counterparts: dict[int, list[Counterpart]] = {}
    for counterpart in Counterpart.objects.filter(miss__in=[row.pk for row in rows]).order_by("-found_at"):
        if counterpart.how != "otherwise":
            counterparts.setdefault(counterpart.miss_id, []).append(counterpart)
    found_places = {counterpart.to_id for of_miss in counterparts.values() for counterpart in of_miss}
    places = _places(found_places | {row.of_id for row in rows if row.of_id}, by)
    now = clock.now()
    return [_one(same, counterparts, places, now) for same in groups.values()]


def _one(
    misses: list[Miss], counterparts: dict[int, list[Counterpart]], places: dict[int, Place], now: datetime
) -> MissGroup:
    """Describe one group of misses."""
    first = misses[0]
    beside: dict[int, CounterpartLine] = {}
    for row in misses:
        for counterpart in counterparts.get(row.pk, ()):
            shown, place = beside.get(counterpart.to_id), places.get(counterpart.to_id)
            is_same = counterpart.words == "same"
            # Other words that found a confidential journey say something of it; the same words are known.
            if place is not None and (place.readable or is_same) and (shown is None or not shown.same):
                beside[counterpart.to_id] = CounterpartLine(
                    counterpart.pk,
                    is_same,
                    counterpart.asked if place.readable else row.asked,
                    counterpart.found_at,
                    place,
                )
    return MissGroup(
        miss=first,
        times=len(misses),
        by=tuple(dict.fromkeys(row.asked_by.name for row in misses)),
        last=max(row.asked_at for row in misses),
        sayings=tuple(dict.fromkeys(row.said for row in misses if row.said)),
        kind=first.kind or guess_kind(first.asked),
        beside=tuple(sorted(beside.values(), key=lambda counterpart: not counterpart.same)),
        of=places.get(first.of_id or 0),
        late=first.ended_at is None and first.due_at < now,
    )


def _places(subjects: Iterable[int], by: Actor) -> dict[int, Place]:
    """Describe journeys and customers, the confidential ones by number alone."""
    keys = list(subjects)
    if not keys:
        return {}
    places = {
        row.pk: Place(row.pk, "", row.name, f"/customers/{row.pk}", is_journey=False)
        for row in Customer.objects.filter(pk__in=keys)
    }
    journeys = list(Journey.objects.filter(pk__in=keys).select_related("customer"))
    shut = unreadable(journeys, by)
    for row in journeys:
        readable = row.pk not in shut
        name = row.customer.name if readable else ""
        places[row.pk] = Place(
            row.pk, show(row.number), name, f"/journeys/{row.number}", is_journey=True, readable=readable
        )
    return places
