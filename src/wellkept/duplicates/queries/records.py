"""Customer records for comparison, many at once; weights and counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db import connection

from wellkept.duplicates.models import Level
from wellkept.duplicates.rules.compare import LEVELS
from wellkept.duplicates.rules.records import CustomerDescription, Record, record
from wellkept.duplicates.rules.weights import MOST, SHIPPED, Weights

_THEIRS = """
SELECT c.id, c.name, c.kind, c.country FROM customer c
 WHERE c.id = ANY (%s) AND c.merged_into_id IS NULL AND c.taken_back_at IS NULL
"""
_PEOPLE = "SELECT customer_id, name, phone, email FROM contact WHERE customer_id = ANY (%s) ORDER BY id"
_PLACES = "SELECT customer_id, street, postcode, city FROM site WHERE customer_id = ANY (%s) ORDER BY id"
_ALSO = "SELECT merged_into_id, name FROM customer WHERE merged_into_id = ANY (%s) ORDER BY id"


def records(customers: Collection[int]) -> dict[int, Record]:
    """Read these customers as records, by key. Merged and taken-back customers are left out."""
    keys = list(customers)
    contacts: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    sites: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    also: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_THEIRS, [keys])
        rows = cursor.fetchall()
        cursor.execute(_PEOPLE, [keys])
        for customer, *contact in cursor.fetchall():
            contacts[customer].append(tuple(contact))
        cursor.execute(_PLACES, [keys])
        for customer, *site in cursor.fetchall():
            sites[customer].append(tuple(site))
        cursor.execute(_ALSO, [keys])
        for into, name in cursor.fetchall():
            also[into].append(name)
    return {
        key: record(
            CustomerDescription(
                name=name,
                also=tuple(also[key]),
                kind=kind,
                country=country,
                people=tuple(contact[0] for contact in contacts[key]),
                phones=tuple(contact[1] for contact in contacts[key]),
                mails=tuple(contact[2] for contact in contacts[key]),
                places=tuple(sites[key]),
            ),
            key=key,
        )
        for key, name, kind, country in rows
    }


def weights() -> Weights:
    """Read the table in force: learned, or the shipped one if learning is incomplete."""
    learned: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for what, level, m, u in Level.objects.values_list("what", "level", "m", "u"):
        learned[what][level] = (m, u)
    is_whole = all(set(learned.get(what, {})) == set(levels) for what, levels in LEVELS.items())
    with connection.cursor() as cursor:
        # Counting a million would take too long: beyond some thousands the planner's estimate is near enough.
        # Below that it says nothing: it may be from a time when there were many more.
        cursor.execute(
            "SELECT (SELECT count(*) FROM (SELECT FROM customer LIMIT %s) c),"
            " (SELECT reltuples FROM pg_class WHERE oid = 'customer'::regclass)",
            [MOST],
        )
        counted, estimated = cursor.fetchone()
    customers = counted if counted < MOST else max(counted, int(estimated))
    return Weights(learned if is_whole else SHIPPED, customers, learned=is_whole)


def count_sharing(keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Count the customers under each (kind, key)."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT q.kind, q.key, (SELECT count(*) FROM linkage_key k WHERE k.kind = q.kind AND k.key = q.key)"
            " FROM unnest(%s::text[], %s::text[]) q (kind, key)",
            [[kind for kind, _ in keys], [key for _, key in keys]],
        )
        return {(kind, key): count for kind, key, count in cursor.fetchall()}
