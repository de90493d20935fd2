"""The files of an import: stored first, then looked into."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.files import folder as store
from wellkept.files.commands import keep
from wellkept.imports.commands.access import may, taken
from wellkept.imports.commands.queue import queue
from wellkept.imports.commands.steps.read import forget_rows
from wellkept.imports.models import File, Import
from wellkept.imports.read_files import tables
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.queries import company

LARGEST = 2_000_000_000  # bytes
MOST_FILES = 30


@transaction.atomic
def begin(*, by: Actor, source: str = "") -> Import:
    """A new import, without files yet."""
    me = may(by=by)
    return Import.objects.create(
        source=source.replace("\0", "").strip()[:100], begun_by_id=me, begun_at=clock.now()
    )


@transaction.atomic
def add_file(*, of: int, name: str, content: bytes | Iterable[bytes], by: Actor) -> list[File]:
    """One file more: stored as it is, then opened. Each sheet of a workbook is a table of its own."""
    row = taken(of, "files", "columns", "questions", "stopped", by=by)
    if row.files.count() >= MOST_FILES:
        raise invalid(
            "file",
            fill(
                _("An import takes %(most_files)s tables. Bring the others in a second one."),
                most_files=MOST_FILES,
            ),
        )
    stored_file = keep(subject=company().pk, name=name, media_type=None, content=content, limit=LARGEST)
    if row.files.filter(stored_file__sha256=stored_file.sha256).exists():
        raise invalid("file", fill(_("“%(name)s” is among the files already."), name=stored_file.name))
    with store.open_content(stored_file.sha256) as file:
        names = tables.sheets(file, stored_file.name)
        made = []
        for sheet in names:
            try:
                header = tables.table(file, stored_file.name, sheet).header
            except Refusal:
                if len(names) == 1:
                    raise
                continue  # a sheet without a table: a cover, a picture
            made.append(
                File.objects.create(
                    of=row, stored_file=stored_file, name=stored_file.name, sheet=sheet, header=header
                )
            )
    if not made:
        raise invalid("file", _("There is no table in this file: its first row has to name the columns."))
    row.state = "files"
    row.said = ""
    row.save(update_fields=["state", "said"])
    return made


@transaction.atomic
def drop_file(*, of: int, file: int, by: Actor) -> None:
    """This table is not needed after all. The stored file stays."""
    row = taken(of, "files", "columns", "questions", "stopped", by=by)
    found = row.files.filter(pk=file).first()
    if found is None:
        raise missing("file", _("There is no such file in this import."))
    forget_rows([found.pk])
    found.delete()
    if row.state != "files" or not row.files.exists():
        row.state = "files" if not row.files.exists() else "columns"
        row.save(update_fields=["state"])


@transaction.atomic
def read(*, of: int, by: Actor) -> Import:
    """Enough files: the worker reads them."""
    row = taken(of, "files", "columns", by=by)
    if not row.files.exists():
        raise invalid("file", _("Choose a file first."))
    row.state, row.said, row.done, row.total = "reading", "", 0, 0
    row.save(update_fields=["state", "said", "done", "total"])
    queue(row.pk)
    return row


@transaction.atomic
def leave(*, of: int, by: Actor) -> None:
    """It is not brought in after all: its rows go; the stored files stay."""
    row = taken(of, "files", "columns", "questions", by=by)
    forget_rows(list(row.files.values_list("pk", flat=True)))
    row.delete()
