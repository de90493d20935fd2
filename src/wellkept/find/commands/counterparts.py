"""Find counterparts: successful searches that meant the same as a miss. Parts of the commands that record
either.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet

from wellkept.customers.models import Customer
from wellkept.events.commands import Audience, Entry, record
from wellkept.find import facts
from wellkept.find.models import Counterpart, Miss, SuccessfulSearch
from wellkept.find.normalise import NEAR, tolerates_typos
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.people.actor import SYSTEM

MINUTES = timedelta(minutes=10)  # a person's next successful search within this time counts as a new try
T = TypeVar("T", Miss, SuccessfulSearch)
AT_ONCE = 5  # counterparts that one search can give at most


def add_counterparts_of_colleagues(miss: Miss) -> None:
    """Add colleagues' remembered searches with the same words to a new miss."""
    searches = _alike(SuccessfulSearch.objects.exclude(asked_by_id=miss.asked_by_id), miss.key)
    for search in searches.order_by("-at")[:AT_ONCE]:
        add_counterpart(miss, words="same", search=search)


def add_as_counterpart(search: SuccessfulSearch) -> None:
    """Add a search to open misses: of others with the same words, or of the same person minutes ago."""
    waiting = Miss.objects.filter(ended_at__isnull=True)
    of_others = _alike(waiting.exclude(asked_by_id=search.asked_by_id), search.key)
    for miss in of_others.order_by("-asked_at")[:AT_ONCE]:
        add_counterpart(miss, words="same", search=search)
    mine = waiting.filter(asked_by_id=search.asked_by_id, asked_at__gt=search.at - MINUTES).exclude(
        key=search.key
    )
    for miss in mine.order_by("-asked_at")[:AT_ONCE]:
        add_counterpart(miss, words="other", search=search)


def add_counterpart(miss: Miss, *, words: str, search: SuccessfulSearch) -> None:
    """Record a counterpart, unless its result did not exist yet when the miss happened."""
    since = _known_since(search.to_id)
    if since is None or since > miss.asked_at:
        return
    row, new = Counterpart.objects.get_or_create(
        miss=miss,
        to_id=search.to_id,
        defaults={
            "subject_id": miss.subject_id,
            "words": words,
            "asked": search.asked,
            "found_at": search.at,
            "noted_at": clock.now(),
        },
    )
    if new:
        noted = facts.CounterpartNoted(
            miss=miss.pk, counterpart=row.pk, words=words, to=search.to_id, asked=search.asked
        )
        # Recorded without a person: it is about the search, not about who searched.
        record(Entry(miss.subject_id, noted), by=SYSTEM.by, audience=Audience((miss.handler_id,)))


def _alike(rows: QuerySet[T], key: str) -> QuerySet[T]:
    """Filter by the same key, or by a similar one if the key tolerates typos."""
    same = Q(key=key)
    if tolerates_typos(key):
        rows = rows.annotate(likeness=TrigramSimilarity("key", key))
        same |= Q(key__trigram_similar=key, likeness__gte=NEAR) & ~Q(key__regex=r"\d")
    return rows.filter(same)


def _known_since(subject: int) -> datetime | None:
    """Give the time when the journey was opened or the customer added."""
    opened = Journey.objects.filter(pk=subject).values_list("opened_at", flat=True).first()
    return opened or Customer.objects.filter(pk=subject).values_list("met_at", flat=True).first()
