"""From the stored files into rows, each with its cells, and what its columns look like."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import F

from wellkept.files import folder as store
from wellkept.imports.models import File, Import, Remembered, Row
from wellkept.imports.read_files import tables
from wellkept.imports.rules import column_guess
from wellkept.kernel import clock

CHUNK = 5_000
_LOCK = 0x1E7  # of the readings, among the advisory locks
T = TypeVar("T")


def waits(of: int) -> bool:
    """Whether a file of this import is still to be read."""
    return File.objects.filter(of=of, of__state="reading", read=False).exists()


def read_next(of: int) -> None:
    """Read the next file, in transactions of some thousand rows each, so that one sees how far it is.

    A killed reading begins this file anew.
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


def look_at(row: Import) -> None:
    """Every file is read: its columns are looked at by a person."""
    if not row.source:
        systems = [file.profile for file in row.files.all() if file.profile not in ("", "remembered")]
        row.source = systems[0] if systems else ""
    row.state = "columns"


def _read(file: File) -> None:
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
    """The rows in lists of this length."""
    left = iter(rows)
    while chunk := list(itertools.islice(left, size)):
        yield chunk


def _write(file: int, rows: Sequence[tuple[int, list[str]]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY import_row (file_id, line, cells) FROM STDIN") as copy,
    ):
        for line, cells in rows:
            copy.write_row((file, line, cells))


def _guess(file: File) -> None:
    """As a table with this header was read the last time, else by a ready mapping, words and looks."""
    known = Remembered.objects.filter(signature=column_guess.signature(file.header)).first()
    if known is not None:
        file.noun, file.mapping = known.noun, known.mapping
        file.profile = "remembered"
        asked = {place: told for place, told in known.formats.items() if _may_be(file, place, told)}
    else:
        found = column_guess.guess(
            file.header, file.columns, name=f"{file.name.rpartition('.')[0]} {file.sheet}"
        )
        file.noun, file.profile = found.noun, found.profile
        file.mapping = {str(place): name for place, name in found.mapping.items()}
        asked = {}
    file.formats = settled(file) | asked


def settled(file: File) -> dict[str, str]:
    """How the dates and numbers of each column are written, as far as the column itself says."""
    found = {}
    for place, column in enumerate(file.columns):
        if column["dated"] and column["dates"] in ("dmy", "mdy"):
            found[str(place)] = column["dates"]
        elif column["numbers"] and column["marks"] in ("point", "comma"):
            found[str(place)] = column["marks"]
    return found


def _may_be(file: File, place: str, told: str) -> bool:
    """Whether what was answered the last time fits what this column holds."""
    column = file.columns[int(place)]
    return column["dates"] in ("ask", told) if told in ("dmy", "mdy") else column["marks"] in ("ask", told)


@transaction.atomic
def forget_rows(files: Sequence[int], *, problems: bool = True) -> None:
    """The rows of these tables go: what they said is brought in, or not needed. The papers keep the files."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM import_row WHERE file_id = ANY(%s)", [list(files)])
        if problems:
            cursor.execute("DELETE FROM import_problem WHERE file_id = ANY(%s)", [list(files)])
