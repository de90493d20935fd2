"""One zip file, written as it is read: tables as CSV, files as they are, the schema and a word to whoever opens it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper

from wellkept.exports.archive import description
from wellkept.exports.archive.tables import SHOWN_OF_CONFIDENTIAL, Column, Sheet, sheets
from wellkept.files import folder as store
from wellkept.kernel.refusal import Refusal

Progress = Callable[[str, int], None]


def write(to: Path, *, unreadable: frozenset[int], made: str, progress: Progress) -> int:
    """Everything as it stood in one moment, but for the inside of the journeys named. Returns the size in bytes.

    Bounded memory: each table streams from the database into the archive, each file from the disk.
    """
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    draft = to.with_suffix(".draft")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=5, allowZip64=True) as archive:
        with _moment() as cursor:
            counts = {}
            for sheet in sheets():
                counts[sheet.name] = _table(archive, cursor, sheet, unreadable, progress)
            for sha256 in list(_files(cursor, unreadable)):
                _file(archive, sha256)
                progress("files", 1)
        archive.writestr(
            "datapackage.json", json.dumps(description.package(made), indent=1, ensure_ascii=False)
        )
        archive.writestr("README.md", description.readme(made, counts))
    draft.chmod(0o640)
    draft.replace(to)
    return to.stat().st_size


def rows_about() -> int:
    """How many rows there are, as far as the planner knows: enough for a progress bar."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace AND relname = ANY(%s)",
            [[sheet.name for sheet in sheets()]],
        )
        return int(cursor.fetchone()[0])


@contextmanager
def _moment() -> Iterator[CursorWrapper]:
    """A connection of its own that sees one moment only, and writes nothing."""
    own = connections["default"].copy()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL TIME ZONE 'UTC'")
            cursor.execute("SET LOCAL DateStyle = 'ISO'")
            yield cursor
    finally:
        own.rollback()
        own.close()


def _table(
    archive: zipfile.ZipFile, cursor: Any, sheet: Sheet, unreadable: frozenset[int], progress: Progress
) -> int:
    select = ", ".join(f'{_cell(column, sheet, unreadable)} AS "{column.name}"' for column in sheet.columns)
    where = ""
    if sheet.journey and sheet.name not in ("journey", "subject", "event") and unreadable:
        where = f' WHERE t."{sheet.journey}" IS NULL OR t."{sheet.journey}" <> ALL ({_list(unreadable)})'
    rows_of = f"SELECT {select} FROM {sheet.source}{where} ORDER BY {sheet.order}"
    statement = f"COPY ({rows_of}) TO STDOUT WITH (FORMAT csv, HEADER)"
    rows = -1
    with archive.open(f"{sheet.name}.csv", "w", force_zip64=True) as file, cursor.copy(statement) as copy:
        waiting = 0
        for chunk in copy:
            file.write(chunk)
            rows, waiting = rows + 1, waiting + 1
            if waiting >= 5_000:
                progress(sheet.name, waiting)
                waiting = 0
        progress(sheet.name, waiting)
    return rows


def _cell(column: Column, sheet: Sheet, unreadable: frozenset[int]) -> str:
    """The column, safe for a spreadsheet, and empty where it is the inside of a journey that is not to be read."""
    value = column.select
    if column.type == "datetime":
        value = f"to_char({value} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    elif column.type == "boolean":
        value = f"CASE WHEN {value} THEN 'true' WHEN NOT {value} THEN 'false' END"
    elif column.type == "string" and not column.points_to:
        # What a spreadsheet program would compute begins with a quotation mark; the README says so.
        value = rf"regexp_replace(({value})::text, '^(?=[=@\t\r]|[+-](?![\d\s()./-]*$))', '''')"
    if unreadable and sheet.journey:
        closed = f't."{sheet.journey}" = ANY ({_list(unreadable)})'
        inside = sheet.name == "journey" and column.name not in SHOWN_OF_CONFIDENTIAL
        if inside or (sheet.name == "event" and column.name in ("facts", "body", "body_salt")):
            value = f"CASE WHEN {closed} THEN NULL ELSE {value} END"
    return value


def _list(keys: frozenset[int]) -> str:
    return f"ARRAY[{','.join(str(int(key)) for key in sorted(keys))}]::bigint[]"


def _files(cursor: Any, unreadable: frozenset[int]) -> Iterator[str]:
    cursor.execute(
        "SELECT DISTINCT sha256 FROM stored_file WHERE subject_id <> ALL (%s::bigint[]) ORDER BY 1",
        [list(unreadable)],
    )
    for (sha256,) in cursor.fetchall():
        yield sha256


def _file(archive: zipfile.ZipFile, sha256: str) -> None:
    try:
        content = store.open_content(sha256)
    except Refusal:  # it is on record, and its content is not there: the table of files still names it
        return
    with content, archive.open(f"files/{sha256}", "w", force_zip64=True) as file:
        while chunk := content.read(1 << 20):
            file.write(chunk)
