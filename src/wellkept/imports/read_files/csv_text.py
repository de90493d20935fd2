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
_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows (western)", "utf-16": "UTF-16"}
_END = "\0"  # a line of our own below the last one
_WITHOUT = re.compile("[\0\ufeff]")  # NUL, and a byte order mark that is left inside
csv.field_size_limit(LONGEST_CELL)


class Text:
    """CSV file: its character set, its separator, and its rows with their line numbers."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        sample = file.read(SAMPLE)
        if b"\0" in sample and not sample.startswith(tuple(mark for mark, _unused in _MARKS)):
            raise invalid("file", _("This is no table: save it as CSV or as an Excel workbook (.xlsx)."))
        self.charset = _charset(sample, file)
        self.separator = _separator(sample.decode(self.charset, errors="replace"), len(sample) == SAMPLE)

    @property
    def how(self) -> str:
        """Code of the format, which `rules.file_formats` says in words: `csv:UTF-8:commas`."""
        name = _NAMES.get(self.charset, self.charset)
        return f"csv:{name}:{_SEPARATORS[self.separator]}"

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row that is not empty, with its place counted from 1."""
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, encoding=self.charset, errors="replace", newline="")
        try:
            for place, cells in enumerate(_each(text, self.separator), start=1):
                cells = [_WITHOUT.sub("", cell).strip() for cell in cells]
                if any(cells):
                    yield place, cells
        finally:
            text.detach()


def _each(text: Iterable[str], separator: str) -> Iterator[list[str]]:
    """Yield the rows, and turn parse errors into refusals.

    A quotation mark too many would make the rows below it part of one cell, and they would be missing.
    """
    lines: list[str] = []
    reader = _reader(_kept(itertools.chain(text, [_END]), lines), separator)
    for place in itertools.count(1):
        lines.clear()
        try:
            cells = next(reader)
            if cells == [_END]:
                return
            if len(lines) > 1:
                next(_reader(iter(lines), separator, strict=True))
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


def _reader(lines: Iterator[str], separator: str, *, strict: bool = False) -> Iterator[list[str]]:
    """Split lines into rows. Some programs write a space before a quoted cell."""
    return csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=strict)


def _charset(sample: bytes, file: BinaryIO) -> str:
    """Detect the character set: by its byte order mark, UTF-8, Windows western, else by statistics."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if _is_utf8(file):
        return "utf-8"
    if not any(byte in sample for byte in range(0x80, 0x100)):
        return "cp1252"  # the sample is ASCII, and later bytes are not UTF-8
    if _is_western(sample):
        return "cp1252"
    best = from_bytes(sample[:200_000], cp_isolation=list(_OTHERS)).best()
    return best.encoding if best is not None else "cp1252"


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
