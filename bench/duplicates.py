"""A population of customers with known duplicates. Shares no code with the comparison.

It contains fake customers, second entries of some of them, and strangers who are easily mistaken for each other:
subscribers with consecutive numbers, firms behind one switchboard, families, namesakes in one village, branches of one
name in several towns. The strangers are labelled as different customers.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bench import fake_customers, mistakes
from bench.fake_customers import Customer

PROVIDERS = (
    "mail.example",
    "post.example",
    "netz.test",
    "kabel.example",
    "breitband.test",
    "stadtwerke.example",
)
_TOWNS = (
    ("04103", "Leipzig"),
    ("01067", "Dresden"),
    ("04668", "Grimma"),
    ("04821", "Brandis"),
    ("04451", "Borsdorf"),
)
_STREETS = ("Hauptstraße", "Dorfstraße", "Bahnhofstraße", "Gartenweg", "Am Anger", "Lindenallee")
_BRANCHES = (
    "Apotheke am Markt",
    "Gasthof zur Post",
    "Löwen-Apotheke",
    "Sparkasse",
    "Kita Sonnenschein",
    "Fressnapf",
)
_FORMS = ("GmbH", "GmbH & Co. KG", "KG", "e.K.", "AG", "")
_BOXES = ("info", "office", "team", "mail", "kontakt", "post")
_FAMILY = """
Jan Jana Martin Martina Paul Paula Anna Anton Stefan Stefanie Maria Mario Peter Petra Klaus Karin Heike Heiko Tom
Ute Uwe Andrea Andreas Christian Christiane Julia Julian Hans Hanna Franz Franka Simon Simone Daniel Daniela
"""
_FIRST = _FAMILY.split()


@dataclass
class Population:
    """Customers in their order, and the pairs who are the same, as indexes with the lower one first."""

    customers: list[Customer]
    same: set[tuple[int, int]]
    trap: dict[int, str]  # strangers who resemble somebody, by index, and how


def population(count: int, *, seed: int, twice: float = 0.08, traps: float = 0.25) -> Population:
    """Generate about `count` customers. `twice` is the share of second entries, `traps` the share of strangers."""
    luck = random.Random(f"twins {seed}")
    plain = [
        _reachable(customer, luck)
        for customer in fake_customers.customers(int(count * (1 - traps - twice)), seed=seed)
    ]
    people: list[tuple[int, str, Customer]] = [(n, "", customer) for n, customer in enumerate(plain)]
    for n in luck.sample(range(len(plain)), int(count * twice / 1.15)):
        people += [(n, "", again(plain[n], luck)) for _ in range(2 if luck.random() < 0.15 else 1)]
    strangers = _strangers(luck)
    while len(people) < count:
        trap, group = next(strangers)
        people += [(len(people) + count + i, trap, customer) for i, customer in enumerate(group)]
    _one_box_each(people)
    luck.shuffle(people)
    by_truth: dict[int, list[int]] = defaultdict(list)
    for place, (truth, _, _) in enumerate(people):
        by_truth[truth].append(place)
    return Population(
        [customer for _, _, customer in people],
        {(a, b) for group in by_truth.values() for i, a in enumerate(group) for b in group[i + 1 :]},
        {place: trap for place, (_, trap, _) in enumerate(people) if trap},
    )


def _one_box_each(people: list[tuple[int, str, Customer]]) -> None:
    """Make mail addresses unique, because no provider gives one address to two people."""
    owners: dict[str, int] = {}
    for truth, _, customer in people:
        while customer.email and owners.setdefault(customer.email, truth) != truth:
            box, _, host = customer.email.partition("@")
            customer.email = f"{box}{len(owners) % 97}@{host}"


def _reachable(customer: Customer, luck: random.Random) -> Customer:
    """Make the customer reachable: most private addresses are at a provider, and few customers have only a name."""
    if customer.person and customer.email and luck.random() < 0.7:
        customer.email = f"{customer.email.split('@')[0]}@{luck.choice(PROVIDERS)}"
    if not (customer.phone or customer.email or customer.street):
        customer.phone = (
            ""
            if luck.random() < 0.1
            else f"{fake_customers.COUNTRIES[customer.country][1]}30{luck.randrange(10**7, 10**8)}"
        )
    return customer


def again(customer: Customer, luck: random.Random) -> Customer:
    """Write the same customer down again, with mistakes, gaps and changes."""
    other = replace(customer, orders=[], numbers=[], key=0)
    if luck.random() < 0.6:
        change = luck.choice(list(mistakes.EVERY.values()))
        other.name = change(customer.name, luck)
    if not customer.person:
        if luck.random() < 0.4:
            other.name = mistakes.without_legal_form(other.name, luck)
        if customer.contact:
            other.contact = _called(customer.contact, luck)
        elif luck.random() < 0.2:
            other.contact = f"{luck.choice(_FIRST)} {customer.name.split()[-1]}"
    for name, gone, new in (("phone", 0.25, _new_phone), ("email", 0.3, _new_mail)):
        if (known := getattr(customer, name)) and luck.random() < gone:
            setattr(other, name, new(customer, luck) if luck.random() < 0.4 else "")
        elif known and luck.random() < 0.06:
            setattr(
                other,
                name,
                (mistakes.wrong_digit if name == "phone" else mistakes.dropped_letter)(known, luck),
            )
    if customer.street:
        drawn = luck.random()
        if drawn < 0.2:
            other.street = other.house = other.postcode = other.city = ""
        elif drawn < 0.28:
            other.street, other.house = "Neuer Weg", str(luck.randrange(1, 90))
        elif drawn < 0.55:
            other.street = luck.choice(
                (mistakes.abbreviated, mistakes.missing_accents, mistakes.keyboard_neighbour)
            )(customer.street, luck)
    return other


def _called(person: str, luck: random.Random) -> str:
    first, _, last = person.partition(" ")
    return luck.choice(
        (person, person, f"{first[0]}. {last}", mistakes.dropped_letter(person, luck), f"{last} {first}")
    )


def _new_phone(customer: Customer, luck: random.Random) -> str:
    return f"{fake_customers.COUNTRIES[customer.country][1]}{luck.randrange(10**9, 10**10)}"


def _new_mail(customer: Customer, luck: random.Random) -> str:
    return f"{luck.choice(('info', 'office', 'kontakt'))}{luck.randrange(10**4)}@{luck.choice(PROVIDERS)}"


def _strangers(luck: random.Random) -> Iterator[tuple[str, list[Customer]]]:
    """Generate endless groups of different customers who have much in common."""
    country = fake_customers.Country("DE", random.Random(luck.random()))
    block = luck.randrange(2_000_000, 8_000_000)
    while True:
        postcode, city = luck.choice(_TOWNS)
        block += luck.randrange(40, 400)
        yield (
            "neighbouring numbers",
            [
                _human(country, luck, phone=f"49341{block + i}", postcode=postcode, city=city)
                for i in range(luck.randrange(4, 12))
            ],
        )
        street, house, line = (
            luck.choice(_STREETS),
            str(luck.randrange(1, 60)),
            f"4934155{luck.randrange(10**5, 10**6)}",
        )
        yield (
            "one switchboard",
            [
                _firm(country, luck, phone=line, street=street, house=house, postcode=postcode, city=city)
                for _ in range(luck.randrange(2, 7))
            ],
        )
        last, street, house = country.surname(luck), luck.choice(_STREETS), str(luck.randrange(1, 60))
        line = f"49342{luck.randrange(10**6, 10**7)}"
        yield (
            "one family",
            [
                Customer(
                    f"{first} {last}",
                    "DE",
                    True,
                    street=street,
                    house=house,
                    postcode=postcode,
                    city=city,
                    phone=line,
                )
                for first in luck.sample(_FIRST, 2)
            ],
        )
        last = country.surname(luck)
        yield "namesakes in a village", [
            Customer(f"{first} {last}", "DE", True, street=luck.choice(_STREETS), house=str(luck.randrange(1, 60)),
                     postcode=postcode, city=city, phone=f"49342{luck.randrange(10**6, 10**7)}")
            for first in luck.sample(_FIRST, luck.randrange(2, 5))
        ]  # fmt: skip
        name = luck.choice(_BRANCHES)
        if name not in ("Sparkasse", "Fressnapf") and luck.random() < 0.3:
            name = f"{name} {country.surname(luck)}"
        host = "".join(c for c in name.lower() if c.isascii() and c.isalpha()) + str(luck.randrange(10**4))
        yield "one name in many towns", [
            Customer(name, "DE", False, contact=f"{luck.choice(_FIRST)} {country.surname(luck)}",
                     street=luck.choice(_STREETS), house=str(luck.randrange(1, 60)), postcode=post, city=town,
                     phone=f"4934{luck.randrange(10**7, 10**8)}", email=f"{town.lower()}@{host}.example")
            for post, town in luck.sample(_TOWNS, luck.randrange(2, 4))
        ]  # fmt: skip
        host, line = f"haus{luck.randrange(10**6)}.example", f"4934166{luck.randrange(10**4, 10**5)}"
        yield "tenants at one host", [
            replace(_firm(country, luck, phone=f"{line}{i}", postcode=postcode, city=city), email=f"{box}@{host}")
            for i, box in enumerate(luck.sample(_BOXES, luck.randrange(2, 6)))
        ]  # fmt: skip


def _human(country: fake_customers.Country, luck: random.Random, **fields: Any) -> Customer:
    first, last = country.first.draw(luck), country.surname(luck)
    box = "".join(c for c in f"{first}.{last}".lower() if c.isascii() and (c.isalpha() or c == "."))
    street, house = luck.choice(_STREETS), str(luck.randrange(1, 90))
    mail = f"{box}@{luck.choice(PROVIDERS)}" if luck.random() < 0.8 else ""
    return Customer(f"{first} {last}", "DE", True, street=street, house=house, email=mail, **fields)


def _firm(country: fake_customers.Country, luck: random.Random, **fields: Any) -> Customer:
    name = country.company(luck, country.surname(luck))
    contact = f"{country.first.draw(luck)} {country.surname(luck)}" if luck.random() < 0.7 else ""
    return Customer(name, "DE", False, contact=contact, **fields)
