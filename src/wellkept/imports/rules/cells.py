"""Parse one row by its mapping: typed values, and the problems of its cells."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from wellkept.imports.rules import amounts, countries, formats
from wellkept.imports.rules.column_fields import NOUNS, Field
from wellkept.imports.rules.problem_kinds import Trouble
from wellkept.kernel.characters import clean_code, clean_line
from wellkept.kernel.spreadsheet_cells import unquoted
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
# As spreadsheet programs show them, in English and in German.
_ERRORS = frozenset(
    (
        *("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
        *("#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#ÜBERLAUF!"),
    )
)
_NO_DATE = {"opened": "no_opening_date", "closed": "no_closing_date"}


@dataclass
class Values:
    """Typed values of one row."""

    texts: dict[str, str] = field(default_factory=dict)
    several: dict[str, list[str]] = field(default_factory=dict)
    dates: dict[str, datetime] = field(default_factory=dict)
    numbers: dict[str, Decimal] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Give the text of one field, or an empty string."""
        return self.texts.get(name, "")


@dataclass(frozen=True)
class Reader:
    """Parser for the rows of one table."""

    noun: str
    header: Sequence[str]
    mapping: Mapping[int, str]
    formats: Mapping[int, str]
    zone: ZoneInfo
    country: str
    languages: tuple[str, ...]

    def read(self, cells: Sequence[str]) -> Values:
        """Parse one row."""
        values = Values()
        for place, name in self.mapping.items():
            column_field = NOUNS[self.noun].field(name)
            cell = unquoted(cells[place].strip()) if place < len(cells) else ""
            if column_field is not None and cell:
                self._take(values, column_field, place, cell)
        self._take_side(values, cells)
        return values

    def _take(self, values: Values, column_field: Field, place: int, cell: str) -> None:
        """Parse one cell by the look of its field."""
        column = self.header[place]
        if cell in _ERRORS and column_field.looks != "date":
            values.troubles.append(_trouble("formula_error", column, cell))
        elif column_field.looks == "date":
            self._date(values, column_field, place, cell)
        elif column_field.looks in ("money", "number"):
            how = self.formats.get(place, "point")
            number = amounts.read_number(cell, mark=how.partition("+")[0])
            value = amounts.read_amount(cell, how=how) if column_field.looks == "money" else number
            if value is None:
                values.troubles.append(_trouble("no_number" if number is None else "no_sign", column, cell))
            else:
                values.numbers[column_field.name] = value
        elif column_field.looks == "yes":
            answer = words(cell)
            if answer in _TRUE or answer in _FALSE:
                values.flags[column_field.name] = answer in _TRUE
            elif column_field.name == "deleted":
                values.flags[column_field.name] = True
        elif column_field.looks == "country":
            code = countries.country(cell)
            if code:
                values.texts[column_field.name] = code
            else:
                values.troubles.append(_trouble("no_country", column, cell))
        elif column_field.looks == "language":
            values.texts[column_field.name] = countries.language(cell, known=self.languages)
        elif column_field.looks == "email":
            self._emails(values, column_field.name, column, cell)
        elif column_field.looks == "phone":
            self._phone(values, column_field.name, column, cell)
        elif column_field.many:
            values.several.setdefault(column_field.name, []).append(clean_line(cell))
        else:
            is_text = column_field.looks == "text"
            values.texts[column_field.name] = cell if is_text else clean_line(cell)

    def _take_side(self, values: Values, cells: Sequence[str]) -> None:
        """Give the amount the sign of its side, which stands in another column."""
        place = next((place for place, name in self.mapping.items() if name == "amount_side"), None)
        amount = values.numbers.get("amount")
        if place is None or amount is None:
            return
        side = cells[place].strip() if place < len(cells) else ""
        signed = amounts.with_side(amount, side, plus=self.formats.get(place, ""))
        if signed is None:
            del values.numbers["amount"]
            values.troubles.append(_trouble("no_side", self.header[place], f"{amount} {side}".strip()))
        else:
            values.numbers["amount"] = signed

    def _date(self, values: Values, column_field: Field, place: int, cell: str) -> None:
        """Parse a date in the order of its column."""
        if cell.startswith(("0000", "00.00", "00/00")):
            return  # some systems write a missing date like this
        value = formats.read_date(cell, order=self.formats.get(place, "dmy"), zone=self.zone)
        if value is None:
            kind = _NO_DATE.get(column_field.name, "no_date")
            values.troubles.append(_trouble(kind, self.header[place], cell))
        else:
            values.dates[column_field.name] = value

    def _emails(self, values: Values, name: str, column: str, cell: str) -> None:
        """Parse mail addresses. Text that is no address is kept as a search word."""
        apart = r"[;,\s]+" if cell.count("@") > 1 else r"[;,]+"
        for address in (clean_code(piece) for piece in re.split(apart, cell.replace("mailto:", ""))):
            if _EMAIL.match(address):
                values.several.setdefault(name, []).append(address.lower())
            elif address:
                values.several.setdefault("other", []).append(address)
                values.troubles.append(_trouble("no_mail_address", column, address))

    def _phone(self, values: Values, name: str, column: str, cell: str) -> None:
        """Keep a telephone number with at least three digits."""
        if sum(letter.isdigit() for letter in cell) < 3:
            values.troubles.append(_trouble("no_telephone_number", column, cell))
        else:
            values.several.setdefault("phone" if name != "fax" else "fax", []).append(clean_code(cell))


def made_key(*parts: str) -> str:
    """Make an old key for a row without one. The same words give the same key."""
    normalised = "|".join(words(part) for part in parts)
    return "~" + hashlib.sha256(normalised.encode()).hexdigest()[:20]


def first_of(keys: str) -> str:
    """Take the first of several keys in one cell: `123;456`."""
    return re.split(r"[;|]", keys)[0].strip() if keys else ""


def _trouble(kind: str, column: str, cell: str) -> Trouble:
    """Name the problem of this cell, shortened for its sentence."""
    return Trouble(kind, column, {"cell": cell if len(cell) <= 60 else cell[:57] + "…"})
