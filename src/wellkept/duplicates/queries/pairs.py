"""Pairs of likely duplicates that wait for a person."""

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
    """One customer of a pair, with the details that help to compare."""

    customer: Customer
    contacts: list[Contact] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    journeys: int = 0
    open: int = 0


@dataclass(frozen=True)
class Reason:
    """One thing in which both agree or differ."""

    what: str
    level: str
    words: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Likely:
    """Pair with both sides."""

    pair: Pair
    first: Side
    second: Side

    @property
    def words(self) -> str:
        """Word the probability."""
        return how_likely(self.pair.probability)

    @property
    def reasons(self) -> list[Reason]:
        """Word the reasons."""
        return reasons_of(self.pair)


@dataclass(frozen=True)
class Waiting:
    """One page of pairs, the likeliest first."""

    likely: list[Likely]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def waiting(*, page: int = 1) -> Waiting:
    """List pairs without a verdict, one page."""
    open_rows = _open_pairs().order_by("-probability", "pk")
    total = open_rows.count()
    page = min(max(1, page), max(1, -(-total // PAGE)))
    pairs = list(open_rows[(page - 1) * PAGE : page * PAGE])
    sides = sides_of({key for pair in pairs for key in (pair.first_id, pair.second_id)})
    return Waiting([Likely(pair, sides[pair.first_id], sides[pair.second_id]) for pair in pairs], total, page)


def count_waiting() -> int:
    """Count the pairs to check."""
    return _open_pairs().count()


@dataclass(frozen=True)
class OtherCustomer:
    """Other customer who may be the same, with reasons."""

    customer: Customer
    probability: float
    why: list[str]

    @property
    def probably(self) -> bool:
        """Whether they are probably the same."""
        return self.probability >= PROBABLE


def like(customer: int) -> list[OtherCustomer]:
    """List up to three customers who may be the same as this one."""
    pairs = list(
        _open_pairs().filter(Q(first=customer) | Q(second=customer)).order_by("-probability", "pk")[:3]
    )
    if not pairs:
        return []
    others = [pair.second_id if pair.first_id == customer else pair.first_id for pair in pairs]
    rows = Customer.objects.in_bulk(others)
    return [
        OtherCustomer(
            rows[other],
            pair.probability,
            [reason.words for reason in reasons_of(pair) if reason.level != "other"],
        )
        for pair, other in zip(pairs, others, strict=True)
        if other in rows
    ]


def reasons_of(pair: Pair) -> list[Reason]:
    """Word the reasons of a pair, agreements first. That both are companies is no reason."""
    reasons = [
        Reason(
            reason["what"],
            reason["level"],
            in_words(reason),
            str(reason.get("ours", "")),
            str(reason.get("theirs", "")),
        )
        for reason in pair.reasons
        if (reason["what"], reason["level"]) != ("kind", "same")
    ]
    return sorted(reasons, key=lambda reason: reason.level == "other")


def sides_of(customers: Collection[int]) -> dict[int, Side]:
    """Read these customers with contacts, sites and journey counts."""
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


def open_ends(*, limit: int) -> list[tuple[int, int, int]]:
    """List pairs without a verdict, the likeliest first: the keys of the pair and of its two customers."""
    rows = _open_pairs().order_by("-probability", "pk").values_list("pk", "first_id", "second_id")
    return list(rows[:limit])


def _open_pairs() -> QuerySet[Pair]:
    """Pairs of present customers without a verdict."""
    standing = Customer.objects.filter(merged_into__isnull=True, taken_back_at__isnull=True)
    return Pair.objects.filter(
        Exists(standing.filter(pk=OuterRef("first"))),
        Exists(standing.filter(pk=OuterRef("second"))),
        verdict="",
    )
