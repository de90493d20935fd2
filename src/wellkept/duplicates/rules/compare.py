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
_ENDINGS = ("a", "e", "o", "s", "ie", "in", "ine", "ina", "ette")  # by which first names differ
_LONG = 8  # letters: in so long a word two slips leave it the same


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
    name = _best("name", a.names, b.names, _names)
    person = None
    if not (a.kind == b.kind == "person"):  # whose name was compared already
        person = _best("person", a.people, b.people, _people)
    yield name
    yield person
    called = {one.level for one in (name, person) if one is not None} - {"other"}
    yield _phones(a, b, may_be_a_slip=bool(called) or name is None)
    yield _mails(a, b, may_be_a_slip="same" in called or name is None)
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
    key = x.key if level == "same" else ""
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
    if len(left) == len(right) == 1:
        [x], [y] = left, right
        if 2 < max(len(x), len(y)) <= _SHORT:
            return False  # so are Uwe Kuhn and Ute Kuhn, but not the inn on and the inn at the corner
        if _is_another_first_name(x, y):
            return False
    x, y = "".join(a.words), "".join(b.words)
    if min(len(x), len(y)) > _SHORT and jellyfish.damerau_levenshtein_distance(x, y) == 1:
        return True
    return len(a.words) == len(b.words) > 1 and _all_found(a.words, b.words)


def _is_another_first_name(x: str, y: str) -> bool:
    """Jan and Jana, Andrea and Andreas, Mario and Maria: two people of one family rather than a slip."""
    few, many = sorted((x, y), key=len)
    if many.startswith(few):
        return many[len(few) :] in _ENDINGS or (few.endswith("a") and many.endswith("an"))
    return len(x) == len(y) and x[:-1] == y[:-1] and {x[-1], y[-1]} <= set("aeio")


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
    if x.isdigit() or y.isdigit() or min(len(x), len(y)) <= _SHORT or _is_another_first_name(x, y):
        return False
    slips = jellyfish.damerau_levenshtein_distance(x, y)
    return slips <= 1 or (slips == 2 and min(len(x), len(y)) >= _LONG)


def _phones(a: Record, b: Record, *, may_be_a_slip: bool) -> Finding | None:
    """Numbers that differ by a digit stand beside each other in a block: a slip only of who is called alike."""
    if not a.phones or not b.phones:
        return None
    if both := sorted(a.phones.keys() & b.phones.keys()):
        return Finding("phone", "same", a.phones[both[0]], b.phones[both[0]], both[0])
    for x, y in product(list(a.phones)[:_MOST], list(b.phones)[:_MOST]) if may_be_a_slip else ():
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


def _mails(a: Record, b: Record, *, may_be_a_slip: bool) -> Finding | None:
    """An address is made of a name: it is the slip of another only where the names are not what differs."""
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
