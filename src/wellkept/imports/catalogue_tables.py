"""Tables of files of the catalogue, read from the stored file. The whole column decides how numbers are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from wellkept.files import folder
from wellkept.files.models import StoredFile
from wellkept.imports.read_files import tables
from wellkept.imports.rules import amounts, formats
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.kernel.text import Text, fill
from wellkept.people.queries import company
from wellkept.solutions.known_catalogue import known_catalogue
from wellkept.solutions.rules.catalogue_changes import CataloguePlan
from wellkept.solutions.rules.catalogue_columns import columns_of
from wellkept.solutions.rules.catalogue_plan import plan_of
from wellkept.solutions.rules.catalogue_rows import CatalogueRows, CatalogueTable, read_rows

MOST_ROWS = 50_000  # of one file, in all of its tables
_UTC = ZoneInfo("UTC")


class ColumnCells:
    """Reader of numbers and days: one cell of a column that is clear decides for those that are not.

    `decimals` is the answer of a person for columns without such a cell: comma or point.
    """

    def __init__(self, rows: Sequence[tuple[int, Sequence[str]]], decimals: str) -> None:
        self._rows, self._decimals = rows, decimals
        self._marks: dict[int, str] = {}
        self._orders: dict[int, str] = {}

    @property
    def asks(self) -> bool:
        """Whether a column of numbers that was read has no clear cell."""
        return "ask" in self._marks.values()

    def number(self, column: int, cell: str) -> Decimal | Text:
        """The number, or the sentence why it is none."""
        shape = amounts.shape_of_number(cell)
        mark = self._mark(column) if shape == "either" else "comma" if shape == "comma" else "point"
        if shape == "either" and not mark:
            return fill(
                _("“%(cell)s” can be two numbers. Say above whether the file has decimal commas or points."),
                cell=cell,
            )
        number = amounts.read_number(cell, mark=mark) if shape else None
        return fill(_("“%(cell)s” is no number."), cell=cell) if number is None else number

    def day(self, column: int, cell: str) -> date | Text:
        """The day, or the sentence why it is none."""
        shape, order = formats.shape_of_date(cell), self._order(column)
        if shape == "either" and order == "ask":
            return fill(_("“%(cell)s” can be two days. Write it like 2026-12-31."), cell=cell)
        if shape in ("dmy", "mdy"):
            order = shape
        instant = formats.read_date(cell, order=order, zone=_UTC) if shape else None
        if instant is None:
            return fill(_("“%(cell)s” is no day. Write it like 2026-12-31."), cell=cell)
        return instant.date()

    def _mark(self, column: int) -> str:
        if column not in self._marks:
            shapes = Counter(map(amounts.shape_of_number, self._column(column)))
            self._marks[column] = amounts.mark_of_decimals(shapes)
        mark = self._marks[column]
        return self._decimals if mark == "ask" else mark

    def _order(self, column: int) -> str:
        if column not in self._orders:
            self._orders[column] = formats.order_of_dates(
                Counter(map(formats.shape_of_date, self._column(column)))
            )
        return self._orders[column]

    def _column(self, column: int) -> Iterator[str]:
        """Each cell of a column once."""
        cells = (cells[column] for _row, cells in self._rows if column < len(cells))
        return iter({cell for cell in cells if cell})


def stored_catalogue_file(key: int) -> StoredFile:
    """One file of the catalogue: the company keeps it."""
    row = StoredFile.objects.filter(pk=key, subject_id=company().pk).first()
    if row is None:
        raise missing("file", _("There is no such file."))
    return row


def assert_names_products(file: StoredFile) -> None:
    """Refuse a file in which no table has a column that names the product."""
    with folder.open_content(file.sha256) as content:
        names = tables.sheets(content, file.name)
        for sheet in names:
            try:
                if columns_of(tables.table(content, file.name, sheet).header) is not None:
                    return
            except Refusal:
                if len(names) == 1:
                    raise
    raise Refusal(
        "invalid_file",
        _("No column of this file names the product."),
        field="file",
        instead=_("Call it “Product” or “Article number”, or begin with the template."),
        status=422,
    )


@dataclass(frozen=True)
class Comparison:
    """The rows of a file, the changes that it would make now, and whether a person has to name its decimal mark."""

    rows: CatalogueRows
    plan: CataloguePlan
    asks: bool


def compare_with_catalogue(file: StoredFile, *, decimals: str) -> Comparison:
    """Compare a stored file with the catalogue as it is now."""
    read = catalogue_tables(file, decimals=decimals)
    rows = read_rows(read)
    asks = any(isinstance(table.cells, ColumnCells) and table.cells.asks for table in read)
    return Comparison(rows, plan_of(rows, known_catalogue()), asks)


def catalogue_tables(file: StoredFile, *, decimals: str = "") -> list[CatalogueTable]:
    """Read every visible sheet of a stored file, or the CSV. Refuses one of more than 50,000 rows."""
    read: list[CatalogueTable] = []
    count = 0
    with folder.open_content(file.sha256) as content:
        names = tables.sheets(content, file.name)
        for sheet in names:
            try:
                table = tables.table(content, file.name, sheet)
            except Refusal:
                if len(names) == 1:
                    raise
                continue  # a sheet without a table: a cover, a picture
            rows = []
            for row in table.rows():
                rows.append(row)
                if count + len(rows) > MOST_ROWS:
                    raise invalid(
                        "file",
                        fill(_("A file has at most %(most)s rows. Load it in parts."), most=f"{MOST_ROWS:,}"),
                    )
            count += len(rows)
            read.append(CatalogueTable(sheet, table.header, rows, ColumnCells(rows, decimals)))
    return read
