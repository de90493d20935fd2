"""Damaged searches still find their customer. The damage (bench/mistakes.py) shares no code with the search."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bench import fake_customers, mistakes
from bench.fake_customers import Customer as Told
from django.db import connection
from tests.size import size

from wellkept.customers import commands as customers
from wellkept.find.queries import SearchResult, find
from wellkept.people import commands as people
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.founder import Founder
from wellkept.people.queries import actor
from wellkept.references.commands import note_many

pytestmark = [pytest.mark.django_db, pytest.mark.long]

MANY = size(600, 1_500)


def test_the_damage_shares_no_code_with_the_search() -> None:
    for module in (mistakes, fake_customers):
        tree = ast.parse(Path(module.__file__).read_text())
        names = {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        } | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert [name for name in names if name.startswith(("wellkept", "phonenumbers", "anyascii"))] == []


@pytest.mark.parametrize("how", sorted(mistakes.EVERY))
def test_each_kind_of_damage_changes_a_little(how: str) -> None:
    luck = random.Random(3)
    whole = [
        "Bäckerei Müller GmbH & Co. KG",
        "Elmenstraße 14",
        "Philip Whitworth",
        "Schmidt International Limited",
    ]
    worse = [mistakes.EVERY[how](text, luck) for text in whole * 5]
    changed = [(a, b) for a, b in zip(whole * 5, worse, strict=True) if a != b]
    assert changed
    if how in mistakes.OF_LETTERS:
        assert all(abs(len(a) - len(b)) <= 1 for a, b in changed)


@pytest.fixture
def crowded() -> list[Told]:
    """Add customers of ten countries, each with every reference that they would have told us."""
    _, ana = people.set_up_company(
        name="Lindenau", founder=Founder(name="Ana", email="ana@lindenau.example", password=None)
    )
    by: Actor = actor(ana.pk)
    customers_told = list(fake_customers.customers(MANY, seed=23))
    references: list[tuple[int, str, str, str]] = []
    for customer in customers_told:
        customer.key = customers.add_customer(name=customer.name, country=customer.country, by=by).pk
        for kind, text in (
            ("name", customer.contact),
            ("street", customer.address if customer.street else ""),
            ("phone", f"+{customer.phone}" if customer.phone else ""),
            ("email", customer.email),
        ):
            if text:
                references.append((customer.key, kind, text, customer.country))
    note_many(references=references)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return customers_told


# For each kind of search: the least percentage found first, and found among the first five.
Ask = Callable[[Told, random.Random], str]


def damage_of(how: str) -> Ask:
    return lambda c, r: mistakes.EVERY[how](c.name, r)


ASKED: dict[str, tuple[Callable[[Told], Any], Ask, int, int]] = {
    "name": (lambda c: " " in c.name, lambda c, r: c.name, 97, 99),
    **{
        f"name, {how}": (lambda c: " " in c.name, lambda c, r, do=do: do(c.name, r), 88, 94)  # type: ignore[misc]
        for how, do in mistakes.EVERY.items()
    },
    # Only "Bäckerei" of "Bäckerei Müller": other customers fit as well.
    "name, missing word": (lambda c: " " in c.name, damage_of("missing word"), 75, 84),
    "address": (lambda c: c.street, lambda c, r: c.address, 97, 99),
    **{
        f"address, {how}": (lambda c: c.street, lambda c, r, do=do: do(c.address, r), 92, 96)  # type: ignore[misc]
        for how, do in mistakes.OF_LETTERS.items()
    },
    "half an address": (lambda c: c.street, lambda c, r: f"{c.street} {c.house}", 92, 97),
    "a house and a name": (
        lambda c: c.street,
        lambda c, r: f"that house in {c.street}, {mistakes.without_legal_form(c.name, r).split()[-1]}",
        90,
        95,
    ),
    "telephone": (lambda c: c.phone, lambda c, r: f"00{c.phone[:4]} {c.phone[4:]}", 98, 100),
    "its last digits": (lambda c: c.phone, lambda c, r: c.phone[-6:], 96, 99),
    "its middle": (lambda c: c.phone, lambda c, r: c.phone[-8:-1], 96, 99),
    "one digit wrong": (lambda c: c.phone, lambda c, r: mistakes.wrong_digit(f"+{c.phone}", r), 90, 92),
    "two digits swapped": (lambda c: c.phone, lambda c, r: mistakes.swapped_digits(f"+{c.phone}", r), 92, 95),
    "spoken": (lambda c: c.phone, lambda c, r: mistakes.spoken(c.phone, r, r.choice(("en", "de"))), 94, 94),
    "mail": (lambda c: c.email, lambda c, r: c.email, 97, 99),
    "mail, damaged": (lambda c: c.email, lambda c, r: mistakes.keyboard_neighbour(c.email, r), 80, 88),
    "name, street and part of a telephone": (
        lambda c: c.street and c.phone,
        lambda c, r: f"{mistakes.dropped_letter(c.name, r)} {c.street} {c.phone[-4:]}",
        95,
        98,
    ),
}


def test_the_intended_customer_comes_first(crowded: list[Told]) -> None:
    luck = random.Random(17)
    short: list[str] = []
    for what, (fits, ask, first, five) in ASKED.items():
        some = luck.sample([customer for customer in crowded if fits(customer)], size(20, 60))
        results = [(customer, find(ask(customer, luck), by=SYSTEM, limit=5)) for customer in some]
        at_1 = 100 * sum(_is_meant(customer, among[:1]) for customer, among in results) / len(results)
        at_5 = 100 * sum(_is_meant(customer, among) for customer, among in results) / len(results)
        if at_1 < first or at_5 < five:
            short.append(f"{what}: {at_1:.0f} first (floor {first}), {at_5:.0f} of five (floor {five})")
    assert short == []


def _is_meant(customer: Told, among: list[SearchResult]) -> bool:
    """Whether a result is the customer, or one with the very same name, address or mail, which fits as well."""
    same = {customer.name, customer.email, customer.address} - {""}
    half = customer.address.partition(",")[0] + "," if customer.street else "\0"
    return any(
        row.customer == customer.key
        or row.customer_name == customer.name
        or any(match.said in same or match.said.startswith(half) for match in row.matches)
        for row in among
    )
