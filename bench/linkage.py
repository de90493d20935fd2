"""Speed and accuracy of the search for duplicates: customers compared a second, and the share of true pairs.

`python -m bench.linkage 100000` fills a new database and sweeps it. BENCH_DATA names a folder that is kept.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

from bench import fill_customers, report, sandbox
from bench.duplicates import Population, population
from bench.fake_customers import COUNTRIES, Customer

CHUNK = 5_000


def measure(customers: int, *, seed: int) -> dict[str, Any]:
    """Fill a database, sweep it completely, and rate the pairs that are shown."""
    with sandbox.server() as server:
        sandbox.set_up_django(server.url("postgres"))
        name = f"linkage_{customers}_{seed}"
        with server.connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        url = sandbox.database(server, name)
        sandbox.point_django_at(url)
        from bench import company
        from wellkept.cli import bootstrap as product

        product.migrate()
        measured = company.set_up()
        people = population(customers, seed=seed)
        with psycopg.connect(sandbox.as_role(url)) as connection:
            keys = fill(connection, people, like=measured.customer.pk)
        with psycopg.connect(sandbox.as_role(url), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        swept = sweep()
        truth = {tuple(sorted((keys[a], keys[b]))) for a, b in people.same}
        return {
            "customers": len(keys),
            "pairs_in_truth": len(truth),
            **swept,
            "shown": precision_and_recall(url, truth),
        }


def fill(connection: psycopg.Connection[Any], people: Population, *, like: int) -> list[int]:
    """Write the customers with contacts and sites by COPY. Returns their keys in order."""
    connection.execute("SET LOCAL session_replication_role = replica")
    row = fill_customers._row_of(connection, "customer", like)
    first = fill_customers._next(connection, "subject")
    keys = list(range(first, first + len(people.customers)))
    for start in range(0, len(keys), CHUNK):
        chunk = list(zip(keys, people.customers, strict=True))[start : start + CHUNK]
        fill_customers._copy(
            connection,
            "subject",
            ["id", "kind", "length", "head"],
            [(key, "customer", 0, b"") for key, _ in chunk],
        )
        fill_customers._copy(
            connection, "customer", list(row), [tuple(_customer(row, *entry).values()) for entry in chunk]
        )
        fill_customers._copy(
            connection,
            "contact",
            ["customer_id", "name", "role", "email", "phone", "language", "channel", "time_zone", "active"],
            [_contact(*entry) for entry in chunk if entry[1].contact or entry[1].phone or entry[1].email],
        )
        fill_customers._copy(
            connection,
            "site",
            ["customer_id", "label", "street", "postcode", "city", "country"],
            [_site(*entry) for entry in chunk if entry[1].street],
        )
    connection.execute("SELECT setval(pg_get_serial_sequence('subject', 'id'), %s)", [keys[-1]])
    connection.execute("INSERT INTO to_compare SELECT id FROM customer ON CONFLICT DO NOTHING")
    connection.commit()
    return keys


def _customer(row: dict[str, Any], key: int, customer: Customer) -> dict[str, Any]:
    kind = "person" if customer.person else "organisation"
    return row | {"id": key, "kind": kind, "name": customer.name, "country": customer.country}


def _contact(key: int, customer: Customer) -> tuple[Any, ...]:
    name = customer.contact or customer.name
    return (
        key,
        name,
        "",
        customer.email,
        f"+{customer.phone}" if customer.phone else "",
        "de",
        "mail",
        "",
        True,
    )


def _site(key: int, customer: Customer) -> tuple[Any, ...]:
    street = customer.address.rsplit(", ", 1)[0]
    return (
        key,
        "",
        street,
        customer.postcode,
        customer.city,
        customer.country if customer.country in COUNTRIES else "DE",
    )


def sweep() -> dict[str, Any]:
    """Sweep completely in one process. Measures wall time, and processor time of this process and the database."""
    from django.db import connection

    from wellkept.duplicates.commands import sweep as sweeping

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [backend] = cursor.fetchone()
    processor_seconds = -time.process_time() - _spent(backend)
    done, began, reported = 0, time.monotonic(), time.monotonic()
    while count := sweeping.sweep():
        done += count
        if time.monotonic() - reported > 60:
            reported = time.monotonic()
            report.say(f"  {done:,} compared, {done / (reported - began):,.0f} a second")
    took = time.monotonic() - began
    processor_seconds += time.process_time() + _spent(backend)
    return {
        "seconds": round(took, 1),
        "a_second": round(done / took),
        "processor_seconds": round(processor_seconds, 1),
        "a_processor_second": round(done / processor_seconds),
        "mib_at_most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "load": round(os.getloadavg()[0], 1),
    }


def _spent(process: int) -> float:
    """Return the processor seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def precision_and_recall(url: str, truth: set[tuple[int, ...]]) -> list[dict[str, Any]]:
    """Rate the shown pairs at each of the three thresholds."""
    from wellkept.duplicates.rules.weights import CERTAIN, POSSIBLE, PROBABLE

    with psycopg.connect(sandbox.as_role(url)) as connection:
        rows = connection.execute("SELECT first_id, second_id, probability FROM likely_pair").fetchall()
    figures = []
    for floor in (POSSIBLE, PROBABLE, CERTAIN):
        shown = {(a, b) for a, b, chance in rows if chance >= floor}
        right = len(shown & truth)
        figures.append(
            {
                "from": floor,
                "pairs": len(shown),
                "true": right,
                "precision": round(right / max(1, len(shown)), 4),
                "recall": round(right / len(truth), 4),
            }
        )
    return figures


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), seed=int((sys.argv[2:] or ["7"])[0])), indent=1))
