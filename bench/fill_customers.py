"""A database with so many customers, their references and some of their journeys, by COPY past the triggers.

References are compared and traits gathered by the rules of the product: it is what `note` writes, only in bulk. The
journeys are copies of one that a command opened, without its history: enough to be found, and to say where they stand.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
from psycopg import sql

from bench import fake_customers
from bench.fake_customers import Customer
from wellkept.kernel import clock, number
from wellkept.references import rules

CHUNK = 10_000
JOURNEYS = 0.2  # a customer, on average; a few have many
OPEN, RESTING = 0.12, 0.38  # of the journeys
SAMPLE = 4_000  # customers who are asked for afterwards

Rows = dict[str, list[tuple[Any, ...]]]


class Pen:
    """The connection, the next keys, and the rows of the next chunk."""

    def __init__(self, connection: psycopg.Connection[Any], secret: bytes, count: int) -> None:
        self.connection = connection
        self.secret = secret
        self.luck = random.Random(5)
        self.subjects = itertools.count(_next(connection, "subject"))
        self.references = itertools.count(_next(connection, "reference"))
        self.numbers = itertools.count(count)
        self.rows: Rows = defaultdict(list)
        self.words: Counter[str] = Counter()
        self.at = clock.now()

    def note(self, whose: set[str], subject: int, kind: str, said: str, key: str) -> None:
        self.rows["reference"].append((next(self.references), subject, kind, said, key, self.at))
        whose |= rules.traits(kind, said, key)


def fill(
    connection: psycopg.Connection[Any], *, customers: int, journey: int, say: Callable[[str], None]
) -> list[Customer]:
    """Fill it; `journey` is the one that is copied. Returns a sample of who is there now, evenly drawn."""
    sample: list[Customer] = []
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        pen = _pen(connection)
        like_journey = _row_of(connection, "journey", journey)
        like_customer = _row_of(connection, "customer", like_journey["customer_id"])
        people = [key for (key,) in connection.execute("SELECT id FROM person").fetchall()]
        with _without_indexes(connection, "reference", "likeness", "word"):
            for place, one in enumerate(fake_customers.customers(customers)):
                _customer(pen, one, dict(like_customer), like_journey, people)
                if place % max(1, customers // SAMPLE) == 0:
                    sample.append(one)
                if place % CHUNK == 0:
                    _write(pen, like_customer, like_journey)
                if place and place % 100_000 == 0:
                    say(f"  {place:,} customers")
            _write(pen, like_customer, like_journey)
            _words(pen)
        _set_sequences(pen)
    connection.execute("VACUUM ANALYZE")
    return sample


def _customer(
    pen: Pen, one: Customer, row: dict[str, Any], journey: dict[str, Any], people: list[int]
) -> None:
    key = one.key = next(pen.subjects)
    traits: set[str] = set()
    pen.rows["subject"].append((key, "customer", 0, b""))
    row |= {
        "id": key,
        "kind": "person" if one.person else "organisation",
        "name": one.name,
        "country": one.country,
    }
    pen.rows["customer"].append(tuple(row.values()))
    for kind, said in (("name", one.name), ("name", one.contact), ("email", one.email)):
        if said and (compared := rules.key(kind, said, country=one.country)):
            pen.note(traits, key, kind, said, compared)
    if one.street:
        pen.note(traits, key, "street", one.address, rules.key("street", one.address, country=one.country))
    if one.phone:
        pen.note(traits, key, "phone", as_written(one, pen.luck), one.phone)
    many = 1 + int(pen.luck.paretovariate(1.5)) if pen.luck.random() < JOURNEYS / 2 else 0
    for _ in range(min(many, 60)):
        _journey(pen, one, key, traits, dict(journey), pen.luck.choice(people))
    pen.rows["likeness"].append((key, sorted(traits)))
    pen.words.update(filter(rules.is_word, traits))


def _journey(
    pen: Pen, one: Customer, customer: int, traits: set[str], row: dict[str, Any], person: int
) -> None:
    key = next(pen.subjects)
    shown = number.nth(next(pen.numbers), pen.secret)
    order = f"PO {pen.luck.randrange(2019, 2027)}-{pen.luck.randrange(100, 99_999)}"
    pen.rows["subject"].append((key, "journey", 0, b""))
    pen.note(traits, key, "number", shown, shown)
    pen.note(traits, key, "purchase_order", order, rules.compact(order))
    need = pen.luck.choice(_NEEDS)
    pen.note(traits, key, "need", need, rules.words(need))
    one.numbers.append(shown)
    one.orders.append(order)
    drawn = pen.luck.random()
    state = "open" if drawn < OPEN else "at_rest" if drawn < OPEN + RESTING else "ended"
    opened = pen.at - timedelta(minutes=pen.luck.randrange(1, 60 * 24 * (30 if state == "open" else 1500)))
    row |= {
        "id": key, "number": shown, "customer_id": customer, "contact_id": None, "site_id": None, "state": state,
        "need": need, "owner_id": person, "holder_id": person if state == "open" else None,
        "opened_at": opened, "court_since": opened, "heard_at": opened,
        "court": pen.luck.choice(("us", "us", "customer")) if state == "open" else "none",
        "accepted_at": opened if state == "at_rest" else None, "rested_at": opened if state == "at_rest" else None,
        "ended_at": opened if state == "ended" else None,
    }  # fmt: skip
    pen.rows["journey"].append(tuple(row.values()))


def as_written(one: Customer, luck: random.Random) -> str:
    """The telephone number as they wrote it once: at home without the country."""
    _, prefix, _ = fake_customers.COUNTRIES[one.country]
    rest = one.phone.removeprefix(prefix)
    home = rest if one.country in ("US", "GR", "PL", "CZ", "IT") else f"0{rest}"
    return luck.choice(
        (f"+{prefix} {rest[:3]} {rest[3:]}", f"{home[:4]} {home[4:]}", f"{home[:4]}/{home[4:]}")
    )


def _pen(connection: psycopg.Connection[Any]) -> Pen:
    row = connection.execute("SELECT number_key, nextval('journey_count') FROM company").fetchone()
    assert row is not None
    return Pen(connection, bytes(row[0]), row[1])


def _next(connection: psycopg.Connection[Any], table: str) -> int:
    row = connection.execute(
        sql.SQL("SELECT coalesce(max(id), 0) + 1 FROM {}").format(sql.Identifier(table))
    ).fetchone()
    return int(row[0]) if row else 1


def _row_of(connection: psycopg.Connection[Any], table: str, key: int) -> dict[str, Any]:
    columns = [
        name
        for (name,) in connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
            " AND table_schema = 'public' ORDER BY ordinal_position",
            [table],
        )
    ]
    row = connection.execute(
        sql.SQL("SELECT {} FROM {} WHERE id = %s").format(
            sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table)
        ),
        [key],
    ).fetchone()
    assert row is not None
    return dict(zip(columns, row, strict=True))


@contextmanager
def _without_indexes(connection: psycopg.Connection[Any], *tables: str) -> Iterator[None]:
    """Those that hold no constraint are made anew at the end: it takes a fraction of the time."""
    made = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i WHERE indrelid ="
        " ANY (%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)",
        [list(tables)],
    ).fetchall()
    for name, _ in made:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _, definition in made:
        connection.execute(definition)


def _write(pen: Pen, customer: dict[str, Any], journey: dict[str, Any]) -> None:
    columns = {
        "subject": ["id", "kind", "length", "head"],
        "customer": list(customer),
        "journey": list(journey),
        "reference": ["id", "subject_id", "kind", "said", "key", "noted_at"],
    }
    for table, names in columns.items():
        rows = pen.rows.pop(table, [])
        _copy(pen.connection, table, names, rows)
    known = pen.rows.pop("likeness", [])
    # A list of words has no COPY form that a tsvector reads as it is meant, so it is quoted here.
    _copy(
        pen.connection,
        "likeness",
        ["id", "traits"],
        [(key, " ".join(f"'{trait}'" for trait in traits)) for key, traits in known],
    )


def _copy(
    connection: psycopg.Connection[Any], table: str, names: list[str], rows: list[tuple[Any, ...]]
) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with connection.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _words(pen: Pen) -> None:
    _copy(pen.connection, "word", ["text", "count"], list(pen.words.items()))


def _set_sequences(pen: Pen) -> None:
    for table, following in (("subject", pen.subjects), ("reference", pen.references)):
        pen.connection.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, next(following)]
        )
    pen.connection.execute("SELECT setval('journey_count', %s, false)", [next(pen.numbers)])


_NEEDS = (
    "The oven trips the breaker", "Lights in the yard", "A socket for the press", "A cold room for the shop",
    "The door does not close", "Two more desks by spring", "The invoice is wrong", "The pump is loud at night",
)  # fmt: skip
