"""Parse Excel workbooks row by row. Formulas count with their last computed value; nothing is executed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import Text, fill

MOST_UNPACKED = 2_000_000_000  # bytes of one sheet
MOST_STRINGS = 300_000_000  # bytes of the shared strings, which are kept in memory
MOST_TIMES = 300  # factor by which a part may grow when unpacked
MOST_PARTS = 2_000
_UNCOMPUTED = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*><f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')
_SAVE = _("Open it in your spreadsheet program and save it as CSV, or as an Excel workbook (.xlsx).")


class Workbook:
    """Sheets of an .xlsx file."""

    def __init__(self, file: BinaryIO) -> None:
        _assert_harmless(file)
        self._file = file

    def sheets(self) -> list[str]:
        """List the names of the visible sheets."""
        book = self._open()
        try:
            return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        finally:
            book.close()

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """Yield each row that is not empty, with its row number."""
        book = self._open()
        try:
            table = book[sheet]
            # The stored size of the sheet may be wrong; the rows are right.
            table.reset_dimensions()
            for place, values in enumerate(table.iter_rows(values_only=True), start=1):
                if any(value is not None and value != "" for value in values):
                    yield place, [_text(value) for value in values]
        except (KeyError, ValueError, TypeError, zipfile.BadZipFile, SyntaxError) as wrong:
            raise _unreadable(
                fill(_("The sheet “%(sheet)s” cannot be read (%(wrong)s)."), sheet=sheet, wrong=wrong)
            ) from None
        finally:
            book.close()

    def _open(self) -> Any:
        self._file.seek(0)
        try:
            return load_workbook(self._file, read_only=True, data_only=True, keep_links=False)
        except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile, SyntaxError, OSError):
            raise _unreadable(_("This workbook cannot be read.")) from None


def _unreadable(sentence: Text) -> Refusal:
    return Refusal("invalid_file", sentence, field="file", instead=_SAVE, status=422)


def _assert_harmless(file: BinaryIO) -> None:
    """Refuse zip bombs, XML entities and formulas without a value, before anything is unpacked into memory."""
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        raise _unreadable(_("This workbook is damaged.")) from None
    with archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or not any(part.filename == "xl/workbook.xml" for part in parts):
            raise _unreadable(_("This is no Excel workbook."))
        for part in parts:
            limit = MOST_STRINGS if part.filename.endswith("sharedStrings.xml") else MOST_UNPACKED
            # Sheets of equal rows compress to a hundredth; only a bomb compresses further.
            grows = part.file_size > 10_000_000 and part.file_size > MOST_TIMES * max(part.compress_size, 1)
            if part.file_size > limit or grows:
                raise Refusal(
                    "too_large_unpacked",
                    _("This workbook unpacks to more than can be read safely."),
                    field="file",
                    instead=_("Save each of its sheets as CSV."),
                    status=422,
                )
            if part.flag_bits & 0x1:
                raise invalid("file", _("This workbook has a password. Save it without one."))
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _look_into(archive, part)


def _look_into(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Scan one part for entities and for formulas without a value."""
    uncomputed: list[str] = []
    is_sheet = part.filename.startswith("xl/worksheets/sheet")
    tail = b""
    with archive.open(part) as stream:
        first = True
        while chunk := stream.read(1 << 20):
            if first and b"<!DOCTYPE" in chunk[:4096].upper():
                raise _unreadable(_("This workbook contains something that no spreadsheet program writes."))
            first = False
            if not is_sheet:
                return
            seen = tail + chunk
            uncomputed += [cell.decode() for cell in _UNCOMPUTED.findall(seen)]
            tail = seen[-2_000:] if b"<f" in seen[-2_000:] else b""
    if uncomputed:
        cells = ", ".join(dict.fromkeys(uncomputed[:20]))
        raise Refusal(
            "formulas_without_values",
            fill(
                _("Some cells hold a formula that was never computed: %(cells)s."),
                cells=", ".join(cells.split(", ")[:5]),
            ),
            field="file",
            instead=_("Open the file in your spreadsheet program, save it once, and bring it again."),
            status=422,
        )


def _text(value: Any) -> str:
    """Format a cell's value as a person would type it, dates with the year first."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        whole = value.time() == time(0)
        return value.date().isoformat() if whole else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).replace("\0", "").strip()
