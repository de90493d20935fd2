"""Rows and cells of one sheet, as its file has them: one cell that cannot be read never costs the others.

openpyxl leaves out rows that stand out of order, and gives up the sheet for one wrong cell.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _
from openpyxl.cell.read_only import EMPTY_CELL, ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from wellkept.kernel.text import Text, fill

NO_NUMBER, NO_TEXT = "#NUM!", "#REF!"  # the errors that spreadsheet programs show for these
_TRUE = ("1", "true")


class StrangeSheet(ValueError):
    """A sheet whose rows or cells contradict each other, with the sentence for people."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class SheetCells(WorkSheetParser):
    """Parser of one sheet that reads each cell on its own."""

    def __init__(self, sheet: Any, source: Any) -> None:
        book = sheet.parent
        super().__init__(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        self._sheet = sheet
        self.hidden_rows = 0
        self._has_texts = False

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Yield each row with its number, its cells at their columns. The numbers rise."""
        last = 0
        for place, cells in self.parse():
            if place == last or place < 1:
                raise StrangeSheet(fill(_("Row %(row)s is written twice."), row=place))
            if place < last:
                raise StrangeSheet(fill(_("Row %(row)s stands below row %(last)s."), row=place, last=last))
            last = place
            yield place, self._in_columns(place, cells)

    def merged_over_rows(self) -> int:
        """Count the cells that are merged over several rows. Known after the last row."""
        merged = self.merged_cells
        return sum(area.max_row > area.min_row for area in merged.mergeCell) if merged else 0

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        """Parse one row, without keeping anything of it."""
        self.row_counter = int(row.get("r") or self.row_counter + 1)
        self.col_counter = 0
        self.hidden_rows += row.get("hidden") in _TRUE and len(row) > 0
        return self.row_counter, [self.parse_cell(cell) for cell in row]

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Parse one cell. A value that its type does not allow stays as it is written, or is an error of its own."""
        if not (element.get("s") or "0").isdecimal():
            del element.attrib["s"]
        place = self.col_counter
        try:
            cell: dict[str, Any] = super().parse_cell(element)
        except (ValueError, TypeError, LookupError, OverflowError):
            self.col_counter = place
            kind = element.attrib.pop("t", "n")
            written = _written(element)
            if kind == "s" and not self.shared_strings and not self._has_texts:
                raise StrangeSheet(_("The texts of its cells are missing from the file.")) from None
            for part in list(element):
                element.remove(part)
            cell = super().parse_cell(element)  # its place and style; these may still be wrong
            cell["value"] = NO_TEXT if kind == "s" else _unreadable(written)
            return cell | {"data_type": "s"}
        self._has_texts = self._has_texts or cell["data_type"] == "s"
        if cell["value"] is None and element.get("t") in ("s", "str", "inlineStr"):
            cell["value"] = _written(element) or None
        elif isinstance(cell["value"], float) and not math.isfinite(cell["value"]):
            cell |= {"value": NO_NUMBER, "data_type": "e"}
        return cell

    def _in_columns(self, place: int, cells: list[dict[str, Any]]) -> list[Any]:
        """Put the cells of one row at their columns, in whatever order they are written."""
        columns = [cell["column"] for cell in cells]
        if len(set(columns)) < len(columns):
            column = next(column for column in columns if columns.count(column) > 1)
            raise StrangeSheet(
                fill(_("Cell %(cell)s is written twice."), cell=f"{get_column_letter(column)}{place}")
            )
        row: list[Any] = [EMPTY_CELL] * max(columns, default=0)
        for cell in cells:
            row[cell["column"] - 1] = ReadOnlyCell(self._sheet, **cell)
        return row


def _written(element: Element) -> str:
    """Return the text of a cell: of its value, or of its pieces without their reading aids."""
    value = element.findtext(f"{{{SHEET_MAIN_NS}}}v")
    if value:
        return value
    inline = element.find(f"{{{SHEET_MAIN_NS}}}is")
    if inline is None:
        return ""
    for aid in inline.findall(f"{{{SHEET_MAIN_NS}}}rPh"):
        inline.remove(aid)
    return "".join(piece.text or "" for piece in inline.iter(f"{{{SHEET_MAIN_NS}}}t"))


def _unreadable(written: str) -> str:
    """Return the text of a cell that is no value of its type, or the error for a number that is none."""
    plain = written.strip().lower().lstrip("+-")
    is_no_number = plain in ("nan", "inf", "infinity", "1.#inf", "1.#ind", "1.#qnan", "-nan(ind)")
    return NO_NUMBER if is_no_number else written
