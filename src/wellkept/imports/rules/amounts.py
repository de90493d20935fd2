"""Parse numbers and amounts as people and accounting programs write them: never with a sign that is a guess.

A sign stands before or behind, in parentheses, or as a side of an account: S and H (Soll, Haben), DR and CR. Which
side counts as plus depends on whose account it is, so a person is asked once for the column.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache

from babel.numbers import get_currency_name, get_currency_symbol, list_currencies

from wellkept.imports.rules.formats import LANGUAGES

SIDES = ("debit", "credit")
_SIDE_WORDS = {
    "debit": frozenset(("s", "soll", "d", "dr", "dt", "debit", "débit")),
    "credit": frozenset(("h", "haben", "c", "cr", "ct", "credit", "crédit")),
}
_PARTS = re.compile(r"^([^\d]*?)(\d[\d.,'’\s\u202f]*)([^\d]*)$")
_WORD = re.compile(r"[^\W\d_]+\.?|[^\s\w()+-]+")
_GROUPED = re.compile(r"^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$")
_DASHES = str.maketrans(dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\u2014\uff0d\ufe63", "-"))
_SPACES = re.compile(r"[\s'’\u202f]")
_SHORT = 4  # letters of a unit: pcs, kg, Stk.


def shape_of_number(text: str) -> str:
    """Classify a cell for its column: `plain`, `point` or `comma` for its decimal mark, `either`, or empty."""
    parts = _parts(text)
    if parts is None:
        return ""
    before, digits, after = parts
    if any(
        len(word.strip(".")) > _SHORT and not _is_currency(word)
        for word in _WORD.findall(f"{before} {after}")
    ):
        return ""
    point, comma = digits.count("."), digits.count(",")
    if not point and not comma:
        return "plain"
    if point and comma:
        return "comma" if digits.rindex(",") > digits.rindex(".") else "point"
    if point > 1 or comma > 1:
        return ("comma" if point else "point") if _GROUPED.match(digits) else ""
    if _GROUPED.match(digits) and not digits.startswith("0"):
        return "either"  # 1.234 or 1,234: a thousands separator or three decimals
    return "point" if point else "comma"


def mark_of_decimals(shapes: Counter[str]) -> str:
    """Decide the decimal mark of a column: `point`, `comma`, or `ask` if 1,234 is ambiguous."""
    if shapes["point"] and not shapes["comma"]:
        return "point"
    if shapes["comma"] and not shapes["point"]:
        return "comma"
    if not shapes["either"] and not shapes["point"]:
        return "point"
    return "ask"


def read_number(text: str, *, mark: str) -> Decimal | None:
    """Parse a number with its unit or currency; None if it is none, or if its sign contradicts itself."""
    return _read(text, mark, lambda word: len(word.strip(".")) <= _SHORT or _is_currency(word), {})


def read_amount(text: str, *, how: str) -> Decimal | None:
    """Parse an amount of money. `how` is the decimal mark, and the side that counts as plus: `comma+debit`.

    None if it is no amount, or if its sign is not known: a side without an answer, or a word that is no currency.
    """
    mark, _sign, plus = how.partition("+")
    signs = {side: 1 if side == plus else -1 for side in SIDES} if plus else {}
    return _read(text, mark, _is_currency, signs)


def with_side(value: Decimal, side: str, *, plus: str) -> Decimal | None:
    """Give an amount the sign of its side, which stands in another column; None if it is not known."""
    sign = {"+": 1, "-": -1}.get(side.strip().translate(_DASHES))
    name = side_of(side)
    if name and plus in SIDES:
        sign = 1 if name == plus else -1
    return None if sign is None or value < 0 else sign * value


def side_of(word: str) -> str:
    """Read a word as a side of an account: `debit`, `credit`, or empty."""
    plain = word.strip().strip(".").casefold()
    return next((side for side in SIDES if plain in _SIDE_WORDS[side]), "")


def has_side(text: str) -> bool:
    """Whether a cell is an amount with its side, as `1.234,56 S`, or a side alone."""
    parts = _parts(text)
    if parts is None:
        return bool(side_of(text))
    return any(side_of(word) for word in _WORD.findall(f"{parts[0]} {parts[2]}"))


def _parts(text: str) -> tuple[str, str, str] | None:
    """Split a cell into what stands before its digits, the digits, and what stands behind."""
    match = _PARTS.match(text.strip().translate(_DASHES))
    return (match[1], _SPACES.sub("", match[2]), match[3].strip()) if match else None


def _read(text: str, mark: str, is_known: Callable[[str], bool], signs: dict[str, int]) -> Decimal | None:
    parts = _parts(text)
    if parts is None:
        return None
    before, digits, after = parts
    value = _value(digits, mark)
    if value is None:
        return None
    if not digits[-1].isdigit() and after[:1] == "-":
        after = after.lstrip("-")  # no cents: `12,-`
    minus = before.count("-") + after.count("-") + (("(" in before) and (")" in after))
    sides = []
    for word in _WORD.findall(f"{before} {after}"):
        side = side_of(word)
        if side and signs:
            sides.append(signs[side])
        elif not is_known(word):
            return None
    if minus + len(sides) > 1 or (("(" in before) != (")" in after)):
        return None
    sign = sides[0] if sides else (-1 if minus else 1)
    return sign * value


def _value(digits: str, mark: str) -> Decimal | None:
    """Parse the digits with this decimal mark."""
    group, decimal = (".", ",") if mark == "comma" else (",", ".")
    whole, _mark, rest = digits.partition(decimal)
    groups = whole.split(group)
    if group in rest or decimal in rest or any(len(part) != 3 for part in groups[1:]):
        return None  # 12,5 with commas for thousands: the wrong mark for this column
    try:
        return Decimal(f"{''.join(groups)}.{rest}" if rest else "".join(groups))
    except InvalidOperation:
        return None


def _is_currency(word: str) -> bool:
    """Whether a word is a sign, a code or a name of a currency."""
    if any(unicodedata.category(letter) == "Sc" for letter in word):
        return True
    return word.strip(".").casefold() in _currencies()


@cache
def _currencies() -> frozenset[str]:
    """Return the codes, signs and names of currencies in several languages, by the locale data."""
    codes = sorted(list_currencies())
    known = {code.casefold() for code in codes} | {"fr", "sfr", "us", "au", "ca", "nz", "hk"}
    for language in LANGUAGES:
        for code in codes:
            names = [get_currency_name(code, count, language) for count in (None, 1, 2)]
            words = " ".join((get_currency_symbol(code, language), *names)).casefold().split()
            known |= {word.strip(".") for word in words if word.strip(".").isalpha()}
    return frozenset(word for word in known if not side_of(word))
