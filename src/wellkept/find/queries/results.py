"""What was found, as pages and programs read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from wellkept.customers.models import Customer
from wellkept.journeys.models import Ending, Journey
from wellkept.journeys.rights import may_read
from wellkept.kernel.number import show
from wellkept.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Match:
    """By what it was found: the kind of the reference, and how it was said."""

    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Found:
    """A journey, or a customer who has none yet, with what matched, where it stands, with whom and since when.

    Of a confidential journey that the actor may not read only number, stage, court and people are given.
    `slip`: nothing is exactly as asked; this number is one wrong or swapped digit away.
    `fuzzy`: not exactly as asked; what matched is like it.
    """

    journey: int | None
    number: str
    customer: int | None
    customer_name: str
    need: str
    matches: tuple[Match, ...]
    state: str = ""
    stage: str = ""
    court: str = ""
    waits_for: str = ""
    since: datetime | None = None
    owner: str = ""
    holder: str = ""
    confidential: bool = False
    slip: bool = False
    asked_as: str = ""  # the number that was asked for, where the journey goes on under another
    fuzzy: bool = False

    @property
    def shown(self) -> str:
        """The number as people write it."""
        return show(self.number) if self.number else ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A journey, or a customer without one, that was asked for: by what, how surely (the higher the surer)."""

    journey: int | None
    customer: int
    grade: float
    matches: tuple[Match, ...]
    slip: bool = False
    fuzzy: bool = False

    def beside(self, other: Hit) -> Hit:
        """The same place found in two ways: by the surer of them."""
        sure, less = (self, other) if self.grade >= other.grade else (other, self)
        return replace(sure, matches=tuple(dict.fromkeys(sure.matches + less.matches))[:12])


_SHOWN = (
    "number", "state", "stage", "court", "waits_for", "need", "confidential", "court_since", "rested_at", "ended_at",
    "customer__name", "owner__name", "holder__name",
)  # fmt: skip


def read(hits: Iterable[Hit], by: Actor) -> list[Found]:
    """Each hit as it may be read by this actor, in the same order. Two questions, however many there are."""
    hits = list(hits)
    keys = [hit.journey for hit in hits if hit.journey]
    journeys = {
        row.pk: row
        for row in Journey.objects.filter(pk__in=keys)
        .select_related("customer", "owner", "holder")
        .only(*_SHOWN)
        .order_by()
    }
    gone_on = _joined(journeys)
    lone = Customer.objects.only("name", "met_at").in_bulk([hit.customer for hit in hits if not hit.journey])
    found: dict[tuple[int | None, int | None], Found] = {}
    for hit in hits:
        if hit.journey is None:
            whom = lone[hit.customer]
            one = Found(None, "", whom.pk, whom.name, "", hit.matches, since=whom.met_at, fuzzy=hit.fuzzy)
        else:
            asked = journeys[hit.journey]
            row = gone_on.get(asked.pk, asked)
            maybe = _found(row, hit, by, asked_as=show(asked.number) if row.pk != asked.pk else "")
            if maybe is None:
                continue
            one = maybe
        # Of a journey that was joined and the one that it went on in, one line stands for both.
        known = found.get((one.journey, one.customer))
        if known is not None:
            one = replace(
                known,
                matches=tuple(dict.fromkeys(known.matches + one.matches)),
                asked_as=known.asked_as or one.asked_as,
            )
        found[one.journey, one.customer] = one
    return list(found.values())


def _joined(journeys: dict[int, Journey]) -> dict[int, Journey]:
    """Of those that were joined to another: the one in which each goes on."""
    gone_on: dict[int, Journey] = {}
    asked = {key: key for key, row in journeys.items() if row.state == "ended"}
    while asked:
        into = {
            ending.journey_id: ending.into
            for ending in Ending.objects.filter(journey__in=set(asked.values()), how="merged").select_related(
                "into__customer", "into__owner", "into__holder"
            )
            if ending.into is not None
        }
        asked = {key: into[last].pk for key, last in asked.items() if last in into}
        gone_on |= {key: next(row for row in into.values() if row.pk == last) for key, last in asked.items()}
        asked = {key: last for key, last in asked.items() if gone_on[key].state == "ended"}
    return gone_on


def _found(row: Journey, hit: Hit, by: Actor, *, asked_as: str) -> Found | None:
    closed = row.confidential and not may_read(row, by)
    if closed and all(match.kind == "need" for match in hit.matches):
        return None  # what it is about is not for them, not even by asking for it
    return Found(
        journey=row.pk,
        number=row.number,
        customer=None if closed else row.customer_id,
        customer_name="" if closed else row.customer.name,
        need="" if closed else row.need,
        matches=() if closed else hit.matches,
        state=row.state,
        stage=row.stage,
        court=row.court,
        waits_for="" if closed else row.waits_for,
        since=_since(row),
        owner=row.owner.name,
        holder=row.holder.name if row.holder else "",
        confidential=row.confidential,
        slip=hit.slip,
        asked_as=asked_as,
        fuzzy=hit.fuzzy,
    )


def _since(row: Journey) -> datetime:
    if row.state == "ended":
        return row.ended_at or row.court_since
    if row.state == "at_rest":
        return row.rested_at or row.court_since
    return row.court_since
