"""Fake customers: names, streets and phone numbers of several countries, as unevenly distributed as real ones.

First names, last names and places come from Faker. Where a list is too short, more are composed from parts. This file
shares no code with the search.
"""

from __future__ import annotations

import bisect
import importlib
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

# For each country: its share of a hundred customers, its dialling code, and the locale of its names.
COUNTRIES = {
    "DE": (52, "49", ("de_DE",)),
    "GB": (16, "44", ("en_GB",)),
    "US": (8, "1", ("en_US",)),
    "PL": (5, "48", ("pl_PL",)),
    "TR": (4, "90", ("tr_TR",)),
    "GR": (3, "30", ("el_GR",)),
    "FR": (4, "33", ("fr_FR",)),
    "IT": (3, "39", ("it_IT",)),
    "NL": (3, "31", ("nl_NL",)),
    "CZ": (2, "420", ("cs_CZ",)),
}
_GERMAN_TRADES = """
    Bäckerei Metzgerei Tischlerei Schlosserei Gärtnerei Apotheke Autohaus Friseur Gasthaus Hotel Elektro Sanitär
    Dachdeckerei Malerbetrieb Druckerei Brauerei Spedition Zahnarztpraxis Kanzlei Fahrschule Buchhandlung Möbelhaus
    Reinigung Weingut Pflegedienst Kita Bauunternehmung Heizungsbau Gerüstbau Optik
"""
_TRADES = """
    Bakery Butcher Garage Surgery Hotel School Gardens Plumbing Electric Joinery Printing Brewery Logistics Dental
    Clinic Bookshop Furniture Cleaning Vineyard Care Nursery Builders Heating Scaffolding Optics Motors Foods Textiles
    Consulting Systems
"""
FORMS = {
    "DE": ["GmbH", "GmbH & Co. KG", "GmbH", "KG", "OHG", "e.K.", "AG", "UG (haftungsbeschränkt)", "GbR", ""],
    "GB": ["Ltd", "Ltd.", "Limited", "LLP", "PLC", ""],
    "US": ["Inc.", "LLC", "Corp.", "Inc", ""],
    "PL": ["Sp. z o.o.", "S.A.", ""],
    "TR": ["A.Ş.", "Ltd. Şti."],
    "GR": ["Α.Ε.", "Ε.Π.Ε.", ""],
    "FR": ["SARL", "SAS", "S.A.", ""],
    "IT": ["S.r.l.", "S.p.A.", ""],
    "NL": ["B.V.", "V.O.F.", ""],
    "CZ": ["s.r.o.", "a.s."],
}
_POLISH = (
    "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski"
    " Jankowski Mazur Wojciechowski Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski Michalski"
)
_TREES = "Elmen Linden Eichen Buchen Ahorn Birken Garten Schul Kirch Bahnhof Berg Wald Wiesen Mühlen Rosen Tal Post"
_ENGLISH_STEMS = (
    "Elm Oak High Church Station Park Victoria Mill Green Bridge King Queen Chapel Garden Spring Orchard"
)
_FRONT = (
    "Brand Berg Stein Wald Feld Neu Alt Hoff Linden Buch Rosen Kirch Mühl Ober Nieder Wein Sand Königs Hart Eich"
    " Birk"
)
_BACK = "meier müller mann hauser bauer bach berger feld hofer inger stetter kamp brink horst wald reuter schmidt huber"
_ENDINGS = {
    "DE": ["mann", "er", "ke", "ert", "ing", "sch", "hardt", ""], "PL": ["ski", "icz", "ak", "czyk"],
    "GR": ["ιδης", "οπουλος", "ακης"], "TR": ["oğlu", "er", "can"], "CZ": ["ák", "ek", "ová"],
    "": ["son", "er", "man", "ley", "ini", "et"],
}  # fmt: skip
_SAID = "ba del fin gor hai jun kel lom mer nau pol rie sta tul vos wen zim ka tor vel mi no ra su lo xan qui"
_SYLLABLES = _SAID.split()


@dataclass
class Customer:
    """A fake customer."""

    name: str
    country: str
    person: bool
    contact: str = ""
    street: str = ""
    house: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""  # digits as dialled from abroad, without a sign
    email: str = ""
    orders: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    key: int = 0  # in the database

    @property
    def address(self) -> str:
        english = self.country in ("GB", "US", "FR")
        street = f"{self.house} {self.street}" if english else f"{self.street} {self.house}"
        return f"{street}, {self.postcode} {self.city}"


class Zipf:
    """Draw from a list by a flattened Zipf distribution: the first of 1,000 comes about 2% of the time."""

    def __init__(self, things: Sequence[str], flat: float = 0.85, shift: float = 3.0) -> None:
        self.things = things
        weights = (1 / (place + shift) ** flat for place in range(len(things)))
        self.heap = list(itertools.accumulate(weights))

    def draw(self, luck: random.Random) -> str:
        return self.things[bisect.bisect(self.heap, luck.random() * self.heap[-1])]


def customers(count: int, *, seed: int = 11) -> Iterator[Customer]:
    """Generate customers, the same ones at each call."""
    luck = random.Random(seed)
    countries = {key: Country(key, random.Random(f"{seed}{key}")) for key in COUNTRIES}
    keys, weights = list(COUNTRIES), list(itertools.accumulate(share for share, _, _ in COUNTRIES.values()))
    for _ in range(count):
        yield countries[luck.choices(keys, cum_weights=weights)[0]].customer(luck)


class Country:
    """Names, streets and places of one country."""

    def __init__(self, key: str, luck: random.Random) -> None:
        self.key = key
        locale = COUNTRIES[key][2][0]
        self.first = Zipf(_shuffled(_names(locale, "first_names"), luck))
        last = _names(locale, "last_names") if key != "PL" else _POLISH.split()
        many = _shuffled(last, luck) + _shuffled([f + b for f in _FRONT.split() for b in _BACK.split()], luck)
        self.last = Zipf(many if key == "DE" else _shuffled(last, luck))
        self.cities = Zipf(_cities(locale, luck))
        self.trades = Zipf((_GERMAN_TRADES if key == "DE" else _TRADES).split(), flat=0.6)
        stems = _TREES.split() if key == "DE" else _ENGLISH_STEMS.split()
        self.stems = Zipf([*stems, *_shuffled(last, luck), *_shuffled(_cities(locale, luck), luck)])

    def customer(self, luck: random.Random) -> Customer:
        person = luck.random() < 0.45
        first, last = self.first.draw(luck), self.surname(luck)
        human = f"{first} {last}"
        customer = Customer(human if person else self.company(luck, last), self.key, person)
        if not person and luck.random() < 0.45:
            customer.contact = human
        if luck.random() < 0.6:
            customer.street, customer.house = self.street(luck), str(1 + int(luck.expovariate(1 / 30)))
            customer.city = self.cities.draw(luck)
            customer.postcode = f"{luck.randrange(1000, 99999):05d}"
        if luck.random() < 0.6:
            customer.phone = self.phone(luck)
        if luck.random() < 0.35:
            host = _ascii(last if person else customer.name.split()[0]) + luck.choice(
                ["", "-online", "24", "-group"]
            )
            customer.email = f"{_ascii(first)}.{_ascii(last)}@{host}.{luck.choice(['example', 'test'])}"
        return customer

    def surname(self, luck: random.Random) -> str:
        surname = self.last.draw(luck)
        if luck.random() < 0.15:  # most surnames are rare ones
            surname = _invented(luck) + luck.choice(_ENDINGS.get(self.key, _ENDINGS[""]))
        return f"{surname}-{self.last.draw(luck)}" if luck.random() < 0.04 else surname

    def company(self, luck: random.Random, last: str) -> str:
        kind = luck.random()
        form = luck.choice(FORMS[self.key])
        trade = self.trades.draw(luck)
        if kind < 0.45:
            name = f"{trade} {last}" if self.key == "DE" else f"{last} {trade}"
        elif kind < 0.6:
            name = f"{last} & {self.last.draw(luck)}"
        elif kind < 0.9:
            name = f"{_invented(luck)} {trade}"
        else:
            name = f"{trade} {self.cities.draw(luck)}"
        return f"{name} {form}".strip()

    def street(self, luck: random.Random) -> str:
        stem = self.stems.draw(luck)
        if self.key == "DE":
            return (
                stem + luck.choice(["straße", "straße", "weg", "str.", "gasse"]) if " " not in stem else stem
            )
        if self.key in ("FR", "IT", "PL", "CZ", "TR", "GR"):
            return f"{ {'FR': 'Rue', 'IT': 'Via', 'PL': 'ul.'}.get(self.key, '') } {stem}".strip()
        return f"{stem} {luck.choice(['Street', 'Road', 'Lane', 'Avenue', 'St', 'Rd'])}"

    def phone(self, luck: random.Random) -> str:
        prefix = COUNTRIES[self.key][1]
        if self.key == "DE":
            area = luck.choice(
                ["30", "40", "89", "341", "351", "221", "711", "6221", "7531", "9131", "171", "160"]
            )
            return f"{prefix}{area}{luck.randrange(2_000_000, 9_999_999)}"
        if self.key == "US":
            return (
                f"{prefix}{luck.choice(['212', '415', '617', '303'])}{luck.randrange(2_000_000, 9_999_999)}"
            )
        first = {
            "GB": "20",
            "PL": "22",
            "TR": "212",
            "GR": "21",
            "FR": "1",
            "IT": "06",
            "NL": "20",
            "CZ": "22",
        }
        digits = {"GB": 8, "PL": 7, "TR": 7, "GR": 8, "FR": 8, "IT": 8, "NL": 7, "CZ": 7}[self.key]
        return f"{prefix}{first[self.key]}{luck.randrange(2 * 10 ** (digits - 1), 10**digits)}"


@cache
def _names(locale: str, which: str) -> list[str]:
    provider: Any = importlib.import_module(f"faker.providers.person.{locale}").Provider
    return [str(name) for name in dict.fromkeys(getattr(provider, which))]


def _cities(locale: str, luck: random.Random) -> list[str]:
    place: Any
    try:
        place = importlib.import_module(f"faker.providers.address.{locale}").Provider
    except ModuleNotFoundError:
        place = object()
    if cities := getattr(place, "cities", None):
        cities = sorted(cities) if isinstance(cities, list) else cities  # Italy's come out of a set
        return [str(city).title() if str(city).isupper() else str(city) for city in list(cities)[:1500]]
    ends = ["ton", "field", "bury", "ford", "wick", "stead", "mouth", "port", "ville", "burgh"]
    return [last + end for last in _names(locale, "last_names")[:60] for end in luck.sample(ends, 4)]


def _shuffled(things: Sequence[str], luck: random.Random) -> list[str]:
    return luck.sample(list(things), len(things))


def _invented(luck: random.Random) -> str:
    return "".join(luck.choices(_SYLLABLES, k=luck.choice([2, 3, 3, 4]))).capitalize()


def _ascii(text: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "".join(c for c in plain if c.isalnum()) or "office"
