"""Guess the kind of table and the meaning of its columns, by header words in several languages and by its
cells.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from wellkept.imports.rules.column_fields import NOUNS, Field, Noun, header_words
from wellkept.references.rules import words

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_EXACT, _NEAR, _LEAST = 10, 4, 4


@dataclass(frozen=True)
class Guess:
    """Guessed kind of table, and the field of each column (by place). `profile` is the shipped mapping used."""

    noun: str
    mapping: dict[int, str]
    profile: str = ""
    states: dict[str, str] = field(default_factory=dict)


def plain(header: str) -> str:
    """Normalise a header: `CustomerID` and `customer_id` become `customer id`."""
    return words(_CAMEL.sub(" ", header).replace("_", " "))


def signature(header: Sequence[str]) -> str:
    """Hash the header, to recognise a table with the same columns."""
    return hashlib.sha256("\x1f".join(plain(name) for name in header).encode()).hexdigest()


def guess(header: Sequence[str], columns: Sequence[dict[str, object]], *, name: str = "") -> Guess:
    """Guess by a shipped mapping with these columns, else by the kind whose words and looks fit best."""
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


def mapping_for(noun: str, header: Sequence[str], columns: Sequence[dict[str, object]]) -> dict[int, str]:
    """Guess the columns for a given kind of table."""
    return _claimed(NOUNS[noun], header, columns)


def _fit(
    noun: Noun, header: Sequence[str], columns: Sequence[dict[str, object]], name: str
) -> tuple[float, dict[int, str]]:
    """Score a kind of table; 0 if a required column is missing."""
    mapping = _claimed(noun, header, columns)
    if any(not set(mapping.values()) & set(group) for group in noun.needs):
        return 0.0, {}
    # The file name counts most, then the share and the number of columns with a meaning.
    return (3.0 if _is_called(noun.name, name) else 0.0) + len(mapping) / max(len(header), 1) + len(
        mapping
    ) / 30, mapping


def _claimed(noun: Noun, header: Sequence[str], columns: Sequence[dict[str, object]]) -> dict[int, str]:
    """Assign columns to fields, the best scores first."""
    claims: list[tuple[float, int, int, str]] = []
    for place, title in enumerate(header):
        looks = columns[place] if place < len(columns) else {}
        for rank, column_field in enumerate(noun.fields):
            points = _points(noun.name, column_field, plain(title), looks)
            if points >= _LEAST:
                claims.append((-points, rank, place, column_field.name))
    mapping: dict[int, str] = {}
    lock_import: set[str] = set()
    for _, _, place, known in sorted(claims):
        one_field = noun.field(known)
        if place in mapping or one_field is None or (known in lock_import and not one_field.many):
            continue
        mapping[place] = known
        lock_import.add(known)
    return mapping


def _is_called(noun: str, name: str) -> bool:
    """Whether the file or sheet has a typical name for this kind of table."""
    named = set(plain(name).split())
    return any(set(word.split()) <= named for word in header_words()[noun].get("file", []))


def _points(noun: str, column_field: Field, title: str, looks: dict[str, Any]) -> float:
    """Score one column for one field, by its header and its cells."""
    own = header_words()[noun].get(column_field.name)
    known = own if own is not None else header_words()["all"].get(column_field.name, [])
    points: float = 0
    if title in known:
        points = _EXACT
    elif own is not None and title in header_words()["all"].get(column_field.name, []):
        points = _EXACT - 1
    elif any(len(word) > 3 and (f" {word} " in f" {title} ") for word in known):
        points = _NEAR + 1
    filled = looks.get("filled", 0)
    if filled:
        share = looks.get(_LOOKS.get(column_field.looks, ""), 0) / filled
        if column_field.looks in ("email", "date"):
            points += 5 * share if share > 0.6 else (-8 if share < 0.2 else -2)
        elif column_field.looks == "phone":
            points += 1 if share > 0.6 else (-8 if share < 0.2 else 0)
    return points


_LOOKS = {
    "email": "emails",
    "phone": "phones",
    "date": "dated",
    "money": "numbers",
    "number": "numbers",
    "side": "sides",
}


@dataclass(frozen=True)
class Profile:
    """Table of a shipped mapping."""

    system: str
    noun: str
    tells: frozenset[str]
    columns: dict[str, str]
    states: dict[str, str]


@cache
def profiles() -> tuple[Profile, ...]:
    """Read the shipped mappings from their files."""
    tables = []
    for path in sorted((Path(__file__).parent.parent / "profiles").glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        for table in document["table"]:
            tables.append(
                Profile(
                    system=document["system"],
                    noun=table["noun"],
                    tells=frozenset(map(plain, table["tells"])),
                    columns={plain(name): known for name, known in table["columns"].items()},
                    states=table.get("states", {}),
                )
            )
    return tuple(tables)


def _ready(header: Sequence[str]) -> Guess | None:
    """Guess by the shipped mapping with the most columns in common; None if none fits."""
    names = [plain(name) for name in header]
    fits = [candidate for candidate in profiles() if candidate.tells <= set(names)]
    if not fits:
        return None
    best = max(
        fits, key=lambda candidate: (len(candidate.tells), sum(name in candidate.columns for name in names))
    )
    mapping: dict[int, str] = {}
    for place, name in enumerate(names):
        known = best.columns.get(name)
        column_field = NOUNS[best.noun].field(known) if known else None
        if column_field is not None and (column_field.many or column_field.name not in mapping.values()):
            mapping[place] = column_field.name
    return Guess(best.noun, mapping, best.system, best.states)
