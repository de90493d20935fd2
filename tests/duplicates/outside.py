"""Checks of customers from outside: by SQL, by bookkeeping and by the find box."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from tests.cast import Cast

from wellkept.find.queries import find

CONTACTS_OF_OTHERS = """
    SELECT j.number FROM journey j JOIN contact k ON k.id = j.contact_id WHERE k.customer_id <> j.customer_id
"""
SITES_OF_OTHERS = """
    SELECT j.number FROM journey j JOIN site s ON s.id = j.site_id WHERE s.customer_id <> j.customer_id
"""
TABLES = ("customer", "contact", "site", "journey")


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def snapshot() -> dict[str, str]:
    """Read every row of the tables that a merge touches, as text."""
    texts = {}
    for table in TABLES:
        for key, text in rows(f"SELECT id, to_jsonb(t)::text FROM {table} t ORDER BY id"):
            texts[f"{table} {key}"] = text
    return texts


@dataclass
class Books:
    """Bookkeeping beside the product: the customer of each row, the merges in force, every reference given.

    `base` is the customer of a row if no merge were in force. The present customer follows from the merges.
    """

    merged: dict[int, tuple[int, int]] = field(default_factory=dict)  # merge → (away, keep), in force
    base: dict[tuple[str, int], int] = field(default_factory=dict)
    speaks: dict[int, int] = field(default_factory=dict)  # journey → its contact
    said: list[tuple[str, str, int]] = field(
        default_factory=list
    )  # text, kind of its subject, key of its subject

    def continues_as(self, customer: int) -> int:
        into = dict(self.merged.values())
        while customer in into:
            customer = into[customer]
        return customer

    def customer_of(self, table: str, key: int) -> int:
        return self.continues_as(self.base[table, key])

    def say(self, kind: str, key: int, *texts: str) -> None:
        self.said += [(text, kind, key) for text in texts if text]

    def standing(self) -> list[int]:
        into = dict(self.merged.values())
        return sorted(key for (table, key) in self.base if table == "customer" and key not in into)

    def check(self, cast: Cast) -> None:
        """Compare every row with the books, and find every reference."""
        into = dict(rows("SELECT id, merged_into_id FROM customer"))
        assert {key: into[key] or key for key in into} == {
            key: self.continues_as(key) for table, key in self.base if table == "customer"
        }
        for table in ("contact", "site", "journey"):
            now = dict(rows(f"SELECT id, customer_id FROM {table}"))
            assert now == {key: self.customer_of(table, key) for (name, key) in self.base if name == table}, (
                table
            )
        assert rows(CONTACTS_OF_OTHERS) == []
        assert rows(SITES_OF_OTHERS) == []
        self.check_references(cast)

    def check_references(self, cast: Cast) -> None:
        by = cast.by("tom")
        for text in sorted({text for text, _, _ in self.said}):
            results = find(text, by=by, limit=200)
            journeys = {result.journey: result.customer for result in results if result.journey}
            customers = {result.customer for result in results}
            for _, kind, key in (entry for entry in self.said if entry[0] == text):
                if kind == "journey":
                    assert journeys.get(key) == self.customer_of("journey", key), (text, key, results)
                else:
                    assert self.continues_as(key) in customers, (text, key, results)


def events_of(subject: int) -> list[tuple[str, dict[str, Any]]]:
    return [
        (kind, json.loads(facts))
        for kind, facts in rows("SELECT type, facts FROM event WHERE subject_id = %s ORDER BY seq", subject)
    ]
