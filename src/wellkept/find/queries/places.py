"""From customers who may be meant to their journeys: by which references each is meant, and how surely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wellkept.find.queries.results import Hit, Match
from wellkept.find.rules import BEGUN, Fit, Meant, fit
from wellkept.references.rules import whole_name

EACH = 50  # journeys of one customer, the latest
ALL = 5.5  # the grade above which a whole name is borne, and nothing else was asked
ORDER = {"open": 0, "none": 1, "at_rest": 2, "ended": 3}

# A customer's journeys, and of both the references. Who was merged speaks for the one as whom they go on.
_PLACES = """
WITH who AS (
    SELECT DISTINCT coalesce(m.merged_into_id, w.id) AS id
      FROM unnest(%s::bigint[]) AS w (id)
      LEFT JOIN customer m ON m.id = w.id AND m.merged_into_id IS NOT NULL)
SELECT who.id, j.id, coalesce(j.state, CASE WHEN c.taken_back_at IS NULL THEN 'none' ELSE 'ended' END),
       coalesce(j.touched, c.met_at)
  FROM who JOIN customer c ON c.id = who.id
  LEFT JOIN LATERAL (
       SELECT id, state, greatest(court_since, heard_at) AS touched FROM journey
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


def hits(
    customers: Sequence[int],
    meant: Sequence[Meant],
    name: str,
    limit: int,
    *,
    literally: AbstractSet[str] = frozenset(),
) -> list[Hit]:
    """The places of these customers that bear the words; the surest first, then what is open, then the recent."""
    if not customers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PLACES.format(each=EACH), [list(customers)])
        places = [_Place(*row) for row in cursor.fetchall()]
        keys = {place.journey for place in places if place.journey} | {place.customer for place in places}
        cursor.execute(_SAID, [sorted(keys), sorted({place.customer for place in places})])
        fits: dict[int, list[Fit]] = defaultdict(list)
        wholly: set[int] = set()
        for subject, kind, said, key in cursor.fetchall():
            if found := fit(meant, kind, said, key, literally=literally):
                fits[subject].append(found)
            if kind == "name" and name and whole_name(said) == name:
                wholly.add(subject)
    ranked = []
    for place in places:
        of_place = fits.get(place.journey or 0, [])
        every = [*of_place, *fits.get(place.customer, [])]
        hit = _hit(place, every, meant, whole=place.customer in wholly or place.journey in wholly)
        if hit:
            ranked.append((-round(hit.grade, 1), ORDER[place.state], -place.touched.timestamp(), hit))
    ranked.sort(key=lambda one: (*one[:3], -(one[3].journey or 0)))
    return [hit for *_, hit in ranked[:limit]]


def _hit(place: _Place, fits: Sequence[Fit], meant: Sequence[Meant], *, whole: bool) -> Hit | None:
    """Of 6 where every word fits to the letter; less by how little of the question it bears, how unsurely."""
    best: dict[int, float] = {}
    for one in fits:
        for word, sure in one.by.items():
            best[word] = max(best.get(word, 0.0), sure)
    if not best:
        return None
    everything = sum(word.weight for word in meant)
    borne = sum(meant[word].weight * sure for word, sure in best.items()) / everything
    if borne < 0.4:
        return None
    ordered = sorted(fits, key=lambda one: -sum(meant[word].weight * sure for word, sure in one.by.items()))
    matches = tuple(dict.fromkeys(Match(one.kind, one.said) for one in ordered))[:12]
    missing = len(best) < len(meant)
    fuzzy = missing or min(best.values()) < BEGUN
    together = max(sum(meant[word].weight * sure for word, sure in one.by.items()) for one in fits)
    grade = 4 * borne * (0.9 if missing else 1.0) + together / everything + (1 if whole else 0)
    grade += 0.3 * max(one.literally for one in fits)
    return Hit(place.journey, place.customer, grade, matches, fuzzy=fuzzy)
