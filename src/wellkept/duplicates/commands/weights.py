"""Weights of the company, learned from its own customers."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, islice

from django.db import connection, transaction

from wellkept.duplicates.models import Level
from wellkept.duplicates.queries.records import records
from wellkept.duplicates.rules import estimate
from wellkept.duplicates.rules.compare import compare
from wellkept.duplicates.rules.estimate import Pattern
from wellkept.kernel import clock

FEWEST = 500  # customers: with fewer, the shipped table is as good
_BY_CHANCE = 20_000  # pairs
_THAT_MET = 4_000  # pairs for each kind of key
_COUNTED = ["name", "phone", "email", "place"]  # kinds of keys that are the same exactly when the values are
_MET_BY = ("phone", "email", "name", "person", "place", "sound", "sounds_there", "domain")


def learn(*, seed: float = 0.5) -> bool:
    """Learn the weights again from all customers. Returns False if there are too few; the shipped table
    stays.
    """
    by_chance = _drawn(seed)
    if by_chance is None:
        return False
    u = estimate.learn_u(by_chance, _shared())
    m = estimate.learn_m({kind: _met(kind, seed) for kind in _MET_BY}, u)
    table = estimate.table(m, u)
    now = clock.now()
    with transaction.atomic():
        Level.objects.all().delete()
        Level.objects.bulk_create(
            Level(what=what, level=level, m=m_share, u=other, learned_at=now)
            for what, levels in table.items()
            for level, (m_share, other) in levels.items()
        )
    return True


_SHARED = """
WITH many AS (SELECT kind, count(DISTINCT customer_id) AS customers FROM linkage_key
               WHERE kind = ANY (%s) GROUP BY kind),
     twice AS (SELECT kind, sum(n * (n - 1)) AS pairs
                 FROM (SELECT kind, key, count(*) AS n FROM linkage_key WHERE kind = ANY (%s) GROUP BY kind, key) k
                GROUP BY kind)
SELECT kind, (pairs / (customers * (customers - 1.0)))::float FROM many JOIN twice USING (kind) WHERE customers > 1
"""


def _shared() -> dict[str, float]:
    """Count which share of all pairs of customers who have a value has the same one, by its kind."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [_COUNTED, _COUNTED])
        return dict(cursor.fetchall())


def _drawn(seed: float) -> Counter[Pattern] | None:
    """Count the agreement patterns of random pairs. None if there are too few customers.

    The draw depends on the seed and on the customers' keys alone, not on where their rows lie.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM customer WHERE standing ORDER BY md5(id::text || %s) LIMIT %s",
            [str(seed), 2 * int(_BY_CHANCE**0.5) * 4],
        )
        drawn = [row[0] for row in cursor.fetchall()]
    if len(drawn) < FEWEST:
        return None
    theirs = records(drawn)
    patterns: Counter[Pattern] = Counter()
    step = 1
    while sum(patterns.values()) < _BY_CHANCE and step < len(drawn):
        for x, y in zip(drawn, drawn[step:], strict=False):
            if x in theirs and y in theirs:
                patterns[estimate.pattern(compare(theirs[x], theirs[y]))] += 1
        step += 1
    return patterns


_MET = """
SELECT array_agg(customer_id ORDER BY customer_id) FROM linkage_key WHERE kind = %s
 GROUP BY key HAVING count(*) BETWEEN 2 AND 20 ORDER BY md5(key || %s) LIMIT %s
"""


def _met(kind: str, seed: float) -> Counter[Pattern]:
    """Count the agreement patterns of pairs that share a key of this kind."""
    with connection.cursor() as cursor:
        cursor.execute(_MET, [kind, str(seed), _THAT_MET])
        near = list(islice((two for (who,) in cursor.fetchall() for two in combinations(who, 2)), _THAT_MET))
    theirs = records({key for two in near for key in two})
    patterns: Counter[Pattern] = Counter()
    for a, b in near:
        if a in theirs and b in theirs:
            patterns[estimate.pattern(compare(theirs[a], theirs[b]))] += 1
    return patterns
