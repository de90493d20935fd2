"""Journeys of the customers found, with the references that match and their scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wellkept.find.queries.results import Hit, Match
from wellkept.find.rules import PREFIX_SCORE, Fit, TermMeaning, fit
from wellkept.journeys.models import Journey
from wellkept.journeys.rights import unreadable
from wellkept.people.actor import Actor
from wellkept.references.rules import whole_name

EACH = 50  # latest journeys of one customer that are read
ALL = 5.5  # grade above which the text is exactly the customer's whole name
ORDER = {"open": 0, "none": 1, "at_rest": 2, "ended": 3}

# Journeys of customers, and the references of both. A merged customer counts for the one they were merged into.
_PLACES = """
WITH who AS (
    SELECT DISTINCT coalesce(m.merged_into_id, w.id) AS id
      FROM unnest(%s::bigint[]) AS w (id)
      LEFT JOIN customer m ON m.id = w.id AND m.merged_into_id IS NOT NULL)
SELECT who.id, j.id, coalesce(j.state, CASE WHEN c.taken_back_at IS NULL THEN 'none' ELSE 'ended' END),
       coalesce(j.touched, c.met_at), coalesce(j.confidential, false)
  FROM who JOIN customer c ON c.id = who.id
  LEFT JOIN LATERAL (
       SELECT id, state, confidential, greatest(court_since, heard_at) AS touched FROM journey
        WHERE customer_id = who.id ORDER BY opened_at DESC LIMIT {each}) j ON true
"""
_SAID = """
SELECT coalesce(m.merged_into_id, r.subject_id), r.kind, r.said, r.key
  FROM (SELECT unnest(%s::bigint[]) AS id
        UNION SELECT id FROM customer WHERE merged_into_id = ANY (%s)) s
  JOIN reference r ON r.subject_id = s.id
  LEFT JOIN customer m ON m.id = r.subject_id AND m.merged_into_id IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class _Place:
    customer: int
    journey: int | None
    state: str
    touched: datetime
    confidential: bool


def hits(
    customers: Sequence[int],
    meant: Sequence[TermMeaning],
    name: str,
    limit: int,
    *,
    by: Actor,
    literally: AbstractSet[str] = frozenset(),
) -> list[Hit]:
    """List the journeys of these customers that match the words: the surest first, then open, then recent.

    The need of a confidential journey counts only for those who may read it: else each search would guess at it.
    """
    if not customers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PLACES.format(each=EACH), [list(customers)])
        places = [_Place(*row) for row in cursor.fetchall()]
        keys = {place.journey for place in places if place.journey} | {place.customer for place in places}
        cursor.execute(_SAID, [sorted(keys), sorted({place.customer for place in places})])
        closed = _closed([place.journey for place in places if place.journey and place.confidential], by)
        fits: dict[int, list[Fit]] = defaultdict(list)
        with_whole_name: set[int] = set()
        for subject, kind, text, key in cursor.fetchall():
            if kind == "need" and subject in closed:
                continue
            if reference_fit := fit(meant, kind, text, key, literally=literally):
                fits[subject].append(reference_fit)
            if kind == "name" and name and whole_name(text) == name:
                with_whole_name.add(subject)
    ranked = []
    for place in places:
        journey_fits = fits.get(place.journey or 0, [])
        every = [*journey_fits, *fits.get(place.customer, [])]
        hit = _hit(
            place, every, meant, whole=place.customer in with_whole_name or place.journey in with_whole_name
        )
        if hit:
            ranked.append((-round(hit.grade, 1), ORDER[place.state], -place.touched.timestamp(), hit))
    ranked.sort(key=lambda entry: (*entry[:3], -(entry[3].journey or 0)))
    return [hit for *_, hit in ranked[:limit]]


def _closed(confidential: Sequence[int], by: Actor) -> set[int]:
    """Find those of these confidential journeys that the reader may not read."""
    return unreadable(list(Journey.objects.filter(pk__in=confidential)), by) if confidential else set()


def _hit(place: _Place, fits: Sequence[Fit], meant: Sequence[TermMeaning], *, whole: bool) -> Hit | None:
    """Grade a place, up to 6: less for terms that match nothing or only similarly. None below two fifths."""
    best: dict[int, float] = {}
    for reference in fits:
        for word, sure in reference.by.items():
            best[word] = max(best.get(word, 0.0), sure)
    if not best:
        return None
    everything = sum(word.weight for word in meant)
    share = sum(meant[word].weight * sure for word, sure in best.items()) / everything
    if share < 0.4:
        return None
    ordered = sorted(
        fits, key=lambda reference: -sum(meant[word].weight * sure for word, sure in reference.by.items())
    )
    matches = tuple(dict.fromkeys(Match(reference.kind, reference.said) for reference in ordered))[:12]
    missing = len(best) < len(meant)
    fuzzy = missing or min(best.values()) < PREFIX_SCORE
    together = max(
        sum(meant[word].weight * sure for word, sure in reference.by.items()) for reference in fits
    )
    grade = 4 * share * (0.9 if missing else 1.0) + together / everything + (1 if whole else 0)
    grade += 0.3 * max(reference.literally for reference in fits)
    return Hit(place.journey, place.customer, grade, matches, fuzzy=fuzzy)
