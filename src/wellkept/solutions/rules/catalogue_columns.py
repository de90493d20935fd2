"""Columns of files of the catalogue: their headings in several languages, and the words of their cells."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wellkept.kernel.text import Text
from wellkept.references.rules import words
from wellkept.solutions.units import WORDS

ARTICLES: Mapping[str, Text] = {
    "product": _("Product"),
    "option": _("Option"),
    "name": _("Name"),
    "words": _("Words on a quote"),
    "unit": _("Unit"),
    "kind": pgettext_lazy("heading of a catalogue file", "Payment"),
    "months": pgettext_lazy("heading of a catalogue file", "Months"),
    "tax": _("Tax rate"),
    "sale": _("Kind of sale"),
    "lead_days": _("Lead time in working days"),
    "solution": _("Solution"),
    "amount": pgettext_lazy("heading of a catalogue file", "Price"),
    "currency": _("Currency"),
    "at_least": _("From quantity"),
    "valid_from": _("First day"),
    "valid_to": _("Last day"),
    "cost": pgettext_lazy("heading of a catalogue file", "Cost"),
    "price_list": _("Price list"),
}
"""Columns of products, options and prices, as a template has them."""
RULES: Mapping[str, Text] = {
    "product": _("Product"),
    "rule": pgettext_lazy("heading of a catalogue file", "Rule"),
    "options": _("Options"),
    "others": _("The others"),
    "at_least": _("At least"),
    "at_most": _("At most"),
    "multiple_of": _("A multiple of"),
    "sentence": pgettext_lazy("heading of a catalogue file", "Reason"),
}
"""Columns of rules between options, as a template has them."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Columns:
    """Meaning of the columns of one table: the place of each field, and the headings that mean nothing."""

    noun: str
    places: Mapping[str, int]
    unknown: tuple[str, ...]


def columns_of(header: Sequence[str]) -> Columns | None:
    """Read the headings of a table: `articles` or `rules`. None if it names no product."""
    rules = _places("rules", header)
    noun, places = (
        ("rules", rules)
        if {"product", "rule", "sentence"} <= rules.keys()
        else ("articles", _places("articles", header))
    )
    if "product" not in places:
        return None
    taken = set(places.values())
    unknown = tuple(name for place, name in enumerate(header) if place not in taken and name)
    return Columns(noun, places, unknown)


def code_of(kind: str, cell: str) -> str | None:
    """The value that a word means: `Stück` is the unit `H87`. None if nobody knows the word."""
    if kind == "units" and cell.strip() in WORDS:
        return cell.strip()
    plain = words(cell.replace("²", "2").replace("³", "3"))
    known = _document()[kind]
    if plain in known:
        return plain
    return next((code for code, names in known.items() if plain in names), None)


def key_of(cell: str) -> str:
    """The key that an article number becomes: `WP 4711/A` is `wp-4711-a`."""
    return words(cell).replace(" ", "-")


def known_words(kind: str) -> list[str]:
    """The words of cells that are understood: of each value its code and the first of its words."""
    return [word for code, names in _document()[kind].items() for word in dict.fromkeys((code, names[0]))]


def _places(noun: str, header: Sequence[str]) -> dict[str, int]:
    """The place of each field. Of two columns that mean the same, the first counts."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        plain = words(_CAMEL.sub(" ", name).replace("_", " "))
        for field, names in _document()[noun].items():
            if plain in names:
                places.setdefault(field, place)
    return places


@cache
def _document() -> dict[str, dict[str, list[str]]]:
    text = (Path(__file__).parents[1] / "catalogue_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
