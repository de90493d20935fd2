"""Customer records prepared for comparison, and the keys that bring likely duplicates together."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import jellyfish

from wellkept.kernel.mail_providers import is_public_provider
from wellkept.references import rules as references
from wellkept.references.rules.vocabulary import street_stem

_HOUSE = re.compile(r"^\d+[a-z]?$")
_FEWEST_DIGITS = 6  # of a telephone number that identifies somebody
_SHORTEST = 3  # letters of a word that gets a sound code
_REMEMBERED = 20_000  # texts of each kind in the cache: a sweep meets the same text several times


@dataclass(frozen=True, slots=True)
class Name:
    """Name without legal form: its words in alphabetical order, and its text as written."""

    words: tuple[str, ...]
    said: str

    @property
    def key(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Place:
    """Address in parts."""

    street: str
    house: str
    postcode: str
    city: str
    said: str

    @property
    def key(self) -> str:
        """Key of the house; empty if the house is unknown."""
        return (
            f"{self.street} {self.house} {self.postcode or self.city}" if self.street and self.house else ""
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One customer, or one description, with everything that is compared.

    `phones` and `mails` map the normalised form to the text as written.
    """

    key: int
    kind: str
    names: tuple[Name, ...]
    people: tuple[Name, ...]
    phones: dict[str, str]
    mails: dict[str, str]
    places: tuple[Place, ...]

    @property
    def domains(self) -> set[str]:
        """Mail domains of the company, without providers for everybody."""
        domains = {mail.rpartition("@")[2] for mail in self.mails} - {""}
        return {domain for domain in domains if not is_public_provider(domain)}


@dataclass(frozen=True, kw_only=True)
class CustomerDescription:
    """Description of a customer, as far as somebody gave it."""

    name: str = ""
    also: tuple[str, ...] = ()  # further names: of customers who were merged into this one
    people: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    places: tuple[tuple[str, str, str], ...] = ()  # street, postcode, city
    kind: str = ""
    country: str = "DE"


def record(description: CustomerDescription, *, key: int = 0) -> Record:
    """Prepare a description for comparison."""
    names = [value for value in map(as_name, (description.name, *description.also)) if value]
    people = [value for value in map(as_name, description.people) if value]
    if description.kind == "person":
        people += names
    elif description.kind:  # a contact with the company's own name is no person
        people = [person for person in people if person.words not in {name.words for name in names}]
    phones = {_line(value, description.country): value for value in description.phones if value.strip()}
    mails = {
        references.key("email", value, country=description.country): value
        for value in description.mails
        if "@" in value
    }
    return Record(
        key=key,
        kind=description.kind,
        names=_each_once(names),
        people=_each_once(people),
        phones={key: value for key, value in phones.items() if len(key) >= _FEWEST_DIGITS},
        mails=mails,
        places=tuple(as_place(*value) for value in description.places if any(part.strip() for part in value)),
    )


def _each_once(names: Iterable[Name]) -> tuple[Name, ...]:
    """Remove duplicate names."""
    distinct: dict[tuple[str, ...], Name] = {}
    for name in names:
        distinct.setdefault(name.words, name)
    return tuple(distinct.values())


@lru_cache(maxsize=_REMEMBERED)
def _line(text: str, country: str) -> str:
    """Normalise a telephone number, cached."""
    return references.key("phone", text, country=country)


@lru_cache(maxsize=_REMEMBERED)
def as_name(text: str) -> Name | None:
    """Parse a name, cached; None without words."""
    words = tuple(references.whole_name(text).split())
    return Name(words, text.strip()) if words else None


@lru_cache(maxsize=_REMEMBERED)
def as_place(street: str, postcode: str, city: str) -> Place:
    """Parse an address into street, house, postcode and city, cached."""
    words = references.words(street).split()
    house = next((word for word in reversed(words) if _HOUSE.match(word)), "")
    rest = [word for word in words if word != house]
    stem = street_stem(rest[0]) if len(rest) == 1 else ""
    whole = ", ".join(part for part in (street.strip(), f"{postcode} {city}".strip()) if part)
    if len(rest) > 1 and rest[-1] in ("str", "strasse", "street", "st"):
        stem = " ".join(rest[:-1])
    return Place(
        street=stem or " ".join(rest),
        house=house,
        postcode=references.compact(postcode),
        city=references.words(city),
        said=whole,
    )


def keys(record: Record) -> set[tuple[str, str]]:
    """List the comparison keys (kind, key) of a record. Records that share one are compared."""
    return {(kind, key) for kind, key in _keys(record) if key}


def _keys(record: Record) -> Iterator[tuple[str, str]]:
    """Build the keys; some may be empty."""
    yield from (("phone", phone) for phone in record.phones)
    yield from (("email", mail) for mail in record.mails)
    yield from (("domain", domain) for domain in record.domains)
    yield from (("person", person.key) for person in record.people)
    near = [place.postcode or place.city for place in record.places] or [""]
    yield from (("place", place.key) for place in record.places)
    for name in record.names:
        yield "name", name.key
        sounds = sorted(filter(None, map(sound, name.words)))
        yield "sound", " ".join(sounds)
        if len(sounds) > 1:  # one word may be misspelt or missing
            yield from (("sounds_there", f"{code} {where}") for code in sounds for where in near if where)
        else:
            yield from (("sounds_there", f"{code} {where}") for code in sounds for where in ["", *near])
    for person in record.people:
        yield "sound", " ".join(sorted(filter(None, map(sound, person.words))))


@lru_cache(maxsize=_REMEMBERED)
def sound(word: str) -> str:
    """Give the sound code of a word: `Schmidt` and `Schmitt`, `Weber` and `Veber` are equal. Empty for a
    non-word.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return ""
    code: str = jellyfish.soundex(word)
    return _ALIKE.get(code[0], code[0]) + code[1:]


_ALIKE = {
    "V": "F",
    "W": "F",
    "P": "B",
    "C": "K",
    "G": "K",
    "Q": "K",
    "Z": "S",
    "X": "S",
    "T": "D",
    "Y": "I",
    "J": "I",
}


def digest(records: Iterable[Record]) -> str:
    """Hash everything that is compared of these records. It changes only when they change."""
    facts = [
        [
            record.kind,
            sorted(name.key for name in record.names),
            sorted(person.key for person in record.people),
            sorted(record.phones),
            sorted(record.mails),
            sorted([place.street, place.house, place.postcode, place.city] for place in record.places),
        ]
        for record in sorted(records, key=lambda record: record.key)
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
