"""The sweep: who changed is compared with whoever is near; pairs that may be one are kept for a person to look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from wellkept.duplicates.models import Key, Pair
from wellkept.duplicates.queries.records import how_many, records, weights
from wellkept.duplicates.queries.suspects import chance_of, shared
from wellkept.duplicates.rules.comparing import Finding, compare
from wellkept.duplicates.rules.records import Record, digest, keys
from wellkept.duplicates.rules.weighing import POSSIBLE, Weights
from wellkept.kernel import clock

BATCH = 50  # customers in one transaction: a change of one of them waits no longer than that
A_RUN = 2000
_OF_ONE_KEY = 50  # a key that more share tells nobody from others


def sweep(*, most: int = A_RUN) -> int:
    """Compare who changed since the last time, so many at most. Returns how many were compared.

    Each batch is a transaction: whoever was compared is done with, and a run that was killed goes on where it was.
    """
    done, table = 0, weights()
    while done < most:
        count = _batch(min(BATCH, most - done), table)
        if not count:
            break
        done += count
    return done


@transaction.atomic
def _batch(most: int, table: Weights) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH taken AS MATERIALIZED (SELECT id FROM to_compare ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)"
            " DELETE FROM to_compare t USING taken WHERE t.id = taken.id RETURNING t.id",
            [most],
        )
        changed = sorted(row[0] for row in cursor.fetchall())
    if not changed:
        return 0
    theirs = records(changed)
    _stand(changed, theirs.values())
    near = _near(list(theirs))
    theirs |= records({key for pair in near for key in pair} - theirs.keys())
    _keep(changed, _judge([(theirs[a], theirs[b]) for a, b in near if a in theirs and b in theirs], table))
    return len(changed)


def _stand(changed: Collection[int], theirs: Iterable[Record]) -> None:
    """Write anew under which keys these stand; who was merged stands under none."""
    Key.objects.filter(customer__in=changed).delete()
    Key.objects.bulk_create(
        Key(customer_id=one.key, kind=kind, key=key) for one in theirs for kind, key in sorted(keys(one))
    )


_NEAR = """
WITH told AS (
    SELECT k.customer_id, k.kind, k.key FROM linkage_key k
     WHERE k.customer_id = ANY (%(changed)s)
       AND (SELECT count(*) FROM (SELECT FROM linkage_key o WHERE o.kind = k.kind AND o.key = k.key
                                   LIMIT %(most)s + 1) o) BETWEEN 2 AND %(most)s
)
SELECT DISTINCT least(t.customer_id, o.customer_id), greatest(t.customer_id, o.customer_id)
  FROM told t CROSS JOIN LATERAL (
       SELECT customer_id FROM linkage_key o
        WHERE o.kind = t.kind AND o.key = t.key AND o.customer_id <> t.customer_id OFFSET 0) o
 ORDER BY 1, 2
"""


def _near(changed: list[int]) -> list[tuple[int, int]]:
    """Every two of whom one changed and who share a key that few have."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"changed": changed, "most": _OF_ONE_KEY})
        return [(a, b) for a, b in cursor.fetchall()]


def _judge(near: list[tuple[Record, Record]], table: Weights) -> list[Pair]:
    """The pairs that are possible, with how likely and why."""
    compared = [(a, b, compare(a, b)) for a, b in near]
    counts = how_many(shared(one for _, _, findings in compared for one in findings))
    now = clock.now()
    return [
        Pair(
            first_id=a.key,
            second_id=b.key,
            probability=chance,
            reasons=[as_reason(one) for one in findings],
            compared=digest((a, b)),
            found_at=now,
        )
        for a, b, findings in compared
        if (chance := chance_of(findings, table, counts, beside=2)) >= POSSIBLE
    ]


def as_reason(finding: Finding) -> dict[str, Any]:
    """As it is kept with the pair."""
    return {name: value for name, value in asdict(finding).items() if value and name != "key"}


def _keep(changed: list[int], found: list[Pair]) -> None:
    """Each pair once. What somebody said of it stays said until what was compared is another."""
    known = {
        (row.first_id, row.second_id): row
        for row in Pair.objects.select_for_update()
        .filter(Q(first__in=changed) | Q(second__in=changed))
        .order_by("first_id", "second_id")
    }
    fresh = []
    for one in found:
        row = known.pop((one.first_id, one.second_id), None)
        if row is None:
            fresh.append(one)
        elif not row.verdict or row.compared != one.compared:
            row.probability, row.reasons, row.compared = one.probability, one.reasons, one.compared
            if row.verdict:
                row.verdict, row.said_at, row.said_by, row.found_at = "", None, None, one.found_at
            row.save()
    Pair.objects.bulk_create(fresh, ignore_conflicts=True)
    # What was likely and is not any more goes without a word; what was said by a person stays.
    Pair.objects.filter(pk__in=[row.pk for row in known.values() if not row.verdict]).delete()
