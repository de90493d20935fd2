"""Parse rows of files of the catalogue into typed values. A fault names its row, its column and its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.spreadsheet_cells import unquoted
from wellkept.kernel.text import Text, fill
from wellkept.solutions.catalogue_details import RuleDetails, is_key
from wellkept.solutions.rules.catalogue_columns import Columns, code_of, columns_of, key_of

LONGEST = 20_000  # characters of a cell
LIST = str.maketrans(";|\n", ",,,")


class CellReader(Protocol):
    """Reader of numbers and days, as the whole column decides how they are written."""

    def number(self, column: int, cell: str) -> Decimal | Text:
        """The number, or the sentence why it is none."""

    def day(self, column: int, cell: str) -> date | Text:
        """The day, or the sentence why it is none."""


@dataclass(frozen=True, slots=True)
class CatalogueTable:
    """One table of a file: a sheet, or the CSV itself. Each row has its number, as spreadsheet programs count."""

    sheet: str
    header: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    cells: CellReader


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a file."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A reason why a row is left out: at which cell, and what stands there."""

    place: Place
    column: str
    cell: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class RowPrice:
    """A price as a row gives it. What it leaves open is decided by the catalogue."""

    amount: Decimal
    currency: str = ""
    at_least: Decimal = Decimal(1)
    valid_from: date | None = None
    valid_to: date | None = None
    cost: Decimal | None = None
    price_list: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A row of a file: its place, and by field each heading with its cell."""

    place: Place
    cells: Mapping[str, tuple[str, str]]

    def fault(self, name: str, sentence: Text) -> Fault:
        """The fault of this row at a field."""
        column, cell = self.cells.get(name, ("", ""))
        return Fault(self.place, column, cell, sentence)


@dataclass(frozen=True, slots=True)
class ArticleRow(CatalogueRow):
    """A row about a product, or with `option` about one of its options: details, a price, or both."""

    product: str
    option: str
    values: Mapping[str, str | int | None]
    price: RowPrice | None


@dataclass(frozen=True, slots=True)
class RuleRow(CatalogueRow):
    """A rule between options of a product. They are named by their keys or by their names."""

    product: str
    details: RuleDetails


@dataclass(slots=True)
class CatalogueRows:
    """All rows of a file: those that were understood, the faults of the others, and headings that mean nothing."""

    articles: list[ArticleRow] = field(default_factory=list)
    rules: list[RuleRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)  # (sheet, heading)
    unread: list[str] = field(default_factory=list)  # sheets that name no product
    count: int = 0


def read_rows(tables: Sequence[CatalogueTable]) -> CatalogueRows:
    """Parse every row of the tables. A row with a fault is left out as a whole."""
    rows = CatalogueRows()
    spellings: dict[str, tuple[str, int]] = {}
    for table in tables:
        columns = columns_of(table.header)
        if columns is None:
            rows.unread.append(table.sheet)
            continue
        rows.unknown += [(table.sheet, name) for name in columns.unknown]
        rows.count += len(table.rows)
        for number, cells in table.rows:
            parser = _Parser(table, columns, number, cells)
            row = parser.rule() if columns.noun == "rules" else parser.article(spellings)
            if parser.faults or row is None:
                rows.faults += parser.faults
            elif isinstance(row, RuleRow):
                rows.rules.append(row)
            else:
                rows.articles.append(row)
    return rows


class _Parser:
    """Parser of one row."""

    def __init__(self, table: CatalogueTable, columns: Columns, number: int, cells: Sequence[str]) -> None:
        self._table, self._columns = table, columns
        self._place = Place(table.sheet, number)
        self._all = {
            name: (table.header[place], unquoted(cells[place].strip()) if place < len(cells) else "")
            for name, place in columns.places.items()
        }
        self._cells = {name: pair for name, pair in self._all.items() if pair[1]}
        self.faults: list[Fault] = []

    def article(self, spellings: dict[str, tuple[str, int]]) -> ArticleRow | None:
        """Parse a row about a product or an option."""
        product, option = self._key("product"), self._key("option") if "option" in self._cells else ""
        if not product or option is None:
            return None
        for name, whole in (("product", product), ("option", f"{product}/{option}" if option else "")):
            self._same_spelling(name, whole, spellings)
        values: dict[str, str | int | None] = {
            name: self._cells[name][1] for name in ("name", "words", "tax", "solution") if name in self._cells
        }
        if option and "solution" in values:
            del values["solution"]
        for name, kind in (("unit", "units"), ("kind", "kinds"), ("sale", "sales")):
            if name in self._cells and (name != "sale" or not option):
                values[name] = self._code(name, kind)
        for name in ("months", "lead_days"):
            if name in self._cells and (name != "lead_days" or not option):
                values[name] = self._whole(name)
        price = self._price()
        return ArticleRow(self._place, self._all, product, option, values, price)

    def rule(self) -> RuleRow | None:
        """Parse a rule."""
        product, kind = self._key("product"), self._code("rule", "rule_kinds")
        if not product or not kind:
            return None
        details = RuleDetails(
            kind=kind,
            sentence=self._text("sentence"),
            options=tuple(self._several("options")),
            others=tuple(self._several("others")),
            at_least=self._number("at_least"),
            at_most=self._number("at_most"),
            multiple_of=self._number("multiple_of"),
        )
        return RuleRow(self._place, self._all, product, details)

    def _price(self) -> RowPrice | None:
        numbers = {name: self._number(name) for name in ("amount", "cost", "at_least")}
        days = {name: self._day(name) for name in ("valid_from", "valid_to")}
        amount, at_least = numbers["amount"], numbers["at_least"]
        if amount is None:
            for name in ("cost", "at_least", "valid_from", "valid_to"):
                if name in self._cells and "amount" not in self._cells:
                    self._fault(name, _("A price is missing in this row."))
            return None
        return RowPrice(
            amount,
            self._text("currency").upper(),
            Decimal(1) if at_least is None else at_least,
            days["valid_from"],
            days["valid_to"],
            numbers["cost"],
            self._text("price_list"),
        )

    def _key(self, name: str) -> str | None:
        cell = self._text(name)
        key = key_of(cell)
        if is_key(key):
            return key
        if not cell:
            self._fault(name, _("The row does not say which product."))
        else:
            self._fault(
                name, fill(_("“%(cell)s” cannot be a key: it needs 1 to 60 letters and digits."), cell=cell)
            )
        return None

    def _same_spelling(self, name: str, whole: str, spellings: dict[str, tuple[str, int]]) -> None:
        """Refuse a second number that becomes the same key as another one."""
        if not whole:
            return
        cell = " ".join(self._text(name).casefold().split())
        other, row = spellings.setdefault(whole, (cell, self._place.row))
        if other != cell:
            sentence = _("In row %(row)s it is written “%(other)s”. Both would become the key “%(key)s”.")
            self._fault(name, fill(sentence, row=row, other=other, key=key_of(cell)))

    def _text(self, name: str) -> str:
        return self._cells.get(name, ("", ""))[1]

    def _several(self, name: str) -> Iterator[str]:
        for part in self._text(name).translate(LIST).split(","):
            if part.strip():
                yield part.strip()

    def _code(self, name: str, kind: str) -> str | None:
        cell = self._text(name)
        code = code_of(kind, cell)
        if code is None:
            self._fault(
                name, fill(_("“%(cell)s” is not known here."), cell=cell) if cell else _("It is empty.")
            )
        return code

    def _number(self, name: str) -> Decimal | None:
        if name not in self._cells:
            return None
        number = self._table.cells.number(self._columns.places[name], self._text(name))
        if isinstance(number, Decimal):
            return number
        self._fault(name, number)
        return None

    def _whole(self, name: str) -> int | None:
        number = self._number(name)
        if number is None or (number == number.to_integral_value() and abs(number) < 10_000):
            return None if number is None else int(number)
        self._fault(name, fill(_("“%(cell)s” is no whole number."), cell=self._text(name)))
        return None

    def _day(self, name: str) -> date | None:
        if name not in self._cells:
            return None
        day = self._table.cells.day(self._columns.places[name], self._text(name))
        if isinstance(day, date):
            return day
        self._fault(name, day)
        return None

    def _fault(self, name: str, sentence: Text) -> None:
        self.faults.append(Fault(self._place, *self._all.get(name, ("", "")), sentence))
