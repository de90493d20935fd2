"""Read stored files into rows, and collect statistics of their columns."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import F

from wellkept.files import folder as store
from wellkept.imports.models import File, Import, Row, SavedMapping
from wellkept.imports.read_files import tables
from wellkept.imports.rules import column_guess
from wellkept.imports.rules.amounts import SIDES
from wellkept.kernel import clock

CHUNK = 5_000
_LOCK = 0x1E7  # key of the advisory lock
T = TypeVar("T")


def waits(of: int) -> bool:
    """Whether a file of this import is not read yet."""
    return File.objects.filter(of=of, of__state="reading", read=False).exists()


def read_next(of: int) -> None:
    """Read the next file, in transactions of some thousand rows each, so that progress is visible.

    After a crash this file is read again from its beginning.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, of])
        if not cursor.fetchone()[0]:  # another worker reads it
            time.sleep(1)
            return
    try:
        file = File.objects.filter(of=of, read=False).select_related("stored_file").order_by("pk").first()
        if file is not None:
            _read(file)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, of])


def confirm_columns_next(row: Import) -> None:
    """Finish reading: a person confirms the columns next."""
    if not row.source:
        systems = [file.profile for file in row.files.all() if file.profile not in ("", "remembered")]
        row.source = systems[0] if systems else ""
    row.state = "columns"


def _read(file: File) -> None:
    """Read one file into rows."""
    Row.objects.filter(file=file).delete()
    with store.open_content(file.stored_file.sha256) as content:
        table = tables.table(content, file.stored_file.name, file.sheet)
        columns = [tables.Column(name) for name in table.header]
        file.rows = 0
        for chunk in batched(table.rows(), CHUNK):
            for _, cells in chunk:
                tables.look(columns, cells)
            file.rows += len(chunk)
            with transaction.atomic():
                _write(file.pk, chunk)
                Import.objects.filter(pk=file.of_id).update(
                    done=F("done") + len(chunk), worked_at=clock.now()
                )
    file.header, file.how, file.read = table.header, table.how, True
    file.columns = [column.as_json() for column in columns]
    _guess(file)
    file.save()


def batched(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Split rows into lists of this length."""
    left = iter(rows)
    while chunk := list(itertools.islice(left, size)):
        yield chunk


def _write(file: int, rows: Sequence[tuple[int, list[str]]]) -> None:
    """Insert rows by COPY."""
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY import_row (file_id, line, cells) FROM STDIN") as copy,
    ):
        for line, cells in rows:
            copy.write_row((file, line, cells))


def _guess(file: File) -> None:
    """Map the columns as saved for this header, else by a guess."""
    known = SavedMapping.objects.filter(signature=column_guess.signature(file.header)).first()
    if known is not None:
        file.noun, file.mapping = known.noun, known.mapping
        file.profile = "remembered"
        asked = {place: chosen for place, chosen in known.formats.items() if _may_be(file, place, chosen)}
    else:
        guess = column_guess.guess(
            file.header, file.columns, name=f"{file.name.rpartition('.')[0]} {file.sheet}"
        )
        file.noun, file.profile = guess.noun, guess.profile
        file.mapping = {str(place): name for place, name in guess.mapping.items()}
        asked = {}
    file.formats = settled(file) | asked


def settled(file: File) -> dict[str, str]:
    """Decide the date order and decimal mark of each column where its cells are unambiguous."""
    decided = {}
    for place, column in enumerate(file.columns):
        if column["dated"] and column["dates"] in ("dmy", "mdy"):
            decided[str(place)] = column["dates"]
        elif column["numbers"] and column["marks"] in ("point", "comma"):
            decided[str(place)] = column["marks"]
    return decided


def _may_be(file: File, place: str, chosen: str) -> bool:
    """Whether a saved answer fits this column's cells."""
    column = file.columns[int(place)]
    if chosen in ("dmy", "mdy"):
        return column["dates"] in ("ask", chosen)
    mark, _sign, side = chosen.partition("+")
    if chosen in SIDES or side:
        return bool(column["sides"]) and (not side or column["marks"] in ("ask", mark))
    return column["marks"] in ("ask", chosen)


@transaction.atomic
def forget_rows(files: Sequence[int], *, problems: bool = True) -> None:
    """Delete the rows of these tables. The stored files keep the contents."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM import_row WHERE file_id = ANY(%s)", [list(files)])
        if problems:
            cursor.execute("DELETE FROM import_problem WHERE file_id = ANY(%s)", [list(files)])
