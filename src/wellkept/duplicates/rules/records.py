"""A customer as they are compared, and the keys under which likely twins stand beside each other."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import jellyfish

from wellkept.references import rules as references
from wellkept.references.rules.vocabulary import street_stem

# Mail addresses there say nothing of a firm.
_FREE = """
    gmail.com googlemail.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de outlook.com outlook.de
    hotmail.com hotmail.de live.com live.de msn.com yahoo.com yahoo.de yahoo.co.uk icloud.com me.com mac.com aol.com
    mail.com mail.de posteo.de posteo.net mailbox.org proton.me protonmail.com arcor.de orange.fr free.fr laposte.net
    libero.it virgilio.it bluewin.ch btinternet.com seznam.cz wp.pl onet.pl o2.pl
"""
FREE_MAIL = frozenset(_FREE.split())
_HOUSE = re.compile(r"^\d+[a-z]?$")
_FEWEST_DIGITS = 6  # of a telephone number that tells one from others
_SHORTEST = 3  # letters of a word that sounds like something
_REMEMBERED = 20_000  # texts of each kind: in a sweep one and the same comes up several times


@dataclass(frozen=True, slots=True)
class Name:
    """A name without legal form, its words in order of the alphabet, and how it was said."""

    words: tuple[str, ...]
    said: str

    @property
    def key(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Place:
    """An address in parts."""

    street: str
    house: str
    postcode: str
    city: str
    said: str

    @property
    def key(self) -> str:
        """Of the house; empty where it is not known."""
        return (
            f"{self.street} {self.house} {self.postcode or self.city}" if self.street and self.house else ""
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One customer, or what was said of somebody: everything by which two are compared.

    `phones`, `mails`: as compared, with how they were said.
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
        """Of the firm: not those at which anybody has an address."""
        return {mail.rpartition("@")[2] for mail in self.mails} - FREE_MAIL - {""}


@dataclass(frozen=True, kw_only=True)
class Said:
    """Whom somebody speaks of, as far as they have said."""

    name: str = ""
    also: tuple[str, ...] = ()  # further names: of whoever goes on as this one
    people: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    places: tuple[tuple[str, str, str], ...] = ()  # street, postcode, city
    kind: str = ""
    country: str = "DE"


def record(said: Said, *, key: int = 0) -> Record:
    """What was said, in the form in which it is compared."""
    names = [one for one in map(as_name, (said.name, *said.also)) if one]
    people = [one for one in map(as_name, said.people) if one]
    if said.kind == "person":
        people += names
    elif said.kind:  # a telephone that is noted under the firm's own name is nobody's name once more
        people = [one for one in people if one.words not in {name.words for name in names}]
    phones = {_line(one, said.country): one for one in said.phones if one.strip()}
    mails = {references.key("email", one, country=said.country): one for one in said.mails if "@" in one}
    return Record(
        key=key,
        kind=said.kind,
        names=_each_once(names),
        people=_each_once(people),
        phones={key: one for key, one in phones.items() if len(key) >= _FEWEST_DIGITS},
        mails=mails,
        places=tuple(as_place(*one) for one in said.places if any(part.strip() for part in one)),
    )


def _each_once(names: Iterable[Name]) -> tuple[Name, ...]:
    found: dict[tuple[str, ...], Name] = {}
    for one in names:
        found.setdefault(one.words, one)
    return tuple(found.values())


@lru_cache(maxsize=_REMEMBERED)
def _line(said: str, country: str) -> str:
    return references.key("phone", said, country=country)


@lru_cache(maxsize=_REMEMBERED)
def as_name(said: str) -> Name | None:
    words = tuple(references.whole_name(said).split())
    return Name(words, said.strip()) if words else None


@lru_cache(maxsize=_REMEMBERED)
def as_place(street: str, postcode: str, city: str) -> Place:
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


def keys(one: Record) -> set[tuple[str, str]]:
    """The (kind, key) under which a record stands: who shares one with it is compared with it."""
    return {(kind, key) for kind, key in _keys(one) if key}


def _keys(one: Record) -> Iterator[tuple[str, str]]:
    yield from (("phone", phone) for phone in one.phones)
    yield from (("email", mail) for mail in one.mails)
    yield from (("domain", domain) for domain in one.domains)
    yield from (("person", person.key) for person in one.people)
    near = [place.postcode or place.city for place in one.places] or [""]
    yield from (("place", place.key) for place in one.places)
    for name in one.names:
        yield "name", name.key
        sounds = sorted(filter(None, map(sound, name.words)))
        yield "sound", " ".join(sounds)
        if len(sounds) > 1:  # one of the words may be misspelt, or missing
            yield from (("sounds_there", f"{code} {where}") for code in sounds for where in near if where)
        else:
            yield from (("sounds_there", f"{code} {where}") for code in sounds for where in ["", *near])
    for person in one.people:
        yield "sound", " ".join(sorted(filter(None, map(sound, person.words))))


@lru_cache(maxsize=_REMEMBERED)
def sound(word: str) -> str:
    """How a word sounds, roughly: `Schmidt` and `Schmitt`, `Weber` and `Veber` alike. Empty for what is no word."""
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
    """The same as long as nothing by which these are compared has changed."""
    facts = [
        [
            one.kind,
            sorted(name.key for name in one.names),
            sorted(person.key for person in one.people),
            sorted(one.phones),
            sorted(one.mails),
            sorted([place.street, place.house, place.postcode, place.city] for place in one.places),
        ]
        for one in sorted(records, key=lambda one: one.key)
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
