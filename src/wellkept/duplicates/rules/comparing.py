"""How two records agree: for each thing that both have, at which level, and by what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

import jellyfish

from wellkept.duplicates.rules.records import FREE_MAIL, Name, Place, Record

T = TypeVar("T", Name, Place)

# From the surest to the least; `other` says that they differ. What one of the two lacks says nothing.
LEVELS: dict[str, tuple[str, ...]] = {
    "name": ("same", "close", "part", "other"),
    "person": ("same", "close", "other"),
    "phone": ("same", "close", "other"),
    "email": ("same", "close", "domain", "other"),
    "place": ("same", "street", "near", "other"),
    "kind": ("same", "other"),
}
_DIGITS = re.compile(r"\d+")
_MOST = 12  # contacts or places of one customer that are compared with those of another
_SHORT = 3  # letters: in so short a word another letter makes another word
_ALIKE = 0.9  # of 1, after Jaro and Winkler: two words that are one with a slip


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing agrees: `ours` and `theirs` as they were said, `key` what both have in common."""

    what: str
    level: str
    ours: str = ""
    theirs: str = ""
    key: str = ""


def compare(a: Record, b: Record) -> tuple[Finding, ...]:
    """One finding for each thing that both have, the best that any of their pairs gives."""
    return tuple(found for found in _findings(a, b) if found is not None)


def _findings(a: Record, b: Record) -> Iterator[Finding | None]:
    yield _best("name", a.names, b.names, _names)
    if not (a.kind == b.kind == "person"):  # whose name was compared already
        yield _best("person", a.people, b.people, _people)
    yield _phones(a, b)
    yield _mails(a, b)
    yield _best("place", a.places, b.places, _places)
    if a.kind and b.kind:
        yield Finding("kind", "same" if a.kind == b.kind else "other", a.kind, b.kind)


def _best(what: str, ours: Sequence[T], theirs: Sequence[T], judge: Callable[[T, T], str]) -> Finding | None:
    if not ours or not theirs:
        return None
    order = LEVELS[what]
    level, x, y = min(
        ((judge(x, y), x, y) for x, y in product(ours[:_MOST], theirs[:_MOST])),
        key=lambda found: order.index(found[0]),
    )
    key = getattr(x, "key", "") if level == "same" else ""
    return Finding(what, level, x.said, y.said, key)


def _people(a: Name, b: Name) -> str:
    level = _names(a, b)
    return "other" if level == "part" else level


def _names(a: Name, b: Name) -> str:
    if a.words == b.words or "".join(a.words) == "".join(b.words):
        return "same"
    if _is_a_slip(a, b):
        return "close"
    few, many = sorted((a.words, b.words), key=len)
    told = [word for word in few if len(word) > 3]
    return "part" if told and len(few) < len(many) and _all_found(few, many) else "other"


def _is_a_slip(a: Name, b: Name) -> bool:
    """One letter too many, too few, wrong or swapped; or the same number of words, each alike or an initial."""
    if {word for word in a.words if word.isdigit()} != {word for word in b.words if word.isdigit()}:
        return False  # School 4 and School 5 are two
    left, right = set(a.words) - set(b.words), set(b.words) - set(a.words)
    if len(left) == len(right) == 1 and 2 < max(map(len, left | right)) <= _SHORT:
        return False  # so are Uwe Kuhn and Ute Kuhn, but not the inn on and the inn at the corner
    x, y = "".join(a.words), "".join(b.words)
    if min(len(x), len(y)) > _SHORT and jellyfish.damerau_levenshtein_distance(x, y) == 1:
        return True
    return len(a.words) == len(b.words) > 1 and _all_found(a.words, b.words)


def _all_found(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Whether each word of the fewer stands for one of the others, none for two."""
    left = list(many)
    for word in few:
        found = next((other for other in left if _is_alike(word, other)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _is_alike(x: str, y: str) -> bool:
    if x == y or (min(len(x), len(y)) == 1 and x[0] == y[0]):
        return True
    if x.isdigit() or y.isdigit() or min(len(x), len(y)) < 4:
        return False
    return jellyfish.jaro_winkler_similarity(x, y) >= _ALIKE


def _phones(a: Record, b: Record) -> Finding | None:
    if not a.phones or not b.phones:
        return None
    if both := sorted(a.phones.keys() & b.phones.keys()):
        return Finding("phone", "same", a.phones[both[0]], b.phones[both[0]], both[0])
    for x, y in product(list(a.phones)[:_MOST], list(b.phones)[:_MOST]):
        if _is_close_number(x, y):
            return Finding("phone", "close", a.phones[x], b.phones[y])
    return Finding("phone", "other", next(iter(a.phones.values())), next(iter(b.phones.values())))


def _is_close_number(x: str, y: str) -> bool:
    """One digit wrong, swapped or missing, or another extension of the same line."""
    if min(len(x), len(y)) < 8:
        return False
    if jellyfish.damerau_levenshtein_distance(x, y) == 1:
        return True
    return len(x) == len(y) >= 10 and x[:-2] == y[:-2]


def _mails(a: Record, b: Record) -> Finding | None:
    if not a.mails or not b.mails:
        return None
    if both := sorted(a.mails.keys() & b.mails.keys()):
        return Finding("email", "same", a.mails[both[0]], b.mails[both[0]], both[0])
    pairs = list(product(list(a.mails)[:_MOST], list(b.mails)[:_MOST]))
    for x, y in pairs:
        if _is_close_mail(x, y):
            return Finding("email", "close", a.mails[x], b.mails[y])
    for x, y in pairs:
        domain = x.rpartition("@")[2]
        if domain == y.rpartition("@")[2] and domain not in FREE_MAIL:
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
