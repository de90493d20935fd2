"""One row by its mapping: typed values, and what is the matter with which cell."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from wellkept.imports.rules import formats, places
from wellkept.imports.rules.fields import NOUNS, Field
from wellkept.references.rules import words

_EMAIL = re.compile(r"^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}$")
_TRUE = frozenset(
    [
        "1",
        "true",
        "yes",
        "y",
        "ja",
        "j",
        "wahr",
        "oui",
        "si",
        "x",
        "company",
        "organisation",
        "organization",
        "firma",
        "unternehmen",
    ]
)
_FALSE = frozenset(
    ["0", "false", "no", "n", "nein", "falsch", "non", "individual", "person", "privat", "private"]
)
_SENTENCES = {
    "opened": "This is no date; without it we do not know since when the order runs.",
    "closed": "This is no date; without it we do not know whether the order is still open.",
}


@dataclass(frozen=True)
class Trouble:
    """What is the matter with a cell. What `leaves_out` keeps the whole row from coming in."""

    column: str
    sentence: str
    leaves_out: bool = False
    kind: str = "wrong"


@dataclass
class Values:
    """The typed values of one row."""

    texts: dict[str, str] = field(default_factory=dict)
    several: dict[str, list[str]] = field(default_factory=dict)
    dates: dict[str, datetime] = field(default_factory=dict)
    numbers: dict[str, Decimal] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The words of one field, or nothing."""
        return self.texts.get(name, "")


@dataclass(frozen=True)
class Reader:
    """Reads the rows of one table."""

    noun: str
    header: Sequence[str]
    mapping: Mapping[int, str]
    formats: Mapping[int, str]
    zone: ZoneInfo
    country: str
    languages: tuple[str, ...]

    def read(self, cells: Sequence[str]) -> Values:
        """The values of one row, each looked at."""
        found = Values()
        for place, name in self.mapping.items():
            one = NOUNS[self.noun].field(name)
            cell = unquoted(cells[place].strip()) if place < len(cells) else ""
            if one is not None and cell:
                self._take(found, one, place, cell)
        return found

    def _take(self, found: Values, one: Field, place: int, cell: str) -> None:
        column = self.header[place]
        if one.looks == "date":
            self._date(found, one, place, cell)
        elif one.looks == "money":
            value = formats.read_number(cell, mark=self.formats.get(place, "point"))
            if value is None:
                found.troubles.append(Trouble(column, f"“{_short(cell)}” is no number."))
            else:
                found.numbers[one.name] = value
        elif one.looks == "yes":
            said = words(cell)
            if said in _TRUE or said in _FALSE:
                found.flags[one.name] = said in _TRUE
            elif one.name == "deleted":
                found.flags[one.name] = True
        elif one.looks == "country":
            code = places.country(cell)
            if code:
                found.texts[one.name] = code
            else:
                found.troubles.append(
                    Trouble(column, f"No country is called “{_short(cell)}”: ours is taken.")
                )
        elif one.looks == "language":
            found.texts[one.name] = places.language(cell, known=self.languages)
        elif one.looks == "email":
            self._emails(found, one.name, column, cell)
        elif one.looks == "phone":
            self._phone(found, one.name, column, cell)
        elif one.many:
            found.several.setdefault(one.name, []).append(cell)
        else:
            found.texts[one.name] = cell

    def _date(self, found: Values, one: Field, place: int, cell: str) -> None:
        if cell.startswith(("0000", "00.00", "00/00")):
            return  # how some systems write that there is none
        value = formats.read_date(cell, order=self.formats.get(place, "dmy"), zone=self.zone)
        if value is None:
            why = _SENTENCES.get(one.name, "This is no date, and is left out.")
            found.troubles.append(
                Trouble(self.header[place], f"“{_short(cell)}”: {why}", leaves_out=one.name in _SENTENCES)
            )
        else:
            found.dates[one.name] = value

    def _emails(self, found: Values, name: str, column: str, cell: str) -> None:
        apart = r"[;,\s]+" if cell.count("@") > 1 else r"[;,]+"
        for said in (one.strip() for one in re.split(apart, cell.replace("mailto:", ""))):
            if _EMAIL.match(said):
                found.several.setdefault(name, []).append(said.lower())
            elif said:
                found.several.setdefault("other", []).append(said)
                found.troubles.append(
                    Trouble(
                        column, f"“{_short(said)}” is no mail address; it is kept as a word that finds them."
                    )
                )

    def _phone(self, found: Values, name: str, column: str, cell: str) -> None:
        if sum(letter.isdigit() for letter in cell) < 3:
            found.troubles.append(Trouble(column, f"“{_short(cell)}” is no telephone number."))
        else:
            found.several.setdefault("phone" if name != "fax" else "fax", []).append(cell)


def unquoted(cell: str) -> str:
    """Without the quotation mark that an export puts before what a spreadsheet would compute."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t" else cell


def made_key(*parts: str) -> str:
    """The old key of what has none: the same for the same words."""
    said = "|".join(words(part) for part in parts)
    return "~" + hashlib.sha256(said.encode()).hexdigest()[:20]


def first_of(keys: str) -> str:
    """Of several keys in one cell the first: `123;456`."""
    return re.split(r"[;|]", keys)[0].strip() if keys else ""


def _short(cell: str) -> str:
    return cell if len(cell) <= 60 else cell[:57] + "…"
