"""What a table holds and what its columns mean, by its header in several languages and by what its cells look like."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from wellkept.imports.rules.fields import NOUNS, Field, Noun, header_words
from wellkept.references.rules import words

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_EXACT, _NEAR, _LEAST = 10, 4, 4


@dataclass(frozen=True)
class Guess:
    """What the table seems to hold: each column (by its place) with its field; `profile` is the ready mapping."""

    noun: str
    mapping: dict[int, str]
    profile: str = ""
    states: dict[str, str] = field(default_factory=dict)


def plain(header: str) -> str:
    """A column's header as it is compared: `CustomerID` and `customer_id` are `customer id`."""
    return words(_CAMEL.sub(" ", header).replace("_", " "))


def signature(header: Sequence[str]) -> str:
    """By which a table like this one is known again, whatever it holds."""
    return hashlib.sha256("\x1f".join(plain(name) for name in header).encode()).hexdigest()


def guess(header: Sequence[str], columns: Sequence[dict[str, Any]], *, name: str = "") -> Guess:
    """The ready mapping whose columns these are, else the noun whose words and looks fit best."""
    ready = _ready(header)
    if ready is not None:
        return ready
    if _is_called("nothing", name):
        return Guess("nothing", {})
    best: tuple[float, str, dict[int, str]] = (0.0, "nothing", {})
    for noun in NOUNS.values():
        if noun.name == "nothing":
            continue
        score, mapping = _fit(noun, header, columns, name)
        if score > best[0]:
            best = (score, noun.name, mapping)
    return Guess(best[1], best[2])


def mapping_for(noun: str, header: Sequence[str], columns: Sequence[dict[str, Any]]) -> dict[int, str]:
    """What the columns mean if the table holds this."""
    return _claimed(NOUNS[noun], header, columns)


def _fit(
    noun: Noun, header: Sequence[str], columns: Sequence[dict[str, Any]], name: str
) -> tuple[float, dict[int, str]]:
    mapping = _claimed(noun, header, columns)
    if any(not set(mapping.values()) & set(group) for group in noun.needs):
        return 0.0, {}
    # What it is called says most; then how much of it can be told, and how much that is.
    return (3.0 if _is_called(noun.name, name) else 0.0) + len(mapping) / max(len(header), 1) + len(
        mapping
    ) / 30, mapping


def _claimed(noun: Noun, header: Sequence[str], columns: Sequence[dict[str, Any]]) -> dict[int, str]:
    claims: list[tuple[float, int, int, str]] = []
    for place, said in enumerate(header):
        looks = columns[place] if place < len(columns) else {}
        for rank, one in enumerate(noun.fields):
            points = _points(noun.name, one, plain(said), looks)
            if points >= _LEAST:
                claims.append((-points, rank, place, one.name))
    mapping: dict[int, str] = {}
    taken: set[str] = set()
    for _, _, place, known in sorted(claims):
        one_field = noun.field(known)
        if place in mapping or one_field is None or (known in taken and not one_field.many):
            continue
        mapping[place] = known
        taken.add(known)
    return mapping


def _is_called(noun: str, name: str) -> bool:
    """Whether the file or sheet has a name that such tables bear."""
    named = set(plain(name).split())
    return any(set(word.split()) <= named for word in header_words()[noun].get("file", []))


def _points(noun: str, one: Field, said: str, looks: dict[str, Any]) -> float:
    own = header_words()[noun].get(one.name)
    known = own if own is not None else header_words()["all"].get(one.name, [])
    points: float = 0
    if said in known:
        points = _EXACT
    elif own is not None and said in header_words()["all"].get(one.name, []):
        points = _EXACT - 1
    elif any(len(word) > 3 and (f" {word} " in f" {said} ") for word in known):
        points = _NEAR + 1
    filled = looks.get("filled", 0)
    if filled:
        share = looks.get(_LOOKS.get(one.looks, ""), 0) / filled
        if one.looks in ("email", "date"):
            points += 5 * share if share > 0.6 else (-8 if share < 0.2 else -2)
        elif one.looks == "phone":
            points += 1 if share > 0.6 else (-8 if share < 0.2 else 0)
    return points


_LOOKS = {"email": "emails", "phone": "phones", "date": "dated", "money": "numbers"}


@dataclass(frozen=True)
class Profile:
    """One table of a ready mapping, as its file describes it."""

    system: str
    noun: str
    tells: frozenset[str]
    columns: dict[str, str]
    states: dict[str, str]


@cache
def profiles() -> tuple[Profile, ...]:
    """The ready mappings, read from the files beside this room."""
    found = []
    for path in sorted((Path(__file__).parent.parent / "profiles").glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        for table in told["table"]:
            found.append(
                Profile(
                    system=told["system"],
                    noun=table["noun"],
                    tells=frozenset(map(plain, table["tells"])),
                    columns={plain(name): known for name, known in table["columns"].items()},
                    states=table.get("states", {}),
                )
            )
    return tuple(found)


def _ready(header: Sequence[str]) -> Guess | None:
    names = [plain(name) for name in header]
    fits = [one for one in profiles() if one.tells <= set(names)]
    if not fits:
        return None
    best = max(fits, key=lambda one: (len(one.tells), sum(name in one.columns for name in names)))
    mapping: dict[int, str] = {}
    for place, name in enumerate(names):
        known = best.columns.get(name)
        one = NOUNS[best.noun].field(known) if known else None
        if one is not None and (one.many or one.name not in mapping.values()):
            mapping[place] = one.name
    return Guess(best.noun, mapping, best.system, best.states)
