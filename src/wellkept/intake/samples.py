"""Weekly samples of what rules set aside, and how often the rules were wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Q

from wellkept.intake.models import Item, Rule, Sample, Sampled
from wellkept.kernel import clock

LARGEST = 5
WEEK = timedelta(days=7)
COUNTED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Tally:
    """Rule in force with its last 90 days: how much it set aside, how often wrongly."""

    rule: Rule
    set_aside: int
    wrongly: int


def monday_of(now: datetime) -> date:
    """Give the Monday of this week."""
    return (now - timedelta(days=now.weekday())).date()


def set_aside_before(monday: date, *, person: int) -> list[int]:
    """Find the items that a person's rules set aside in the week before that Monday and nobody took back."""
    until = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    rows = Item.objects.filter(
        state="set_aside", rule__answerable_id=person, decided_at__gte=until - WEEK, decided_at__lt=until
    )
    return list(rows.values_list("pk", flat=True))


def drawn(keys: Collection[int], monday: date) -> list[int]:
    """Draw the sample: the same at every attempt, in an order that no sender can influence."""

    def lot(key: int) -> bytes:
        return hashlib.sha256(f"{monday} {key}".encode()).digest()

    return sorted(keys, key=lot)[:LARGEST]


def sample_of(person: int) -> Sample | None:
    """Read a person's sample of this week."""
    return Sample.objects.filter(person=person, monday=monday_of(clock.now())).first()


def to_look_at(person: int) -> list[Sampled]:
    """List sampled items of the last 90 days without a verdict."""
    items = Sampled.objects.filter(sample__person=person, right__isnull=True, item__state="set_aside")
    return list(
        items.filter(sample__drawn_at__gt=clock.now() - COUNTED)
        .select_related("item", "rule", "sample")
        .order_by("pk")
    )


def looked_at(person: int) -> list[Sampled]:
    """List this week's verdicts of a person."""
    items = Sampled.objects.filter(
        sample__person=person, sample__monday=monday_of(clock.now()), right__isnull=False
    )
    return list(items.select_related("item", "rule").order_by("-said_at"))


def tallies() -> list[Tally]:
    """List rules in force with their results."""
    since = clock.now() - COUNTED
    rules = Rule.objects.filter(ended_at__isnull=True).select_related("answerable").order_by("pk")
    aside = Item.objects.filter(arrived_at__gt=since)
    right = dict(aside.filter(rule__isnull=False).values_list("rule").annotate(n=Count("pk")))
    wrong = dict(aside.filter(mistake_of__isnull=False).values_list("mistake_of").annotate(n=Count("pk")))
    return [
        Tally(rule, right.get(rule.pk, 0) + wrong.get(rule.pk, 0), wrong.get(rule.pk, 0)) for rule in rules
    ]


def people_answering(monday: date) -> list[int]:
    """List people whose rules set something aside that week and who have no sample yet."""
    until = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    items = Item.objects.filter(
        Q(state="set_aside"), rule__isnull=False, decided_at__gte=until - WEEK, decided_at__lt=until
    )
    have = Sample.objects.filter(monday=monday).values("person")
    people = items.exclude(rule__answerable__in=have).values_list("rule__answerable", flat=True)
    return sorted(set(people))
