"""Fill a database with many customers, their references and some journeys, by COPY past the triggers.

Reference keys and search traits are computed by the product's rules, as `note` does. The journeys are copies of one
that a command opened, without its history: enough to be found, and to show their state.
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
SAMPLE = 4_000  # customers who are searched for afterwards

Rows = dict[str, list[tuple[Any, ...]]]


class Writer:
    """The writer: its connection, the next keys, and the rows of the next chunk."""

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

    def note(self, traits: set[str], subject: int, kind: str, text: str, key: str) -> None:
        self.rows["reference"].append((next(self.references), subject, kind, text, key, self.at))
        traits |= rules.traits(kind, text, key)


def fill(
    connection: psycopg.Connection[Any], *, customers: int, journey: int, say: Callable[[str], None]
) -> list[Customer]:
    """Fill the database with copies of `journey`. Returns an evenly drawn sample of the customers."""
    sample: list[Customer] = []
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        writer = _writer(connection)
        like_journey = _row_of(connection, "journey", journey)
        like_customer = _row_of(connection, "customer", like_journey["customer_id"])
        people = [key for (key,) in connection.execute("SELECT id FROM person").fetchall()]
        with _without_indexes(connection, "reference", "search_row", "word"):
            for index, customer in enumerate(fake_customers.customers(customers)):
                _customer(writer, customer, dict(like_customer), like_journey, people)
                if index % max(1, customers // SAMPLE) == 0:
                    sample.append(customer)
                if index % CHUNK == 0:
                    _write(writer, like_customer, like_journey)
                if index and index % 100_000 == 0:
                    say(f"  {index:,} customers")
            _write(writer, like_customer, like_journey)
            _words(writer)
        _set_sequences(writer)
    connection.execute("VACUUM ANALYZE")
    return sample


def _customer(
    writer: Writer, customer: Customer, row: dict[str, Any], journey: dict[str, Any], people: list[int]
) -> None:
    key = customer.key = next(writer.subjects)
    traits: set[str] = set()
    writer.rows["subject"].append((key, "customer", 0, b""))
    row |= {
        "id": key,
        "kind": "person" if customer.person else "organisation",
        "name": customer.name,
        "country": customer.country,
    }
    writer.rows["customer"].append(tuple(row.values()))
    for kind, text in (("name", customer.name), ("name", customer.contact), ("email", customer.email)):
        if text and (compared := rules.key(kind, text, country=customer.country)):
            writer.note(traits, key, kind, text, compared)
    if customer.street:
        writer.note(
            traits,
            key,
            "street",
            customer.address,
            rules.key("street", customer.address, country=customer.country),
        )
    if customer.phone:
        writer.note(traits, key, "phone", as_written(customer, writer.luck), customer.phone)
    many = 1 + int(writer.luck.paretovariate(1.5)) if writer.luck.random() < JOURNEYS / 2 else 0
    for _ in range(min(many, 60)):
        _journey(writer, customer, key, traits, dict(journey), writer.luck.choice(people))
    writer.rows["search_row"].append((key, sorted(traits)))
    writer.words.update(filter(rules.is_word, traits))


def _journey(
    writer: Writer, customer: Customer, customer_key: int, traits: set[str], row: dict[str, Any], person: int
) -> None:
    key = next(writer.subjects)
    shown = number.nth(next(writer.numbers), writer.secret)
    order = f"PO {writer.luck.randrange(2019, 2027)}-{writer.luck.randrange(100, 99_999)}"
    writer.rows["subject"].append((key, "journey", 0, b""))
    writer.note(traits, key, "number", shown, shown)
    writer.note(traits, key, "purchase_order", order, rules.compact(order))
    need = writer.luck.choice(_NEEDS)
    writer.note(traits, key, "need", need, rules.words(need))
    customer.numbers.append(shown)
    customer.orders.append(order)
    drawn = writer.luck.random()
    state = "open" if drawn < OPEN else "at_rest" if drawn < OPEN + RESTING else "ended"
    opened = writer.at - timedelta(
        minutes=writer.luck.randrange(1, 60 * 24 * (30 if state == "open" else 1500))
    )
    row |= {
        "id": key, "number": shown, "customer_id": customer_key, "contact_id": None, "site_id": None, "state": state,
        "need": need, "owner_id": person, "holder_id": person if state == "open" else None,
        "opened_at": opened, "court_since": opened, "heard_at": opened,
        "court": writer.luck.choice(("us", "us", "customer")) if state == "open" else "none",
        "accepted_at": opened if state == "at_rest" else None, "rested_at": opened if state == "at_rest" else None,
        "ended_at": opened if state == "ended" else None,
    }  # fmt: skip
    writer.rows["journey"].append(tuple(row.values()))


def as_written(customer: Customer, luck: random.Random) -> str:
    """Format the phone number as people write it, often without the country code."""
    _, prefix, _ = fake_customers.COUNTRIES[customer.country]
    rest = customer.phone.removeprefix(prefix)
    home = rest if customer.country in ("US", "GR", "PL", "CZ", "IT") else f"0{rest}"
    return luck.choice(
        (f"+{prefix} {rest[:3]} {rest[3:]}", f"{home[:4]} {home[4:]}", f"{home[:4]}/{home[4:]}")
    )


def _writer(connection: psycopg.Connection[Any]) -> Writer:
    row = connection.execute("SELECT number_key, nextval('journey_count') FROM company").fetchone()
    assert row is not None
    return Writer(connection, bytes(row[0]), row[1])


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
    """Drop indexes that enforce no constraint, and create them again at the end, which is much faster."""
    indexes = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i WHERE indrelid ="
        " ANY (%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)",
        [list(tables)],
    ).fetchall()
    for name, _ in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _, definition in indexes:
        connection.execute(definition)


def _write(writer: Writer, customer: dict[str, Any], journey: dict[str, Any]) -> None:
    columns = {
        "subject": ["id", "kind", "length", "head"],
        "customer": list(customer),
        "journey": list(journey),
        "reference": ["id", "subject_id", "kind", "said", "key", "noted_at"],
    }
    for table, names in columns.items():
        rows = writer.rows.pop(table, [])
        _copy(writer.connection, table, names, rows)
    known = writer.rows.pop("search_row", [])
    # COPY has no list form for a tsvector, so the words are quoted here.
    _copy(
        writer.connection,
        "search_row",
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


def _words(writer: Writer) -> None:
    _copy(writer.connection, "word", ["text", "count"], list(writer.words.items()))


def _set_sequences(writer: Writer) -> None:
    for table, following in (("subject", writer.subjects), ("reference", writer.references)):
        writer.connection.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, next(following)]
        )
    writer.connection.execute("SELECT setval('journey_count', %s, false)", [next(writer.numbers)])


_NEEDS = (
    "The oven trips the breaker", "Lights in the yard", "A socket for the press", "A cold room for the shop",
    "The door does not close", "Two more desks by spring", "The invoice is wrong", "The pump is loud at night",
)  # fmt: skip
