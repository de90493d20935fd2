"""Pairs that wait for somebody to look at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wellkept.customers.models import Contact, Customer, Site
from wellkept.duplicates.models import Pair
from wellkept.duplicates.rules.reasons import how_likely, in_words
from wellkept.duplicates.rules.weights import PROBABLE
from wellkept.journeys.models import Journey

PAGE = 20


@dataclass(frozen=True)
class Side:
    """One of the two: who they are, as far as it helps to tell whether they are the other."""

    customer: Customer
    contacts: list[Contact] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    journeys: int = 0
    open: int = 0


@dataclass(frozen=True)
class Reason:
    """One thing in which they agree or differ."""

    what: str
    level: str
    words: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Likely:
    """Two who may be one."""

    pair: Pair
    first: Side
    second: Side

    @property
    def words(self) -> str:
        return how_likely(self.pair.probability)

    @property
    def reasons(self) -> list[Reason]:
        return reasons_of(self.pair)


@dataclass(frozen=True)
class Waiting:
    """One page of the list, the likeliest first."""

    likely: list[Likely]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def waiting(*, page: int = 1) -> Waiting:
    """Those of whom nobody has said yet whether they are one."""
    found = open_pairs().order_by("-probability", "pk")
    total = found.count()
    page = min(max(1, page), max(1, -(-total // PAGE)))
    pairs = list(found[(page - 1) * PAGE : page * PAGE])
    sides = sides_of({key for pair in pairs for key in (pair.first_id, pair.second_id)})
    return Waiting([Likely(one, sides[one.first_id], sides[one.second_id]) for one in pairs], total, page)


def how_many_wait() -> int:
    """Pairs to look at."""
    return open_pairs().count()


@dataclass(frozen=True)
class Alike:
    """Somebody else who may be this customer, and what speaks for it."""

    customer: Customer
    probability: float
    why: list[str]

    @property
    def probably(self) -> bool:
        return self.probability >= PROBABLE


def like(customer: int) -> list[Alike]:
    """Whom this customer may be the same as."""
    pairs = list(
        open_pairs().filter(Q(first=customer) | Q(second=customer)).order_by("-probability", "pk")[:3]
    )
    if not pairs:
        return []
    others = [one.second_id if one.first_id == customer else one.first_id for one in pairs]
    rows = Customer.objects.in_bulk(others)
    return [
        Alike(rows[other], one.probability, [why.words for why in reasons_of(one) if why.level != "other"])
        for one, other in zip(pairs, others, strict=True)
        if other in rows
    ]


def reasons_of(pair: Pair) -> list[Reason]:
    """Why, what speaks for it first. That both are companies is no reason."""
    found = [
        Reason(one["what"], one["level"], in_words(one), str(one.get("ours", "")), str(one.get("theirs", "")))
        for one in pair.reasons
        if (one["what"], one["level"]) != ("kind", "same")
    ]
    return sorted(found, key=lambda one: one.level == "other")


def sides_of(customers: Collection[int]) -> dict[int, Side]:
    """Each of these customers as they are shown beside another."""
    contacts: dict[int, list[Contact]] = defaultdict(list)
    sites: dict[int, list[Site]] = defaultdict(list)
    for contact in Contact.objects.filter(customer__in=customers, active=True).order_by("name"):
        contacts[contact.customer_id].append(contact)
    for site in Site.objects.filter(customer__in=customers, closed_at__isnull=True).order_by("street"):
        sites[site.customer_id].append(site)
    counted = {
        key: (every, still)
        for key, every, still in Journey.objects.filter(customer__in=customers)
        .values("customer")
        .annotate(every=Count("pk"), still=Count("pk", filter=Q(state="open")))
        .values_list("customer", "every", "still")
    }
    return {
        row.pk: Side(row, contacts[row.pk], sites[row.pk], *counted.get(row.pk, (0, 0)))
        for row in Customer.objects.filter(pk__in=customers)
    }


def open_pairs() -> QuerySet[Pair]:
    """Of two who stand, and of whom nobody has said anything yet."""
    standing = Customer.objects.filter(merged_into__isnull=True, taken_back_at__isnull=True)
    return Pair.objects.filter(
        Exists(standing.filter(pk=OuterRef("first"))),
        Exists(standing.filter(pk=OuterRef("second"))),
        verdict="",
    )
