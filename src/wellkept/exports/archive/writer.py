"""Write the export: one zip file with tables as CSV, stored files, a description for programs, and a README."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper

from wellkept.exports.archive import package_description
from wellkept.exports.archive.exported_tables import (
    BELONGS_TO_CLOSED,
    QUOTES_CLOSED,
    SHOWN_OF_CONFIDENTIAL,
    Column,
    Sheet,
    sheets,
)
from wellkept.files import folder as store
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.spreadsheet_cells import FORMULA

Progress = Callable[[str, int], None]


def write(to: Path, *, unreadable: frozenset[int], written_at: str, progress: Progress) -> int:
    """Write everything as of one moment, except the inside of the named journeys. Returns the size in bytes.

    Bounded memory: tables stream from the database, files from the disk.
    """
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
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
            "datapackage.json",
            json.dumps(package_description.package(written_at), indent=1, ensure_ascii=False),
        )
        archive.writestr("README.md", package_description.readme(written_at, counts))
    draft.chmod(0o600)
    draft.replace(to)
    return to.stat().st_size


def rows_about() -> int:
    """Estimate the number of rows by the planner, for a progress bar."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace AND relname = ANY(%s)",
            [[sheet.name for sheet in sheets()]],
        )
        return int(cursor.fetchone()[0])


@contextmanager
def _moment() -> Iterator[CursorWrapper]:
    """Open a read-only connection that sees one snapshot."""
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
    """Write one table. Returns the number of rows."""
    select = ", ".join(f'{_cell(column, sheet, unreadable)} AS "{column.name}"' for column in sheet.columns)
    rows_of = f"SELECT {select} FROM {sheet.source}{_where(sheet, unreadable)} ORDER BY {sheet.order}"
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


def _where(sheet: Sheet, unreadable: frozenset[int]) -> str:
    """Leave out the rows that belong to closed journeys."""
    if not unreadable:
        return ""
    closed, conditions = _list(unreadable), []
    if sheet.journey and sheet.name not in ("journey", "subject", "event"):
        conditions.append(f'(t."{sheet.journey}" = ANY ({closed}))')
    if belongs := BELONGS_TO_CLOSED.get(sheet.name):
        conditions.append(f"({belongs.format(closed=closed)})")
    return f" WHERE NOT coalesce({' OR '.join(conditions)}, false)" if conditions else ""


def _cell(column: Column, sheet: Sheet, unreadable: frozenset[int]) -> str:
    """Build the expression of a column: safe for spreadsheets, empty for journeys that may not be read."""
    value = column.select
    if column.type == "datetime":
        value = f"to_char({value} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    elif column.type == "boolean":
        value = f"CASE WHEN {value} THEN 'true' WHEN NOT {value} THEN 'false' END"
    elif column.type == "string" and not column.points_to:
        # Put a quotation mark before cells that a spreadsheet would compute; the README explains it.
        text = f"({value})::text"
        value = f"CASE WHEN {text} ~ '{FORMULA}' THEN '''' || {text} ELSE {text} END"
    if unreadable and sheet.journey:
        closed = f't."{sheet.journey}" = ANY ({_list(unreadable)})'
        if sheet.name == "event":
            closed = QUOTES_CLOSED.format(closed=_list(unreadable))
        inside = sheet.name == "journey" and column.name not in SHOWN_OF_CONFIDENTIAL
        if inside or (sheet.name == "event" and column.name in ("facts", "body", "body_salt")):
            value = f"CASE WHEN {closed} THEN NULL ELSE {value} END"
    return value


def _list(keys: frozenset[int]) -> str:
    """Build an SQL array."""
    return f"ARRAY[{','.join(str(int(key)) for key in sorted(keys))}]::bigint[]"


def _files(cursor: Any, unreadable: frozenset[int]) -> Iterator[str]:
    """List the stored files that may be read. A file that brought a closed journey in says what it says."""
    cursor.execute(
        """
        SELECT DISTINCT f.sha256 FROM stored_file f
         WHERE f.subject_id <> ALL (%(closed)s::bigint[])
           AND NOT EXISTS (SELECT FROM intake_item i WHERE i.id = f.subject_id AND i.journey_id = ANY (%(closed)s))
           AND NOT EXISTS (SELECT FROM import_file i JOIN import_old_key k ON k.of_id = i.of_id
                            WHERE i.stored_file_id = f.id AND k.subject_id = ANY (%(closed)s))
         ORDER BY 1
        """,
        {"closed": list(unreadable)},
    )
    for (sha256,) in cursor.fetchall():
        yield sha256


def _file(archive: zipfile.ZipFile, sha256: str) -> None:
    """Copy one stored file."""
    try:
        content = store.open_content(sha256)
    except Refusal:  # it is on record, and its content is not there: the table of files still names it
        return
    with content, archive.open(f"files/{sha256}", "w", force_zip64=True) as file:
        while chunk := content.read(1 << 20):
            file.write(chunk)
