"""Compare two records: the level of agreement for each thing that both have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

import jellyfish

from wellkept.duplicates.rules.records import Name, Place, Record
from wellkept.kernel.mail_providers import is_public_provider

T = TypeVar("T", Name, Place)

# From the strongest level to the weakest; `other` means different. A thing that one record lacks is not compared.
LEVELS: dict[str, tuple[str, ...]] = {
    "name": ("same", "close", "part", "other"),
    "person": ("same", "close", "other"),
    "phone": ("same", "close", "other"),
    "email": ("same", "close", "domain", "other"),
    "place": ("same", "street", "near", "other"),
    "kind": ("same", "other"),
}
_DIGITS = re.compile(r"\d+")
_MOST = 12  # contacts or places of one customer that are compared
_SHORT = 3  # letters: in a word this short, another letter makes another word
_ENDINGS = ("a", "e", "o", "s", "ie", "in", "ine", "ina", "ette")  # endings that distinguish first names
_LONG = 8  # letters: in a word this long, two typos still count as the same


@dataclass(frozen=True, slots=True)
class Finding:
    """Agreement of one thing: `ours` and `theirs` as written, `key` the value they share."""

    what: str
    level: str
    ours: str = ""
    theirs: str = ""
    key: str = ""


def compare(a: Record, b: Record) -> tuple[Finding, ...]:
    """List one finding for each thing that both records have: the best of all its combinations."""
    return tuple(finding for finding in _findings(a, b) if finding is not None)


def _findings(a: Record, b: Record) -> Iterator[Finding | None]:
    """Compare name, person, phones, mails, places and kind."""
    name = _best("name", a.names, b.names, _names)
    person = None
    if not (a.kind == b.kind == "person"):  # their names are the people's names, compared already
        person = _best("person", a.people, b.people, _people)
    yield name
    yield person
    called = {finding.level for finding in (name, person) if finding is not None} - {"other"}
    yield _phones(a, b, may_be_a_slip=bool(called) or name is None)
    yield _mails(a, b, may_be_a_slip="same" in called or name is None)
    yield _best("place", a.places, b.places, _places)
    if a.kind and b.kind:
        yield Finding("kind", "same" if a.kind == b.kind else "other", a.kind, b.kind)


def _best(what: str, ours: Sequence[T], theirs: Sequence[T], judge: Callable[[T, T], str]) -> Finding | None:
    """Compare every combination of two lists and keep the best level."""
    if not ours or not theirs:
        return None
    order = LEVELS[what]
    level, x, y = min(
        ((judge(x, y), x, y) for x, y in product(ours[:_MOST], theirs[:_MOST])),
        key=lambda judge: order.index(judge[0]),
    )
    key = x.key if level == "same" else ""
    return Finding(what, level, x.said, y.said, key)


def _people(a: Name, b: Name) -> str:
    """Compare people's names; part of a name is not enough."""
    level = _names(a, b)
    return "other" if level == "part" else level


def _names(a: Name, b: Name) -> str:
    """Compare two names word by word."""
    if a.words == b.words or "".join(a.words) == "".join(b.words):
        return "same"
    if _is_a_slip(a, b):
        return "close"
    few, many = sorted((a.words, b.words), key=len)
    distinctive = [word for word in few if len(word) > 3]
    return "part" if distinctive and len(few) < len(many) and _all_found(few, many) else "other"


def _is_a_slip(a: Name, b: Name) -> bool:
    """Whether two names differ by one typo, or have equally many words, each similar or an initial."""
    if {word for word in a.words if word.isdigit()} != {word for word in b.words if word.isdigit()}:
        return False  # School 4 and School 5 differ
    left, right = set(a.words) - set(b.words), set(b.words) - set(a.words)
    if len(left) == len(right) == 1:
        [x], [y] = left, right
        if 2 < max(len(x), len(y)) <= _SHORT:
            return False  # Uwe Kuhn and Ute Kuhn differ; words of two letters or fewer do not count
        if _is_another_first_name(x, y):
            return False
    x, y = "".join(a.words), "".join(b.words)
    if min(len(x), len(y)) > _SHORT and jellyfish.damerau_levenshtein_distance(x, y) == 1:
        return True
    return len(a.words) == len(b.words) > 1 and _all_found(a.words, b.words)


def _is_another_first_name(x: str, y: str) -> bool:
    """Whether two first names differ as names do, not by a typo: Jan and Jana, Mario and Maria."""
    few, many = sorted((x, y), key=len)
    if many.startswith(few):
        return many[len(few) :] in _ENDINGS or (few.endswith("a") and many.endswith("an"))
    return len(x) == len(y) and x[:-1] == y[:-1] and {x[-1], y[-1]} <= set("aeio")


def _all_found(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Whether each word of the shorter name matches a different word of the longer one."""
    left = list(many)
    for word in few:
        match = next((other for other in left if _is_alike(word, other)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _is_alike(x: str, y: str) -> bool:
    """Whether two words are equal, an initial and its word, or differ by a typo."""
    if x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]):
        return True
    if x.isdigit() or y.isdigit() or min(len(x), len(y)) <= _SHORT or _is_another_first_name(x, y):
        return False
    slips = jellyfish.damerau_levenshtein_distance(x, y)
    return slips <= 1 or (slips == 2 and min(len(x), len(y)) >= _LONG)


def _phones(a: Record, b: Record, *, may_be_a_slip: bool) -> Finding | None:
    """Compare telephone numbers. A similar number counts as a typo only if the names are alike.

    Within one block of numbers, neighbours also differ by one digit.
    """
    if not a.phones or not b.phones:
        return None
    if both := sorted(a.phones.keys() & b.phones.keys()):
        return Finding("phone", "same", a.phones[both[0]], b.phones[both[0]], both[0])
    for x, y in product(list(a.phones)[:_MOST], list(b.phones)[:_MOST]) if may_be_a_slip else ():
        if _is_close_number(x, y):
            return Finding("phone", "close", a.phones[x], b.phones[y])
    return Finding("phone", "other", next(iter(a.phones.values())), next(iter(b.phones.values())))


def _is_close_number(x: str, y: str) -> bool:
    """Whether one digit is wrong, swapped or missing, or only the extension differs."""
    if min(len(x), len(y)) < 8:
        return False
    if jellyfish.damerau_levenshtein_distance(x, y) == 1:
        return True
    return len(x) == len(y) >= 10 and x[:-2] == y[:-2]


def _mails(a: Record, b: Record, *, may_be_a_slip: bool) -> Finding | None:
    """Compare mail addresses. A similar address counts as a typo only if the names are the same.

    Addresses are made of names, so that two people's addresses may differ by a letter too.
    """
    if not a.mails or not b.mails:
        return None
    if both := sorted(a.mails.keys() & b.mails.keys()):
        return Finding("email", "same", a.mails[both[0]], b.mails[both[0]], both[0])
    pairs = list(product(list(a.mails)[:_MOST], list(b.mails)[:_MOST]))
    for x, y in pairs if may_be_a_slip else ():
        if _is_close_mail(x, y):
            return Finding("email", "close", a.mails[x], b.mails[y])
    for x, y in pairs:
        domain = x.rpartition("@")[2]
        if domain == y.rpartition("@")[2] and not is_public_provider(domain):
            return Finding("email", "domain", a.mails[x], b.mails[y], domain)
    x, y = pairs[0]
    return Finding("email", "other", a.mails[x], b.mails[y])


def _is_close_mail(x: str, y: str) -> bool:
    """One slip, and not in a number: `maier87` and `maier857` are two."""
    if min(len(x), len(y)) <= 8 or _DIGITS.findall(x) != _DIGITS.findall(y):
        return False
    return jellyfish.damerau_levenshtein_distance(x, y) == 1


def _places(a: Place, b: Place) -> str:
    is_near = bool(a.postcode and a.postcode == b.postcode) or (
        bool(a.city and a.city == b.city) and not (a.postcode and b.postcode)
    )
    may_be_near = is_near or not (a.postcode or a.city) or not (b.postcode or b.city)
    if a.street and b.street and _is_street(a.street, b.street) and may_be_near:
        if a.house and a.house == b.house:
            return "same"
        if is_near:
            return "street"
    return "near" if is_near else "other"


def _is_street(x: str, y: str) -> bool:
    return x == y or jellyfish.jaro_winkler_similarity(x, y) >= 0.93
