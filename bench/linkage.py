"""Who stands here twice: how many customers a second the sweep compares, and how much of what it shows is true.

`python -m bench.linkage 100000` fills a database of its own and sweeps it; BENCH_DATA names a folder that stays.
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
    """Fill, sweep to the end, and look at what is shown."""
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
        found = company.found()
        people = population(customers, seed=seed)
        with psycopg.connect(url) as connection:
            keys = fill(connection, people, like=found.customer.pk)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        swept = sweep()
        truth = {tuple(sorted((keys[a], keys[b]))) for a, b in people.one}
        return {"customers": len(keys), "pairs_in_truth": len(truth), **swept, "shown": judged(url, truth)}


def fill(connection: psycopg.Connection[Any], people: Population, *, like: int) -> list[int]:
    """These customers with who speaks for them and where they are, by COPY. Their keys, in their order."""
    connection.execute("SET LOCAL session_replication_role = replica")
    row = fill_customers._row_of(connection, "customer", like)
    first = fill_customers._next(connection, "subject")
    keys = list(range(first, first + len(people.customers)))
    for start in range(0, len(keys), CHUNK):
        some = list(zip(keys, people.customers, strict=True))[start : start + CHUNK]
        fill_customers._copy(
            connection,
            "subject",
            ["id", "kind", "length", "head"],
            [(key, "customer", 0, b"") for key, _ in some],
        )
        fill_customers._copy(
            connection, "customer", list(row), [tuple(_customer(row, *one).values()) for one in some]
        )
        fill_customers._copy(
            connection,
            "contact",
            ["customer_id", "name", "role", "email", "phone", "language", "channel", "time_zone", "active"],
            [_contact(*one) for one in some if one[1].contact or one[1].phone or one[1].email],
        )
        fill_customers._copy(
            connection,
            "site",
            ["customer_id", "label", "street", "postcode", "city", "country"],
            [_site(*one) for one in some if one[1].street],
        )
    connection.execute("SELECT setval(pg_get_serial_sequence('subject', 'id'), %s)", [keys[-1]])
    connection.execute("INSERT INTO to_compare SELECT id FROM customer ON CONFLICT DO NOTHING")
    connection.commit()
    return keys


def _customer(row: dict[str, Any], key: int, one: Customer) -> dict[str, Any]:
    kind = "person" if one.person else "organisation"
    return row | {"id": key, "kind": kind, "name": one.name, "country": one.country}


def _contact(key: int, one: Customer) -> tuple[Any, ...]:
    name = one.contact or one.name
    return (key, name, "", one.email, f"+{one.phone}" if one.phone else "", "de", "mail", "", True)


def _site(key: int, one: Customer) -> tuple[Any, ...]:
    street = one.address.rsplit(", ", 1)[0]
    return (key, "", street, one.postcode, one.city, one.country if one.country in COUNTRIES else "DE")


def sweep() -> dict[str, Any]:
    """To the end, in one process. Beside the time by the clock stands that of both processors: ours, the database's."""
    from django.db import connection

    from wellkept.duplicates.commands import sweep as sweeping

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [backend] = cursor.fetchone()
    spent = -time.process_time() - _spent(backend)
    done, began, said = 0, time.monotonic(), time.monotonic()
    while count := sweeping.sweep():
        done += count
        if time.monotonic() - said > 60:
            said = time.monotonic()
            report.say(f"  {done:,} compared, {done / (said - began):,.0f} a second")
    took = time.monotonic() - began
    spent += time.process_time() + _spent(backend)
    return {
        "seconds": round(took, 1),
        "a_second": round(done / took),
        "processor_seconds": round(spent, 1),
        "a_processor_second": round(done / spent),
        "mib_at_most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "load": round(os.getloadavg()[0], 1),
    }


def _spent(process: int) -> float:
    """Seconds of the processor, of a process of this machine."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def judged(url: str, truth: set[tuple[int, ...]]) -> list[dict[str, Any]]:
    """What is shown from each of the words on, and how much of it is true."""
    from wellkept.duplicates.rules.weights import CERTAIN, POSSIBLE, PROBABLE

    with psycopg.connect(url) as connection:
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
