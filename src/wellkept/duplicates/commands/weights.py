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
_MET_BY = ("phone", "email", "name", "person", "place", "sound", "sounds_there", "domain")


def learn(*, seed: float = 0.5) -> bool:
    """Learn the weights again from all customers. Returns False if there are too few; the shipped table
    stays.
    """
    by_chance = _drawn(seed)
    if by_chance is None:
        return False
    u = estimate.learn_u(by_chance)
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


def _drawn(seed: float) -> Counter[Pattern] | None:
    """Count the agreement patterns of random pairs. None if there are too few customers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(%s)", [seed])
        cursor.execute(
            "SELECT id FROM customer WHERE standing ORDER BY random() LIMIT %s",
            [2 * int(_BY_CHANCE**0.5) * 4],
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
