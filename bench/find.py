"""Speed and accuracy of find among many customers.

The kinds of questions are asked in a random order, so that the machine's load affects all of them. A bare SELECT of the
same reference over the same driver is the baseline. Mistakes are made by mistakes.py, which shares no code with find.
"""

from __future__ import annotations

import dataclasses
import json
import os
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg

from bench import fake_customers, fill_customers, mistakes, report, sandbox
from bench.fake_customers import Customer
from wellkept.installation.postgres import Server

BARE = "SELECT subject_id, kind, said FROM reference WHERE key = %s AND kind = 'number'"
Question = tuple[str, str, Customer | None]  # kind, text, expected customer


def measure(server: Server, *, customers: int, looks: int) -> dict[str, Any]:
    """Fill a database, or use the existing one, and measure the questions."""
    url, sample, seconds = fill(server, customers)
    sandbox.point_django_at(url)
    from wellkept.find.queries import find
    from wellkept.people.actor import SYSTEM

    asked = list(questions(sample, looks=looks, seed=3))
    random.Random(1).shuffle(asked)
    for _, text, _ in asked[:50]:
        find(text, by=SYSTEM, limit=8)
    took: dict[str, list[float]] = defaultdict(list)
    first: dict[str, list[bool]] = defaultdict(list)
    five: dict[str, list[bool]] = defaultdict(list)
    with psycopg.connect(url, autocommit=True) as bare:
        for kind, text, meant in asked:
            began = time.perf_counter()
            hits = find(text, by=SYSTEM, limit=8)
            took[kind].append(time.perf_counter() - began)
            if meant is not None:
                right = [is_meant(hit, meant, kind, text) for hit in hits[:5]]
                first[kind].append(any(right[:1]))
                five[kind].append(any(right))
            if kind == "our number":
                began = time.perf_counter()
                bare.execute(BARE, [text.replace("-", "")]).fetchall()
                took[""].append(time.perf_counter() - began)
        rows = bare.execute(
            "SELECT (SELECT count(*) FROM customer), (SELECT count(*) FROM reference),"
            " (SELECT count(*) FROM journey), (SELECT count(*) FROM word), pg_database_size(current_database())"
        ).fetchone()
    assert rows is not None
    index = statistics.median(took.pop("")) * 1000
    return {
        **dict(zip(("customers", "references", "journeys", "words", "bytes"), rows, strict=True)),
        "filling_seconds": seconds,
        "index_ms": round(index, 3),
        "kinds": {kind: _figures(took[kind], first[kind], five[kind], index) for kind in KINDS},
    }


def _figures(
    took: Sequence[float], first: Sequence[bool], five: Sequence[bool], index: float
) -> dict[str, Any]:
    middle = statistics.median(took) * 1000
    return {
        "asked": len(took),
        "p50_ms": round(middle, 2),
        "p99_ms": round(statistics.quantiles(took, n=100, method="inclusive")[98] * 1000, 2),
        "of_index": round(middle / index, 1),
        "recall_at_1": round(sum(first) / len(first), 3) if first else None,
        "recall_at_5": round(sum(five) / len(five), 3) if five else None,
    }


def is_meant(hit: Any, meant: Customer, kind: str, text: str) -> bool:
    """Tell whether the hit is right.

    For a name alone, every customer of that name is right, and for an address everyone who lives there. For a street
    and a word of the name, both must match. For an order number that exists twice, either is right.
    """
    if kind == "their order number":
        return hit.customer == meant.key or _says(hit, text)
    if kind == "half address and a name":
        word = text.rpartition(" ")[2]
        street = text.removeprefix("that place in ").rpartition(",")[0]
        there = _says(hit, street) and (word in hit.customer_name or _says(hit, word))
        return bool(hit.customer == meant.key or there)
    if kind.startswith("name") or kind == "as the caller spells on":
        names = [hit.customer_name, *(match.said for match in hit.matches if match.kind == "name")]
        return _plain(meant.name) in [_plain(name) for name in names]
    if "address" in kind:
        return hit.customer == meant.key or _says(hit, meant.address) or _says(hit, _half(meant))
    if kind in ("domain", "end of a telephone", "middle of a telephone"):
        return hit.customer == meant.key or _says(hit, meant.email.partition("@")[2] or "\0")
    return bool(hit.customer == meant.key)


def _plain(name: str) -> str:
    """Leave out the legal form, which nobody says on the phone."""
    return mistakes.without_legal_form(name, random.Random(0)).casefold()


def _half(hit: Customer) -> str:
    return hit.address.partition(",")[0] + ","


def _says(customer: Any, what: str) -> bool:
    return any(what in match.said for match in customer.matches)


def questions(sample: Sequence[Customer], *, looks: int, seed: int) -> Iterator[Question]:
    """Generate questions of each kind about customers of the sample, the same ones at each call."""
    for kind, (fits, ask) in KINDS.items():
        luck = random.Random(f"{seed}{kind}")
        fitting = [hit for hit in sample if fits(hit)] or list(sample)
        for _ in range(looks // 6 + 1 if kind.startswith("letter") else looks):  # each is twenty questions
            customer = luck.choice(fitting)
            for text in ask(customer, luck):
                yield kind, text, None if kind == "nothing found" or kind.startswith("letter") else customer


def _typed(text: str) -> list[str]:
    """List a question for each further letter."""
    return [text[:end] for end in range(2, len(text) + 1)]


def _damaged(text: str, luck: random.Random) -> str:
    """Make a random mistake that applies to the text."""
    for how in luck.sample(list(mistakes.EVERY.values()), len(mistakes.EVERY)):
        if (worse := how(text, luck)) != text:
            return worse
    return text


def _letters(text: str, luck: random.Random) -> str:
    for how in luck.sample(list(mistakes.OF_LETTERS.values()), len(mistakes.OF_LETTERS)):
        if (worse := how(text, luck)) != text:
            return worse
    return text


def _is_long(customer: Customer) -> bool:
    return len(customer.name) > 9 and " " in customer.name


def _short(customer: Customer, luck: random.Random) -> str:
    """Shorten the name as people say it: without the legal form, at most two words."""
    return " ".join(mistakes.without_legal_form(customer.name, luck).split()[:2])


def _home(customer: Customer) -> str:
    """Format the phone number as it is dialled within its country."""
    prefix = fake_customers.COUNTRIES[customer.country][1]
    return ("" if customer.country in ("US", "GR", "PL", "CZ", "IT") else "0") + customer.phone.removeprefix(
        prefix
    )


def _gibberish(luck: random.Random) -> str:
    return " ".join("".join(luck.choices("bcdfghjklmnpqrstvwxz", k=luck.randrange(5, 9))) for _ in range(2))


def _shown(number: str) -> str:
    return f"{number[:4]}-{number[4:]}"


Ask = Callable[[Customer, random.Random], list[str]]
KINDS: dict[str, tuple[Callable[[Customer], bool], Ask]] = {
    "our number": (lambda c: bool(c.numbers), lambda c, r: [_shown(r.choice(c.numbers))]),
    "their order number": (lambda c: bool(c.orders), lambda c, r: [r.choice(c.orders)]),
    "telephone": (
        lambda c: bool(c.phone),
        lambda c, r: [
            r.choice((f"+{c.phone}", f"00{c.phone}", f"+{c.phone[:2]} ({c.phone[2:5]}) {c.phone[5:8]}-{c.phone[8:]}"))
        ],
    ),
    "telephone, dialled at home": (lambda c: bool(c.phone), lambda c, r: [f"{_home(c)[:4]} {_home(c)[4:]}"]),
    "end of a telephone": (lambda c: bool(c.phone), lambda c, r: [c.phone[-7:]]),
    "middle of a telephone": (lambda c: bool(c.phone), lambda c, r: [c.phone[-8:-1]]),
    "mail address": (lambda c: bool(c.email), lambda c, r: [c.email]),
    "domain": (lambda c: bool(c.email), lambda c, r: ["@" + c.email.partition("@")[2]]),
    "name": (_is_long, lambda c, r: [c.name]),
    "name, damaged": (_is_long, lambda c, r: [_damaged(c.name, r)]),
    "half address": (lambda c: bool(c.street), lambda c, r: [f"{c.street} {c.house}"]),
    "half address and a name": (
        lambda c: bool(c.street),
        lambda c, r: [f"that place in {c.street}, {mistakes.without_legal_form(c.name, r).split()[-1]}"],
    ),
    "address, damaged": (
        lambda c: bool(c.street), lambda c, r: [_damaged(f"{c.street} {c.house}, {c.city}", r)],
    ),
    "spoken digits": (
        lambda c: bool(c.numbers),
        lambda c, r: [mistakes.spoken(r.choice(c.numbers), r, r.choice(("en", "de")))],
    ),
    "number, a digit wrong": (
        lambda c: bool(c.numbers),
        lambda c, r: [r.choice((mistakes.wrong_digit, mistakes.swapped_digits))(_shown(r.choice(c.numbers)), r)],
    ),
    "telephone, a digit wrong": (
        lambda c: bool(c.phone),
        lambda c, r: [r.choice((mistakes.wrong_digit, mistakes.swapped_digits))(f"+{c.phone}", r)],
    ),
    "name, street and part of a telephone": (
        lambda c: bool(c.street and c.phone),
        lambda c, r: [f"{_letters(_short(c, r), r)} {c.street} {c.phone[-4:]}"],
    ),
    "letter by letter": (
        lambda c: bool(c.street), lambda c, r: _typed(f"{_short(c, r)} {c.street}"),
    ),
    "letter by letter, damaged": (
        lambda c: bool(c.street), lambda c, r: _typed(f"{_letters(_short(c, r), r)} {c.street}"),
    ),
    "as the caller spells on": (_is_long, lambda c, r: [_short(c, r)]),
    "nothing found": (lambda c: True, lambda c, r: [_gibberish(r)]),
}  # fmt: skip


def fill(server: Server, customers: int) -> tuple[str, list[Customer], float]:
    """Fill the database unless it exists. Returns its URL, a sample of customers, and the seconds (0 if it existed)."""
    name = f"find_{customers}"
    kept = Path(os.environ["WELLKEPT_DATA"]) / f"{name}.json"
    url = server.url(name)
    if kept.exists():
        from wellkept.cli import bootstrap as product

        sandbox.point_django_at(url)
        product.migrate(progress=lambda _: None)
        return url, [Customer(**customer) for customer in json.loads(kept.read_text())], 0.0
    from django.db import connections

    from bench import company
    from wellkept.cli import bootstrap as product

    sandbox.point_django_at(sandbox.database(server, name))
    product.migrate(progress=lambda _: None)
    journey = company.set_up().journey()
    connections.close_all()
    began = time.monotonic()
    with psycopg.connect(sandbox.as_role(url), autocommit=True) as connection:
        sample = fill_customers.fill(connection, customers=customers, journey=journey.pk, say=report.say)
    kept.write_text(json.dumps([dataclasses.asdict(customer) for customer in sample], ensure_ascii=False))
    return url, sample, round(time.monotonic() - began, 1)
