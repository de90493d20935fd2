"""What was asked for and not found, as people look at it. Nobody is counted here: it is about our search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Customer
from wellkept.find.models import Miss, Pair
from wellkept.find.normalise import fitting
from wellkept.journeys.models import Journey, Reader
from wellkept.kernel import clock
from wellkept.kernel.number import show
from wellkept.kernel.refusal import missing
from wellkept.people.actor import Actor
from wellkept.people.models import Company

MOST = 500  # look-ups that one list reads; the oldest first, so that none waits for ever


@dataclass(frozen=True, slots=True)
class Place:
    """A journey or a customer that is spoken of. Of a confidential journey only the number."""

    subject: int
    number: str
    name: str
    href: str
    is_journey: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A search that found what this one may have meant: with the same words, or by others minutes later."""

    id: int
    same: bool
    asked: str
    found_at: datetime
    to: Place


@dataclass(frozen=True, slots=True)
class Asked:
    """All look-ups for the same words: what was asked, how often, what the customers said besides."""

    miss: Miss
    times: int
    by: tuple[str, ...]
    last: datetime
    sayings: tuple[str, ...]
    kind: str
    beside: tuple[Beside, ...]
    of: Place | None
    late: bool

    @property
    def is_fault(self) -> bool:
        """Whether a colleague found with the same words what this one did not."""
        return any(one.same for one in self.beside)


def waiting(by: Actor, *, handlers: Sequence[int] | None = None) -> list[Asked]:
    """What nobody has ended yet, faults of the search first, then by when it has to be looked at.

    With `handlers` only what is in their hands, or what they were told of because it was in others' for too long.
    """
    found = _rows().filter(ended_at__isnull=True)
    if handlers is not None:
        found = found.filter(_with(handlers))
    return sorted(
        _gathered(list(found.order_by("due_at", "pk")[:MOST]), by),
        key=lambda one: (not one.beside, one.miss.due_at, one.miss.pk),
    )


def ended(by: Actor, *, limit: int = 100) -> list[Asked]:
    """What was ended, the latest first, each act once."""
    return _gathered(list(_rows().filter(ended_at__isnull=False).order_by("-ended_at", "-pk")[:limit]), by)


def asked(miss: int, by: Actor) -> Asked:
    """One look-up with all that asked the same and ended with it."""
    row = Miss.objects.filter(pk=miss).first()
    if row is None:
        raise missing("miss", _("There is no such look-up."))
    same = _rows().filter(key=row.key, ended_at=row.ended_at).order_by("due_at", "pk")
    return _gathered(list(same[:MOST]), by)[0]


def count_waiting(*, handlers: Sequence[int]) -> int:
    """For how many different words these people have to see why nothing was found."""
    mine = Miss.objects.filter(_with(handlers), ended_at__isnull=True)
    return mine.values("key").distinct().count()


def _with(handlers: Sequence[int]) -> Q:
    last = Exists(Company.objects.filter(process_owner_id__in=handlers))
    return Q(handler_id__in=handlers) | Q(last, warned_at__isnull=False)


def _rows() -> QuerySet[Miss]:
    return Miss.objects.select_related("asked_by", "handler", "ended_by", "nonconformity")


def _gathered(rows: list[Miss], by: Actor) -> list[Asked]:
    groups: dict[tuple[str, datetime | None], list[Miss]] = {}
    for row in rows:
        groups.setdefault((row.key, row.ended_at), []).append(row)
    pairs: dict[int, list[Pair]] = {}
    for pair in Pair.objects.filter(miss__in=[row.pk for row in rows]).order_by("-found_at"):
        if pair.how != "otherwise":
            pairs.setdefault(pair.miss_id, []).append(pair)
    spoken_of = {pair.to_id for some in pairs.values() for pair in some}
    places = _places(spoken_of | {row.of_id for row in rows if row.of_id}, by)
    now = clock.now()
    return [_one(same, pairs, places, now) for same in groups.values()]


def _one(same: list[Miss], pairs: dict[int, list[Pair]], places: dict[int, Place], now: datetime) -> Asked:
    first = same[0]
    beside: dict[int, Beside] = {}
    for row in same:
        for pair in pairs.get(row.pk, ()):
            known = beside.get(pair.to_id)
            if pair.to_id in places and (known is None or not known.same):
                beside[pair.to_id] = Beside(
                    pair.pk, pair.words == "same", pair.asked, pair.found_at, places[pair.to_id]
                )
    return Asked(
        miss=first,
        times=len(same),
        by=tuple(dict.fromkeys(row.asked_by.name for row in same)),
        last=max(row.asked_at for row in same),
        sayings=tuple(dict.fromkeys(row.said for row in same if row.said)),
        kind=first.kind or fitting(first.asked),
        beside=tuple(sorted(beside.values(), key=lambda one: not one.same)),
        of=places.get(first.of_id or 0),
        late=first.ended_at is None and first.due_at < now,
    )


def _places(subjects: Iterable[int], by: Actor) -> dict[int, Place]:
    keys = list(subjects)
    if not keys:
        return {}
    found = {
        row.pk: Place(row.pk, "", row.name, f"/customers/{row.pk}", is_journey=False)
        for row in Customer.objects.filter(pk__in=keys)
    }
    journeys = list(Journey.objects.filter(pk__in=keys).select_related("customer"))
    readable = _readable(journeys, by)
    for row in journeys:
        name = row.customer.name if row.pk in readable else ""
        found[row.pk] = Place(row.pk, show(row.number), name, f"/journeys/{row.number}", is_journey=True)
    return found


def _readable(rows: list[Journey], by: Actor) -> set[int]:
    """Those that are not confidential, and those whose owner, holder or reader asks."""
    shut = [row.pk for row in rows if row.confidential]
    named = (
        set(Reader.objects.filter(journey__in=shut, person_id=by.person).values_list("journey_id", flat=True))
        if shut
        else set()
    )
    return {
        row.pk
        for row in rows
        if not row.confidential or by.person in (row.owner_id, row.holder_id) or row.pk in named
    }
