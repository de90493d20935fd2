"""Two searches that belong together are put side by side. Parts of the commands that note them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet

from wellkept.customers.models import Customer
from wellkept.events.commands import Audience, Entry, record
from wellkept.find import facts
from wellkept.find.models import Led, Miss, Pair
from wellkept.find.normalise import NEAR, is_worded
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.people.actor import SYSTEM

MINUTES = timedelta(minutes=10)  # within which somebody who found nothing and then something meant the same
T = TypeVar("T", Miss, Led)
AT_ONCE = 5  # pairs that one search makes at most


def pair_with_colleagues(miss: Miss) -> None:
    """Colleagues found something with these words while we remember their searches."""
    led = _alike(Led.objects.exclude(asked_by_id=miss.asked_by_id), miss.key)
    for one in led.order_by("-at")[:AT_ONCE]:
        pair(miss, words="same", found=one)


def pair_with_misses(led: Led) -> None:
    """Somebody else found nothing with these words; or this very person did, by other words, minutes ago."""
    waiting = Miss.objects.filter(ended_at__isnull=True)
    for one in _alike(waiting.exclude(asked_by_id=led.asked_by_id), led.key).order_by("-asked_at")[:AT_ONCE]:
        pair(one, words="same", found=led)
    mine = waiting.filter(asked_by_id=led.asked_by_id, asked_at__gt=led.at - MINUTES).exclude(key=led.key)
    for one in mine.order_by("-asked_at")[:AT_ONCE]:
        pair(one, words="other", found=led)


def pair(miss: Miss, *, words: str, found: Led) -> None:
    """Nothing that was not there to be found when it was asked for is held against the search."""
    since = _known_since(found.to_id)
    if since is None or since > miss.asked_at:
        return
    row, new = Pair.objects.get_or_create(
        miss=miss,
        to_id=found.to_id,
        defaults={
            "subject_id": miss.subject_id,
            "words": words,
            "asked": found.asked,
            "found_at": found.at,
            "noted_at": clock.now(),
        },
    )
    if new:
        paired = facts.LookUpsPaired(
            miss=miss.pk, pair=row.pk, words=words, to=found.to_id, asked=found.asked
        )
        # By nobody: it says something about the search, and nothing about a person.
        record(Entry(miss.subject_id, paired), by=SYSTEM.by, audience=Audience((miss.handler_id,)))


def _alike(rows: QuerySet[T], key: str) -> QuerySet[T]:
    same = Q(key=key)
    if is_worded(key):
        rows = rows.annotate(likeness=TrigramSimilarity("key", key))
        same |= Q(key__trigram_similar=key, likeness__gte=NEAR) & ~Q(key__regex=r"\d")
    return rows.filter(same)


def _known_since(subject: int) -> datetime | None:
    opened = Journey.objects.filter(pk=subject).values_list("opened_at", flat=True).first()
    return opened or Customer.objects.filter(pk=subject).values_list("met_at", flat=True).first()
