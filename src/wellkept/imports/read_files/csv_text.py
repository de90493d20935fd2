"""Parse CSV in any character set, with any separator and quotes."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from charset_normalizer import from_bytes
from django.utils.translation import gettext_lazy as _

from wellkept.kernel.characters import clean_text
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import fill

SAMPLE = 1_000_000  # bytes that are read to detect the character set
LONGEST_CELL = 200_000
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Tried if it is neither UTF-8 nor Windows western: eastern Europe, MS-DOS, Macintosh, Asia.
_OTHERS = (
    "cp1250", "cp1251", "cp1253", "cp1254", "cp850", "mac_roman", "iso8859_2", "koi8_r", "shift_jis", "gb18030", "big5",
)  # fmt: skip
_NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "cp1252": "Windows (western)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
}
_END = "\0"  # a line of our own below the last one; a file's own NUL characters are left out before
_MARK_INSIDE = "\ufeff"  # a byte order mark that is left inside
_DECLARED = re.compile(r'"?sep=([^"\r\n\0])"?(?:\r\n|\r|\n)', re.IGNORECASE)  # first line, as Excel writes it
_NULL = "\\N"  # an empty cell in exports of MySQL and PostgreSQL
_MOST_STRAY = 0.01  # share of control bytes in a text
_LEAST_ZEROS = 0.3  # share of zeros in every other byte of western text in UTF-16
csv.field_size_limit(LONGEST_CELL)


class Text:
    """CSV file: its character set, its separator, and its rows with their line numbers."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        sample = file.read(SAMPLE)
        self.charset = _charset(sample, file)
        text = sample.decode(self.charset, errors="replace").lstrip(_MARK_INSIDE)
        declared = _DECLARED.match(text)
        self._declared = declared is not None
        whole = text[declared.end() :] if declared else text
        self.separator = declared[1] if declared else _separator(whole, len(sample) == SAMPLE)
        self._escape = _escape(whole, self.separator, len(sample) == SAMPLE)
        self._left_out: Counter[str] = Counter()

    @property
    def how(self) -> str:
        """Code of the format with its remarks, which `rules.file_formats` says in words: `csv:UTF-8:commas`."""
        name = _NAMES.get(self.charset, self.charset)
        remarks = [f"{kind}={count}" for kind, count in self._left_out.items() if count]
        return ":".join(["csv", name, _SEPARATORS.get(self.separator, "declared"), *remarks])

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row that is not empty, with its place counted from 1. Afterwards `how` has the remarks."""
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, encoding=self.charset, errors="replace", newline="")
        try:
            rows = _each(self._lines(text), self.separator, self._escape)
            for place, cells in enumerate(rows, start=1):
                cells = [clean_text(cell).strip() for cell in cells]
                cells = ["" if cell == _NULL else cell for cell in cells]
                if any(cells):
                    yield place, cells
        finally:
            text.detach()

    def _lines(self, text: Iterable[str]) -> Iterator[str]:
        """Yield the lines of the table, without what no text holds, and count that."""
        null = re.compile(rf"(^|{re.escape(self.separator)})\\N(?=$|[\r\n]|{re.escape(self.separator)})")
        for place, line in enumerate(text):
            if place == 0 and self._declared:
                continue
            if "\0" in line:
                self._left_out["nul"] += line.count("\0")
                line = line.replace("\0", "")
            self._left_out["unreadable"] += line.count("\ufffd")
            yield null.sub(r"\1", line) if self._escape and _NULL in line else line


def _each(text: Iterable[str], separator: str, escape: str | None) -> Iterator[list[str]]:
    """Yield the rows, and turn parse errors into refusals.

    A quotation mark too many would make the rows below it part of one cell, and they would be missing. A mark
    behind a backslash in a file that does not escape so would split a cell.
    """
    lines: list[str] = []
    reader = _reader(_kept(itertools.chain(text, [_END]), lines), separator, escape)
    for place in itertools.count(1):
        lines.clear()
        try:
            cells = next(reader)
            if cells == [_END]:
                return
            if len(lines) > 1 or any('\\"' in line for line in lines):
                next(_reader(iter(lines), separator, escape, strict=True))
        except csv.Error as wrong:
            raise _unreadable(place, str(wrong)) from None
        yield cells


def _kept(text: Iterable[str], lines: list[str]) -> Iterator[str]:
    """Yield the lines, and keep those of the current row."""
    for line in text:
        lines.append(line)
        yield line


def _unreadable(place: int, wrong: str) -> Refusal:
    """Word what is wrong with a row."""
    if "field limit" in wrong:
        return invalid(
            "file",
            fill(
                _("A cell near row %(place)s is too long (more than %(most)s). Is a quotation mark missing?"),
                place=place,
                most=LONGEST_CELL,
            ),
        )
    if "expected after" in wrong or "unexpected end" in wrong:
        return invalid(
            "file",
            fill(
                _(
                    "A quotation mark in row %(place)s is missing or too many. Correct it, or save the table again."
                ),
                place=place,
            ),
        )
    return invalid("file", fill(_("Row %(place)s cannot be read: %(wrong)s."), place=place, wrong=wrong))


def _reader(
    lines: Iterator[str], separator: str, escape: str | None = None, *, strict: bool = False
) -> Iterator[list[str]]:
    """Split lines into rows. Some programs write a space before a quoted cell."""
    return csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=strict, escapechar=escape)


def _escape(sample: str, separator: str, is_cut: bool) -> str | None:
    r"""Detect whether a quotation mark inside a cell is written `\"`, as MySQL does, and not twice."""
    if '\\"' not in sample:
        return None
    if is_cut:
        sample = sample[: sample.rfind("\n") + 1]
    plain, escaped = (_is_sound(sample, separator, escape) for escape in (None, "\\"))
    return "\\" if escaped and not plain else None


def _is_sound(sample: str, separator: str, escape: str | None) -> bool:
    """Whether each quotation mark of the sample stands at the beginning or the end of a cell."""
    try:
        for _row in _reader(io.StringIO(sample, newline=""), separator, escape, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _charset(sample: bytes, file: BinaryIO) -> str:
    """Detect the character set: by its byte order mark, UTF-8, Windows western, else by statistics."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if b"\0" in sample:
        without_mark = _utf16(sample)
        if without_mark:
            return without_mark
        if not _is_text(sample):
            raise invalid("file", _("This is no table: save it as CSV or as an Excel workbook (.xlsx)."))
    if _is_utf8(file):
        return "utf-8"
    if not any(byte in sample for byte in range(0x80, 0x100)):
        return "cp1252"  # the sample is ASCII, and later bytes are not UTF-8
    if _is_western(sample):
        return "cp1252"
    best = from_bytes(sample[:200_000], cp_isolation=list(_OTHERS)).best()
    return best.encoding if best is not None else "cp1252"


def _utf16(sample: bytes) -> str:
    """Detect UTF-16 without a byte order mark: every other byte is mostly zero. Empty if it is not."""
    first, second = (sample[start::2].count(0) / max(len(sample) // 2, 1) for start in (0, 1))
    for zeros, others, name in ((second, first, "utf-16-le"), (first, second, "utf-16-be")):
        if zeros > _LEAST_ZEROS and others < _MOST_STRAY and _is_text(sample.replace(b"\0", b"")):
            return name
    return ""


def _is_text(sample: bytes) -> bool:
    """Whether a sample with some zero bytes is text otherwise."""
    controls = sum(sample.count(byte) for byte in range(0x20) if byte not in b"\t\n\r\x0b\x0c\x1a\x1b")
    return controls <= max(_MOST_STRAY * len(sample), 1)


def _is_western(sample: bytes) -> bool:
    """Whether letters beyond ASCII are isolated, as in `Müller`, not in runs, as in `Иванов`."""
    high = [place for place, byte in enumerate(sample[:200_000]) if byte >= 0x80]
    alone = sum(not (sample[place - 1] >= 0x80 or sample[place + 1 : place + 2] >= b"\x80") for place in high)
    text = bytes(sample[place] for place in high).decode("cp1252", errors="replace")
    return alone > 0.7 * len(high) and sum(letter.isalpha() for letter in text) > 0.7 * len(high)


def _is_utf8(file: BinaryIO) -> bool:
    """Whether the whole file is UTF-8. One wrong byte a million rows further would be a wrong name."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(sample: str, is_cut: bool) -> str:
    """Detect the separator: it splits the first lines into equally many cells, more than one."""
    best, most = ",", 0.0
    for separator in _SEPARATORS:
        counts: Counter[int] = Counter()
        try:
            reader = _reader(io.StringIO(sample, newline=""), separator)
            for _unused, cells in zip(range(200), reader, strict=False):
                if cells:
                    counts[len(cells)] += 1
        except csv.Error:
            continue
        wide = [(count, width) for width, count in counts.items() if width > 1]
        if not wide:
            continue
        count, width = max(wide)
        points = count / sum(counts.values()) + width / 1000
        if points > most:
            best, most = separator, points
    return best
