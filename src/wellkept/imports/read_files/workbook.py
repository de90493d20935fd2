"""Parse Excel workbooks row by row. Formulas count with their last computed value; nothing is executed."""

from __future__ import annotations

import functools
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from wellkept.imports.read_files.sheet_cells import SheetCells, StrangeSheet
from wellkept.kernel.characters import clean_text
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import Text, fill

MOST_UNPACKED = 2_000_000_000  # bytes of one sheet, which is read as a stream
MOST_STRINGS = 300_000_000  # bytes of the shared strings, which are kept in memory
MOST_OF_ANOTHER = 50_000_000  # bytes of any other part; openpyxl reads it whole
MOST_TOGETHER = 4_000_000_000  # bytes of all parts
MOST_ROWS = 1_048_576  # rows of a sheet, as in every spreadsheet program
MOST_CELLS = 100_000_000  # cells of a sheet, the empty ones between others included
MOST_TIMES = 300  # factor by which a part may grow when unpacked
MOST_PARTS = 2_000
# A formula whose value is an empty text has `t="str"` and a value without letters.
_UNCOMPUTED = re.compile(
    rb'<c r="([A-Z]+\d+)"(?![^>]*\bt="str"[^>]*><f[^>]*?(?:/>|>[^<]*</f>)\s*<v)[^>]*>'
    rb"<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_SHEET = f"{_CONTENT}worksheet+xml"
_LIMITS = {_SHEET: MOST_UNPACKED, f"{_CONTENT}sharedStrings+xml": MOST_STRINGS}
_NO_WORKBOOK = (
    InvalidFileException,
    LookupError,
    AttributeError,
    ValueError,
    TypeError,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    OSError,
)
_NO_XML = (
    ElementTree.ParseError,
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    LookupError,
    NotImplementedError,
)
# Formats of zeros and the words between them: 00000, "K-"0000, 000\-000. A language may stand before them.
_ZEROS = re.compile(r'(?:\[\$[^\]]*\])?((?:"[^"]*"|\\.|[-/ ()]|0)+)')
_PLACE = re.compile(r'"([^"]*)"|\\(.)|([-/ ()0])')
# Characters that XML cannot hold are written by their code: _x000D_ is a carriage return.
_LINE_END = re.compile(r"_x000[Dd]_\n?|_x000[AaBb]_")
_CONTROL = re.compile(r"_x00[01][0-9A-Fa-f]_")
_STRICT = "http://purl.oclc.org/ooxml/"  # in the names of "Strict Open XML"
_SAVE = _("Open it in your spreadsheet program and save it as CSV, or as an Excel workbook (.xlsx).")


class Workbook:
    """Sheets of an .xlsx file."""

    def __init__(self, file: BinaryIO) -> None:
        _assert_harmless(file)
        self._file = file
        self._remarks: dict[str, str] = {}

    @property
    def how(self) -> str:
        """Code of the format with its remarks, which `rules.file_formats` says in words: `xlsx:hidden_rows=3`."""
        return ":".join(["xlsx", *(f"{kind}={value}" for kind, value in self._remarks.items())])

    def sheets(self) -> list[str]:
        """List the names of the visible sheets."""
        book = self._open()
        try:
            return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        finally:
            book.close()

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """Yield each row that is not empty, with its row number. Afterwards `how` has the remarks on them."""
        book = self._open()
        try:
            self._note_hidden_sheets(book, sheet)
            table = book[sheet]
            width = 0
            with table._get_source() as source:
                cells = SheetCells(table, source)
                for place, row in cells.rows():
                    width += len(row)
                    if place > MOST_ROWS or width > MOST_CELLS:
                        raise _too_large()
                    if any(cell.value is not None and cell.value != "" for cell in row):
                        yield place, [_shown(cell) for cell in row]
            self._note("hidden_rows", cells.hidden_rows)
            self._note("merged", cells.merged_over_rows())
        except StrangeSheet as strange:
            raise _unreadable(
                fill(_("The sheet “%(sheet)s” cannot be read: %(why)s"), sheet=sheet, why=strange.sentence)
            ) from None
        except _NO_WORKBOOK as wrong:
            raise _unreadable(
                fill(_("The sheet “%(sheet)s” cannot be read (%(wrong)s)."), sheet=sheet, wrong=wrong)
            ) from None
        finally:
            book.close()

    def _note(self, kind: str, value: object) -> None:
        """Keep a remark that says something."""
        if value:
            self._remarks[kind] = str(value).replace(":", " ")

    def _note_hidden_sheets(self, book: Any, sheet: str) -> None:
        """Note on the first visible sheet which ones are hidden: they are left out."""
        visible = [table.title for table in book.worksheets if table.sheet_state == "visible"]
        if visible[:1] == [sheet]:
            hidden = [table.title for table in book.worksheets if table.sheet_state != "visible"]
            self._note("hidden_sheets", ", ".join(hidden))

    def _open(self) -> Any:
        self._file.seek(0)
        try:
            return load_workbook(self._file, read_only=True, data_only=True, keep_links=False)
        except _NO_WORKBOOK:
            raise _unreadable(_("This workbook cannot be read.")) from None


def _unreadable(sentence: Text) -> Refusal:
    return Refusal("invalid_file", sentence, field="file", instead=_SAVE, status=422)


def _too_large() -> Refusal:
    return Refusal(
        "too_large_unpacked",
        _("This workbook unpacks to more than can be read safely."),
        field="file",
        instead=_("Save each of its sheets as CSV."),
        status=422,
    )


def _strange() -> Refusal:
    return _unreadable(_("This workbook contains something that no spreadsheet program writes."))


def _assert_harmless(file: BinaryIO) -> None:
    """Refuse zip bombs, XML entities and formulas without a value, before anything is unpacked into memory."""
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        raise _unreadable(_("This workbook is damaged.")) from None
    with archive:
        parts = archive.infolist()
        kinds = _kinds(archive)
        if len(parts) > MOST_PARTS or not any(part.filename == "xl/workbook.xml" for part in parts):
            raise _unreadable(_("This is no Excel workbook."))
        for part in parts:
            limit = _LIMITS.get(kinds.get(part.filename.lower(), ""), MOST_OF_ANOTHER)
            # Sheets of equal rows compress to a hundredth; only a bomb compresses further.
            grows = part.file_size > 10_000_000 and part.file_size > MOST_TIMES * max(part.compress_size, 1)
            if part.file_size > limit or grows:
                raise _too_large()
            if part.flag_bits & 0x1:
                raise invalid("file", _("This workbook has a password. Save it without one."))
        if sum(part.file_size for part in parts) > MOST_TOGETHER:
            raise _too_large()
        for part in parts:
            _refuse_definitions(archive, part)
        _refuse_strict(archive)
        for part in parts:
            if kinds.get(part.filename.lower()) == _SHEET:
                _refuse_uncomputed(archive, part)


def _kinds(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the kind of each part, by its name. A part of two kinds has none, and so the narrowest limit."""
    try:
        listed = archive.getinfo("[Content_Types].xml")
        if listed.file_size > MOST_OF_ANOTHER:
            raise _too_large()
        root = ElementTree.fromstring(archive.read(listed), forbid_dtd=True)
    except (DefusedXmlException, KeyError, *_NO_XML):
        raise _strange() from None
    kinds: dict[str, str] = {}
    for entry in root:
        name, kind = entry.get("PartName", "").lstrip("/").lower(), entry.get("ContentType", "")
        kinds[name] = kind if kinds.get(name, kind) == kind else ""
    return kinds


def _refuse_definitions(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a document type and entities. They stand before the first element, in whatever encoding."""
    try:
        with archive.open(part) as stream:
            for _event in ElementTree.iterparse(stream, events=("start",), forbid_dtd=True):
                return
    except DefusedXmlException:
        raise _strange() from None
    except _NO_XML:
        if part.filename.lower().endswith((".xml", ".rels")):
            raise _strange() from None


def _refuse_strict(archive: zipfile.ZipFile) -> None:
    """Refuse the form of workbook in which every name is another: it would seem to have no sheets."""
    with archive.open("xl/workbook.xml") as stream:
        for _event, element in ElementTree.iterparse(stream, events=("start",), forbid_dtd=True):
            if element.tag.startswith(f"{{{_STRICT}"):
                raise _unreadable(_("This workbook is saved as “Strict Open XML”, which cannot be read."))
            return


def _refuse_uncomputed(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse formulas without a value."""
    uncomputed: list[str] = []
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 20):
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


def _shown(cell: Any) -> str:
    """Format a cell as its sheet shows it, dates with the year first."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _with_zeros(value, _format_of(cell)) or _text(value)
    return _text(value)


def _format_of(cell: Any) -> str:
    """Return the number format of a cell; of a style that is not defined, the general one."""
    try:
        return str(cell.number_format)
    except IndexError:
        return "General"


def _with_zeros(value: float, number_format: str) -> str:
    """Write a number with the zeros and words of its format, as postcodes and customer numbers are kept.

    Empty if its format is of another kind.
    """
    places = _places(number_format)
    if not places or value < 0 or (isinstance(value, float) and not value.is_integer()):
        return ""
    zeros = places.count(None)
    digits = str(int(value)).zfill(zeros)
    more = len(digits) - zeros  # they stand with the first zero
    rest = iter([digits[: more + 1], *digits[more + 1 :]])
    return "".join(next(rest) if place is None else place for place in places)


@functools.cache
def _places(number_format: str) -> tuple[str | None, ...]:
    """Split a format into its words and its zeros (None); nothing if it is no format of several zeros."""
    shape = _ZEROS.fullmatch(number_format.partition(";")[0])
    parts = _PLACE.findall(shape[1]) if shape else []
    places = [None if part == "0" else words or sign or part for words, sign, part in parts]
    return tuple(places) if places.count(None) > 1 else ()


def _text(value: object) -> str:
    """Format a value as a person would type it, dates with the year first."""
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
        return str(int(value)) if value.is_integer() and abs(value) < 1e22 else repr(value)
    return _plain(str(value))


def _plain(text: str) -> str:
    """Read characters that are written by their code, and drop those that no text holds."""
    if "_x00" in text:
        text = _CONTROL.sub(" ", _LINE_END.sub("\n", text))
    return clean_text(text).strip()
