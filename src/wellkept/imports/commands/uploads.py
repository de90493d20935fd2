"""Upload the files of an import: store them, then open them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.files import folder as store
from wellkept.files.commands import keep
from wellkept.imports.commands.import_lock import assert_may_import, lock_import
from wellkept.imports.commands.queue import queue
from wellkept.imports.commands.steps.read import forget_rows
from wellkept.imports.models import File, Import
from wellkept.imports.read_files import tables
from wellkept.kernel import clock
from wellkept.kernel.characters import clean_line
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.queries import company

LARGEST = 2_000_000_000  # bytes
MOST_FILES = 30


@transaction.atomic
def begin(*, by: Actor, source: str = "") -> Import:
    """Begin an import without files."""
    me = assert_may_import(by=by)
    return Import.objects.create(source=clean_line(source)[:100], begun_by_id=me, begun_at=clock.now())


@transaction.atomic
def add_file(*, of: int, name: str, content: bytes | Iterable[bytes], by: Actor) -> list[File]:
    """Store a file and open it. Each sheet of a workbook becomes a table."""
    row = lock_import(of, "files", "columns", "questions", "stopped", by=by)
    if row.files.count() >= MOST_FILES:
        raise invalid(
            "file",
            fill(
                _("An import takes %(most_files)s tables. Import the others in a second one."),
                most_files=MOST_FILES,
            ),
        )
    stored_file = keep(subject=company().pk, name=name, media_type=None, content=content, limit=LARGEST)
    if row.files.filter(stored_file__sha256=stored_file.sha256).exists():
        raise invalid("file", fill(_("“%(name)s” is among the files already."), name=stored_file.name))
    with store.open_content(stored_file.sha256) as file:
        names = tables.sheets(file, stored_file.name)
        added = []
        for sheet in names:
            try:
                header = tables.table(file, stored_file.name, sheet).header
            except Refusal:
                if len(names) == 1:
                    raise
                continue  # a sheet without a table: a cover, a picture
            added.append(
                File.objects.create(
                    of=row, stored_file=stored_file, name=stored_file.name, sheet=sheet, header=header
                )
            )
    if not added:
        raise invalid("file", _("There is no table in this file: its first row has to name the columns."))
    row.state = "files"
    row.said = ""
    row.save(update_fields=["state", "said"])
    return added


@transaction.atomic
def drop_file(*, of: int, file: int, by: Actor) -> None:
    """Remove a table from the import. The stored file stays."""
    row = lock_import(of, "files", "columns", "questions", "stopped", by=by)
    table = row.files.filter(pk=file).first()
    if table is None:
        raise missing("file", _("There is no such file in this import."))
    forget_rows([table.pk])
    table.delete()
    if row.state != "files" or not row.files.exists():
        row.state = "files" if not row.files.exists() else "columns"
        row.save(update_fields=["state"])


@transaction.atomic
def read(*, of: int, by: Actor) -> Import:
    """Finish uploading: the worker reads the files."""
    row = lock_import(of, "files", "columns", by=by)
    if not row.files.exists():
        raise invalid("file", _("Choose a file first."))
    row.state, row.said, row.done, row.total = "reading", "", 0, 0
    row.save(update_fields=["state", "said", "done", "total"])
    queue(row.pk)
    return row


@transaction.atomic
def leave(*, of: int, by: Actor) -> None:
    """Drop the import with its rows. The stored files stay."""
    row = lock_import(of, "files", "columns", "questions", by=by)
    forget_rows(list(row.files.values_list("pk", flat=True)))
    row.delete()
