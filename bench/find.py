"""Finding among many customers: how long it takes, and whether who is meant comes first.

Each kind of question is asked in turn with the others, so that all meet the same machine; beside them the same
reference is looked up by a bare SELECT over the same driver. What is damaged is damaged by mistakes.py, which shares
nothing with what finds it.
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
Question = tuple[str, str, Customer | None]  # its kind, what is asked, who is meant


def measure(server: Server, *, customers: int, looks: int) -> dict[str, Any]:
    """Fill a database, or use the one that is there, and ask."""
    url, sample, seconds = filled(server, customers)
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
            found = find(text, by=SYSTEM, limit=8)
            took[kind].append(time.perf_counter() - began)
            if meant is not None:
                right = [is_meant(one, meant, kind, text) for one in found[:5]]
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


def is_meant(one: Any, meant: Customer, kind: str, text: str) -> bool:
    """Whether this is who was meant. By a name alone any of that name is, by an address any who lives there; where only
    a street and a word of the name were said, any of whom both are true; of two same order numbers either."""
    if kind == "their order number":
        return one.customer == meant.key or _says(one, text)
    if kind == "half address and a name":
        word = text.rpartition(" ")[2]
        street = text.removeprefix("that place in ").rpartition(",")[0]
        there = _says(one, street) and (word in one.customer_name or _says(one, word))
        return bool(one.customer == meant.key or there)
    if kind.startswith("name") or kind == "as the caller spells on":
        names = [one.customer_name, *(match.said for match in one.matches if match.kind == "name")]
        return _plain(meant.name) in [_plain(name) for name in names]
    if "address" in kind:
        return one.customer == meant.key or _says(one, meant.address) or _says(one, _half(meant))
    if kind in ("domain", "end of a telephone", "middle of a telephone"):
        return one.customer == meant.key or _says(one, meant.email.partition("@")[2] or "\0")
    return bool(one.customer == meant.key)


def _plain(name: str) -> str:
    """Without the legal form, which nobody says on the telephone."""
    return mistakes.without_legal_form(name, random.Random(0)).casefold()


def _half(one: Customer) -> str:
    return one.address.partition(",")[0] + ","


def _says(one: Any, what: str) -> bool:
    return any(what in match.said for match in one.matches)


def questions(sample: Sequence[Customer], *, looks: int, seed: int) -> Iterator[Question]:
    """So many of each kind about customers of the sample, the same at each call."""
    for kind, (fits, ask) in KINDS.items():
        luck = random.Random(f"{seed}{kind}")
        those = [one for one in sample if fits(one)] or list(sample)
        for _ in range(looks // 6 + 1 if kind.startswith("letter") else looks):  # each is twenty questions
            one = luck.choice(those)
            for text in ask(one, luck):
                yield kind, text, None if kind == "nothing found" or kind.startswith("letter") else one


def _typed(text: str) -> list[str]:
    """Each letter more is a question."""
    return [text[:end] for end in range(2, len(text) + 1)]


def _damaged(text: str, luck: random.Random) -> str:
    """By the first way, in random order, that can damage it."""
    for how in luck.sample(list(mistakes.EVERY.values()), len(mistakes.EVERY)):
        if (worse := how(text, luck)) != text:
            return worse
    return text


def _letters(text: str, luck: random.Random) -> str:
    for how in luck.sample(list(mistakes.OF_LETTERS.values()), len(mistakes.OF_LETTERS)):
        if (worse := how(text, luck)) != text:
            return worse
    return text


def _is_long(one: Customer) -> bool:
    return len(one.name) > 9 and " " in one.name


def _short(one: Customer, luck: random.Random) -> str:
    """Their name as they say it: without the legal form, and of a long one a word or two."""
    return " ".join(mistakes.without_legal_form(one.name, luck).split()[:2])


def _home(one: Customer) -> str:
    """The telephone number as it is dialled in its own country."""
    prefix = fake_customers.COUNTRIES[one.country][1]
    return ("" if one.country in ("US", "GR", "PL", "CZ", "IT") else "0") + one.phone.removeprefix(prefix)


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


def filled(server: Server, customers: int) -> tuple[str, list[Customer], float]:
    """The address of the database, a sample of who is in it, and how long filling took (0: it was there)."""
    name = f"find_{customers}"
    kept = Path(os.environ["WELLKEPT_DATA"]) / f"{name}.json"
    url = server.url(name)
    if kept.exists():
        from wellkept.cli import bootstrap as product

        sandbox.point_django_at(url)
        product.migrate(progress=lambda _: None)
        return url, [Customer(**one) for one in json.loads(kept.read_text())], 0.0
    from django.db import connections

    from bench import company
    from wellkept.cli import bootstrap as product

    sandbox.point_django_at(sandbox.database(server, name))
    product.migrate(progress=lambda _: None)
    journey = company.found().journey()
    connections.close_all()
    began = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection:
        sample = fill_customers.fill(connection, customers=customers, journey=journey.pk, say=report.say)
    kept.write_text(json.dumps([dataclasses.asdict(one) for one in sample], ensure_ascii=False))
    return url, sample, round(time.monotonic() - began, 1)
