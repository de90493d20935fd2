"""What must be true of customers, seen from outside: by SQL, by sums and by the find box."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from tests.cast import Cast

from wellkept.find.queries import find

SPEAK_FOR_OTHERS = """
    SELECT j.number FROM journey j JOIN contact k ON k.id = j.contact_id WHERE k.customer_id <> j.customer_id
"""
TABLES = ("customer", "contact", "site", "journey")


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def snapshot() -> dict[str, str]:
    """Every row of the tables that a merge touches, to the letter."""
    found = {}
    for table in TABLES:
        for key, text in rows(f"SELECT id, to_jsonb(t)::text FROM {table} t ORDER BY id"):
            found[f"{table} {key}"] = text
    return found


@dataclass
class Books:
    """Kept by hand beside the product: on whom each thing was put, who was merged into whom, what was ever said.

    `base` is whose a thing would be if no merge were in force; where it is now follows from the merges that are.
    """

    merged: dict[int, tuple[int, int]] = field(default_factory=dict)  # merge: (away, keep), in force
    base: dict[tuple[str, int], int] = field(default_factory=dict)
    speaks: dict[int, int] = field(default_factory=dict)  # journeys opened, with the contact
    said: list[tuple[str, str, int]] = field(
        default_factory=list
    )  # a text, whether of a customer or journey, whose

    def goes_on_as(self, customer: int) -> int:
        into = dict(self.merged.values())
        while customer in into:
            customer = into[customer]
        return customer

    def whose(self, table: str, key: int) -> int:
        return self.goes_on_as(self.base[table, key])

    def say(self, kind: str, key: int, *texts: str) -> None:
        self.said += [(text, kind, key) for text in texts if text]

    def standing(self) -> list[int]:
        into = dict(self.merged.values())
        return sorted(key for (table, key) in self.base if table == "customer" and key not in into)

    def check(self, cast: Cast) -> None:
        """Everything is where the books say, nothing more and nothing less, and every word that was ever said finds."""
        into = dict(rows("SELECT id, merged_into_id FROM customer"))
        assert {key: into[key] or key for key in into} == {
            key: self.goes_on_as(key) for table, key in self.base if table == "customer"
        }
        for table in ("contact", "site", "journey"):
            now = dict(rows(f"SELECT id, customer_id FROM {table}"))
            assert now == {key: self.whose(table, key) for (name, key) in self.base if name == table}, table
        assert rows(SPEAK_FOR_OTHERS) == []
        self.check_references(cast)

    def check_references(self, cast: Cast) -> None:
        by = cast.by("tom")
        for text in sorted({text for text, _, _ in self.said}):
            found = find(text, by=by, limit=200)
            journeys = {one.journey: one.customer for one in found if one.journey}
            customers = {one.customer for one in found}
            for _, kind, key in (entry for entry in self.said if entry[0] == text):
                if kind == "journey":
                    assert journeys.get(key) == self.whose("journey", key), (text, key, found)
                else:
                    assert self.goes_on_as(key) in customers, (text, key, found)


def events_of(subject: int) -> list[tuple[str, dict[str, Any]]]:
    return [
        (kind, json.loads(facts))
        for kind, facts in rows("SELECT type, facts FROM event WHERE subject_id = %s ORDER BY seq", subject)
    ]
