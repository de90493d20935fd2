"""Tables of a file: their names, headers, rows, and statistics of their columns."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from wellkept.imports.read_files.csv_text import Text
from wellkept.imports.read_files.workbook import Workbook
from wellkept.imports.rules import amounts, formats
from wellkept.kernel.refusal import invalid
from wellkept.kernel.text import fill

MOST_COLUMNS = 400
DISTINCT = 200  # distinct values of a column that are counted; with more, none are
SAMPLES = 5
_EMAIL = re.compile(r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$")
_PHONE = re.compile(r"^[+(\d][\d\s()/.\-–+]{4,}(?:\s*(?:ext|x|Dw)\.?\s*\d+)?$")


@dataclass
class Column:
    """Statistics of a column's cells over all rows."""

    name: str
    filled: int = 0
    emails: int = 0
    phones: int = 0
    dates: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    sides: int = 0
    values: Counter[str] | None = field(default_factory=Counter)
    samples: list[str] = field(default_factory=list)

    def see(self, cell: str) -> None:
        """Count one more cell."""
        if not cell:
            return
        self.filled += 1
        if len(self.samples) < SAMPLES and cell not in self.samples:
            self.samples.append(cell[:200])
        if self.values is not None:
            self.values[cell[:200]] += 1
            if len(self.values) > DISTINCT:
                self.values = None
        if "@" in cell:
            self.emails += bool(_EMAIL.match(cell))
            return
        if len(cell) > 40:
            return
        self.sides += amounts.has_side(cell)
        if not any(letter.isdigit() for letter in cell):
            return
        shape = formats.shape_of_date(cell)
        if shape:
            self.dates[shape] += 1
        else:
            self.phones += bool(_PHONE.match(cell)) and sum(letter.isdigit() for letter in cell) >= 5
        number = amounts.shape_of_number(cell)
        if number:
            self.numbers[number] += 1

    def as_json(self) -> dict[str, object]:
        """Convert for storage with the file."""
        return {
            "name": self.name,
            "filled": self.filled,
            "emails": self.emails,
            "phones": self.phones,
            "dated": sum(self.dates.values()),
            "numbers": sum(self.numbers.values()),
            "sides": self.sides,
            "dates": formats.order_of_dates(self.dates),
            "marks": amounts.mark_of_decimals(self.numbers),
            "values": dict(self.values.most_common()) if self.values is not None else None,
            "samples": self.samples,
        }


@dataclass(frozen=True)
class Table:
    """One table of a file: the sheet's name (empty for CSV), and its header."""

    sheet: str
    header: list[str]
    _source: Text | Workbook
    _rows: Iterator[tuple[int, list[str]]]

    @property
    def how(self) -> str:
        """Code of its encoding or format, after its rows also with the remarks on them."""
        return self._source.how

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows below the header, padded to its width. Can be read once.

        Cells beyond the last column with a name stay at the end: often a separator in a cell was not quoted.
        """
        width = len(self.header)
        for place, cells in self._rows:
            beyond = cells[width:]
            yield place, (cells + [""] * width)[: width if not any(beyond) else len(cells)]


def is_workbook(start: bytes, name: str) -> bool:
    """Whether the file is an Excel workbook, by its first bytes. Refuses old .xls and .ods files."""
    if start.startswith(b"\xd0\xcf\x11\xe0") or name.lower().endswith((".xls", ".ods", ".numbers")):
        raise invalid("file", _("Save it as CSV or as an Excel workbook (.xlsx), and bring that."))
    return start.startswith(b"PK")


def sheets(file: BinaryIO, name: str) -> list[str]:
    """List the names of the file's tables; a CSV has one without a name."""
    file.seek(0)
    return Workbook(file).sheets() if is_workbook(file.read(8), name) else [""]


def table(file: BinaryIO, name: str, sheet: str) -> Table:
    """Open one table and read its header."""
    file.seek(0)
    source: Text | Workbook
    if is_workbook(file.read(8), name):
        source = Workbook(file)
        rows = source.rows(sheet)
    else:
        file.seek(0)
        source = Text(file)
        rows = source.rows()
    header, rows = _header(rows)
    return Table(sheet, header, source, rows)


def _header(
    rows: Iterator[tuple[int, list[str]]],
) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Find the first row with more than one name, and the rows below it. Titles and blank rows above are skipped.

    Without such a row the table has one column, and its first row names it.
    """
    above: list[tuple[int, list[str]]] = []
    for _unused, row in zip(range(20), rows, strict=False):
        names = list(row[1])
        while names and not names[-1]:
            names.pop()
        if len(names) > MOST_COLUMNS:
            raise invalid(
                "file",
                fill(_("This table has more than %(most_columns)s columns."), most_columns=MOST_COLUMNS),
            )
        if sum(map(bool, names)) > 1:
            return _named(names), rows
        above.append((row[0], names))
    if above:
        return _named(above[0][1]), itertools.chain(above[1:], rows)
    raise invalid("file", _("There is no table in this file: its first row has to name the columns."))


def _named(names: list[str]) -> list[str]:
    """Name each column, those without a name by their place."""
    return [name[:200] or f"Column {place}" for place, name in enumerate(names, start=1)]


def look(columns: Sequence[Column], cells: Sequence[str]) -> None:
    """Count the cells of one more row."""
    for column, cell in zip(columns, cells, strict=False):
        column.see(cell)
