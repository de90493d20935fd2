"""The sweep: compare changed customers with similar ones, and keep pairs that may be one for a person to
check.

It runs in the background. Customers are taken, indexed under their keys and finished in three short
transactions. Reading and comparing, which take long, hold no lock. After a crash the next run continues with
the batch that was taken.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from django.db import connection, transaction
from django.db.models import Q

from wellkept.duplicates.models import BeingCompared, Pair
from wellkept.duplicates.queries.likely_same import judge, shared
from wellkept.duplicates.queries.records import count_sharing, records, weights
from wellkept.duplicates.rules.compare import Finding, compare
from wellkept.duplicates.rules.records import Record, digest, keys
from wellkept.duplicates.rules.weights import POSSIBLE, Weights
from wellkept.events import sweeps
from wellkept.kernel import clock

BATCH = 400  # customers who are compared together
SECONDS = 20.0  # maximum running time of one sweep, once a minute
_ALONE = 0x2E1  # key of the advisory lock
_OF_ONE_KEY = 50  # a key shared by more customers identifies nobody
_WEAK = ("sounds_there", "place")  # one word in one town, one house: never enough alone
_REMEMBERED = 100_000  # keys whose counts a run keeps in its cache

NAME = "find_duplicates"
log = logging.getLogger("wellkept.duplicates")

Counts = dict[tuple[str, str], int]


def sweep(*, most: int | None = None, seconds: float = SECONDS) -> int:
    """Compare changed customers, up to `most` and for `seconds`. Returns how many were compared."""
    done, until = 0, time.monotonic() + seconds
    with _alone() as alone:
        if not alone:
            return 0
        table, counts = weights(), Counts()
        _again(sweeps.faulty_items(NAME))
        while most is None or done < most:
            changed = _taken(BATCH if most is None else min(BATCH, most - done))
            if changed:
                _compare_all(changed, table, counts)
                done += len(changed)
            if not changed or time.monotonic() > until:
                break
    return done


@contextmanager
def _alone() -> Iterator[bool]:
    """Take the sweep's advisory lock. Yields False if another sweep holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ALONE])
        [alone] = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ALONE])


_TAKE = """
WITH taken AS MATERIALIZED (SELECT id FROM to_compare ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED),
     gone AS (DELETE FROM to_compare t USING taken WHERE t.id = taken.id RETURNING t.id)
INSERT INTO being_compared SELECT id FROM gone ORDER BY id RETURNING id
"""


@transaction.atomic
def _taken(most: int) -> list[int]:
    """Take the next batch: first customers that a crashed run left, else changed ones.

    A change after this queues the customer again.
    """
    left = list(BeingCompared.objects.order_by("pk").values_list("pk", flat=True)[:most])
    if left:
        return left
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [most])
        return sorted(row[0] for row in cursor.fetchall())


@transaction.atomic
def _again(failed: list[str]) -> None:
    """Compare those once more that could not be compared the last time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO to_compare (id) SELECT id FROM customer WHERE id = ANY (%s::bigint[]) ON CONFLICT DO NOTHING",
            [[int(key) for key in failed]],
        )


def _compare_all(changed: list[int], table: Weights, counts: Counts) -> None:
    """Compare a batch at once; where that fails one by one, so that one customer does not stop the others."""
    try:
        _compare(changed, table, counts)
    except Exception as fault:
        if sweeps.connection_is_lost():
            raise
        log.warning("A batch is compared one by one: %s", fault)
        sweeps.each(NAME, changed, lambda customer: _compare([customer], table, counts))
        BeingCompared.objects.filter(pk__in=changed).delete()
    else:
        sweeps.succeeded(NAME, changed)


def _compare(changed: list[int], table: Weights, counts: Counts) -> None:
    """Index, compare and store one batch."""
    theirs = records(changed)
    _index(changed, theirs.values())
    near = _near(list(theirs))
    theirs |= records({key for pair in near for key in pair} - theirs.keys())
    pairs = _judge([(theirs[a], theirs[b]) for a, b in near if a in theirs and b in theirs], table, counts)
    _keep(changed, pairs)


_INDEX = """
WITH now AS (SELECT * FROM unnest(%(whose)s::bigint[], %(kinds)s::text[], %(keys)s::text[]) n (customer_id, kind, key)),
     gone AS (DELETE FROM linkage_key k WHERE k.customer_id = ANY (%(changed)s) AND NOT EXISTS (
                SELECT FROM now n WHERE (n.customer_id, n.kind, n.key) = (k.customer_id, k.kind, k.key)))
INSERT INTO linkage_key (customer_id, kind, key) SELECT customer_id, kind, key FROM now ORDER BY kind, key, customer_id
    ON CONFLICT DO NOTHING
"""


@transaction.atomic
def _index(changed: Collection[int], theirs: Iterable[Record]) -> None:
    """Replace the comparison keys of these customers. Merged customers have none."""
    now = [(record.key, kind, key) for record in theirs for kind, key in keys(record)]
    with connection.cursor() as cursor:
        cursor.execute(
            _INDEX,
            {
                "changed": list(changed),
                "whose": [customer for customer, _, _ in now],
                "kinds": [kind for _, kind, _ in now],
                "keys": [key for _, _, key in now],
            },
        )


_NEAR = """
WITH told AS MATERIALIZED (
    SELECT DISTINCT k.kind, k.key FROM linkage_key k WHERE k.customer_id = ANY (%(changed)s)
), shared AS MATERIALIZED (
    SELECT t.kind, t.key, o.who FROM told t CROSS JOIN LATERAL (
        SELECT array_agg(f.customer_id) AS who FROM (
            SELECT customer_id FROM linkage_key o WHERE o.kind = t.kind AND o.key = t.key LIMIT %(most)s + 1) f) o
     WHERE cardinality(o.who) BETWEEN 2 AND %(most)s
)
SELECT least(k.customer_id, o.id), greatest(k.customer_id, o.id)
  FROM linkage_key k JOIN shared s ON s.kind = k.kind AND s.key = k.key CROSS JOIN LATERAL unnest(s.who) o (id)
 WHERE k.customer_id = ANY (%(changed)s) AND o.id <> k.customer_id
 GROUP BY 1, 2 HAVING bool_or(s.kind <> ALL (%(weak)s)) OR count(DISTINCT (s.kind, s.key)) > 1
"""


def _near(changed: list[int]) -> list[tuple[int, int]]:
    """List pairs of a changed customer and another who shares a key that few have, or two weak keys."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"changed": changed, "most": _OF_ONE_KEY, "weak": list(_WEAK)})
        return sorted((a, b) for a, b in cursor.fetchall())


def _judge(near: list[tuple[Record, Record]], table: Weights, counts: Counts) -> list[Pair]:
    """Compare and keep the pairs that are possible, with probability and reasons."""
    compared = [(a, b, compare(a, b)) for a, b in near]
    _count(shared(finding for _, _, findings in compared for finding in findings), counts)
    now = clock.now()
    pairs = []
    for a, b, findings in compared:
        chance, known = judge(findings, table, counts, beside=2)
        if chance >= POSSIBLE:
            pairs.append(
                Pair(
                    first_id=a.key,
                    second_id=b.key,
                    probability=chance,
                    reasons=[as_reason(finding) for finding in known],
                    compared=digest((a, b)),
                    found_at=now,
                )
            )
    return pairs


def _count(keys: Collection[tuple[str, str]], counts: Counts) -> None:
    """Count how many customers share each of these keys, cached for the run."""
    if len(counts) > _REMEMBERED:
        counts.clear()
    counts.update(count_sharing([key for key in keys if key not in counts]))


def as_reason(finding: Finding) -> dict[str, object]:
    """Convert a finding for storage with the pair."""
    return {name: value for name, value in asdict(finding).items() if value and name != "key"}


@transaction.atomic
def _keep(changed: list[int], pairs: list[Pair]) -> None:
    """Store pairs. A verdict stays until the compared data changes."""
    known = _known(changed)
    fresh = []
    for pair in pairs:
        row = known.pop((pair.first_id, pair.second_id), None)
        if row is None:
            fresh.append(pair)
        elif not row.verdict or row.compared != pair.compared:
            row.probability, row.reasons, row.compared = pair.probability, pair.reasons, pair.compared
            if row.verdict:
                row.verdict, row.said_at, row.said_by, row.found_at = "", None, None, pair.found_at
            row.save()
    Pair.objects.bulk_create(fresh, ignore_conflicts=True)
    # A pair that is no longer likely is deleted, unless a person gave a verdict.
    Pair.objects.filter(pk__in=[row.pk for row in known.values() if not row.verdict]).delete()
    BeingCompared.objects.filter(pk__in=changed).delete()


def _known(changed: list[int]) -> dict[tuple[int, int], Pair]:
    """Lock the stored pairs of these customers."""
    return {
        (row.first_id, row.second_id): row
        for row in Pair.objects.select_for_update()
        .filter(Q(first__in=changed) | Q(second__in=changed))
        .order_by("first_id", "second_id")
    }
