"""Search results as pages and programs read them."""

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
    """Reference that matched: its kind and its text."""

    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Journey, or customer without one, with the matching references, its state, its people and since when.

    Of a confidential journey that the actor may not read, only number, stage, court and people are shown.
    `slip`: the number is one wrong or swapped digit away. `fuzzy`: the match is similar, not exact.
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
    asked_as: str = ""  # the number that was asked for, if that journey was merged into this one
    fuzzy: bool = False

    @property
    def shown(self) -> str:
        """Format the number for people."""
        return show(self.number) if self.number else ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Journey, or customer without one, that matched, with its grade (the higher the surer)."""

    journey: int | None
    customer: int
    grade: float
    matches: tuple[Match, ...]
    slip: bool = False
    fuzzy: bool = False

    def beside(self, other: Hit) -> Hit:
        """Merge two hits for the same place; the surer one counts."""
        sure, less = (self, other) if self.grade >= other.grade else (other, self)
        return replace(sure, matches=tuple(dict.fromkeys(sure.matches + less.matches))[:12])


_SHOWN = (
    "number", "state", "stage", "court", "waits_for", "need", "confidential", "court_since", "rested_at", "ended_at",
    "customer__name", "owner__name", "holder__name",
)  # fmt: skip


def describe(hits: Iterable[Hit], by: Actor) -> list[SearchResult]:
    """Describe each hit as this actor may read it, in the same order. Two statements, however many hits."""
    hits = list(hits)
    keys = [hit.journey for hit in hits if hit.journey]
    journeys = {
        row.pk: row
        for row in Journey.objects.filter(pk__in=keys)
        .select_related("customer", "owner", "holder")
        .only(*_SHOWN)
        .order_by()
    }
    continued = _joined(journeys)
    customers = Customer.objects.only("name", "met_at").in_bulk(
        [hit.customer for hit in hits if not hit.journey]
    )
    results: dict[tuple[int | None, int | None], SearchResult] = {}
    for hit in hits:
        if hit.journey is None:
            customer = customers[hit.customer]
            result = SearchResult(
                None, "", customer.pk, customer.name, "", hit.matches, since=customer.met_at, fuzzy=hit.fuzzy
            )
        else:
            asked = journeys[hit.journey]
            row = continued.get(asked.pk, asked)
            result = _found(row, hit, by, asked_as=show(asked.number) if row.pk != asked.pk else "")
        # A merged journey and the one it was merged into share one line.
        earlier = results.get((result.journey, result.customer))
        if earlier is not None:
            result = replace(
                earlier,
                matches=tuple(dict.fromkeys(earlier.matches + result.matches)),
                asked_as=earlier.asked_as or result.asked_as,
            )
        results[result.journey, result.customer] = result
    return list(results.values())


def _joined(journeys: dict[int, Journey]) -> dict[int, Journey]:
    """Map each merged journey to the one that continues it."""
    continued: dict[int, Journey] = {}
    to_follow = {key: key for key, row in journeys.items() if row.state == "ended"}
    while to_follow:
        into = {
            ending.journey_id: ending.into
            for ending in Ending.objects.filter(
                journey__in=set(to_follow.values()), how="merged"
            ).select_related("into__customer", "into__owner", "into__holder")
            if ending.into is not None
        }
        to_follow = {key: into[last].pk for key, last in to_follow.items() if last in into}
        continued |= {
            key: next(row for row in into.values() if row.pk == last) for key, last in to_follow.items()
        }
        to_follow = {key: last for key, last in to_follow.items() if continued[key].state == "ended"}
    return continued


def _found(row: Journey, hit: Hit, by: Actor, *, asked_as: str) -> SearchResult:
    """Describe one journey."""
    closed = row.confidential and not may_read(row, by)
    return SearchResult(
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
    """Give the time since when the journey is in its present state."""
    if row.state == "ended":
        return row.ended_at or row.court_since
    if row.state == "at_rest":
        return row.rested_at or row.court_since
    return row.court_since
