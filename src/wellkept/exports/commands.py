"""Export everything that a person may read, in one file."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events import sweeps
from wellkept.events.commands import Entry, record
from wellkept.exports.archive import writer
from wellkept.exports.facts import ExportMade
from wellkept.exports.models import Export
from wellkept.exports.queries import assert_may_export
from wellkept.installation import job_queue
from wellkept.journeys.rights import closed_to
from wellkept.kernel import clock
from wellkept.kernel.refusal import invalid
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.queries import actor, company

KEPT = timedelta(days=7)
LEFT = timedelta(minutes=2)
log = logging.getLogger("wellkept.exports")


@transaction.atomic
def begin(*, by: Actor) -> Export:
    """Ask for an export of everything that `by` may read, and record who took it out."""
    by.as_writer()
    me = assert_may_export(by)
    now = clock.now()
    row = Export.objects.create(by_id=me, begun_at=now, worked_at=now, total=writer.rows_about())
    record(Entry(company().pk, ExportMade(number=row.pk)), by=by.by)
    queue(row.pk)
    return row


def queue(key: int) -> None:
    """Queue the job that writes the file."""
    job_queue.enqueue("write_export", queue="files", once=f"export {key}", export=key)


def write(*, export: int) -> None:
    """Write the file. After a crash it is written again from its beginning."""
    row = Export.objects.get(pk=export)
    if row.state != "running":
        return
    row.done = 0
    by = actor(row.by_id)

    def progress(table: str, rows: int) -> None:
        row.done, row.now_at, row.worked_at = row.done + rows, table, clock.now()
        row.save(update_fields=["done", "now_at", "worked_at"])

    row.size = writer.write(path_of(row.pk), unreadable=closed_to(by), written_at=_stamp(), progress=progress)
    row.state, row.finished_at = "done", clock.now()
    row.save(update_fields=["state", "finished_at", "size"])


def take_out(*, to: Path, by: Actor, progress: writer.Progress) -> int:
    """Write an export at once to a chosen file, for a person at the server. Returns its size in bytes."""
    if by.kind != "system":
        by.as_writer()
        assert_may_export(by)
    if to.exists():
        raise invalid("to", fill(_("There is a file %(to)s already."), to=to))
    size = writer.write(to, unreadable=closed_to(by), written_at=_stamp(), progress=progress)
    with transaction.atomic():
        row = Export.objects.create(
            by_id=by.person or company().process_owner_id,
            begun_at=clock.now(),
            finished_at=clock.now(),
            gone_at=clock.now(),
            state="gone",
            size=size,
        )
        record(Entry(company().pk, ExportMade(number=row.pk)), by=by.by)
    return size


def path_of(key: int) -> Path:
    """Give the path of an export's file."""
    return Path(settings.DATA) / "exports" / f"wellkept-export-{key}.zip"


def take_up() -> None:
    """Queue exports again that a dead worker left, and delete files older than a week: they hold everything."""
    now = clock.now()
    left = Export.objects.filter(state="running", worked_at__lt=now - LEFT)
    sweeps.each("resume_exports", list(left.values_list("pk", flat=True)), queue)
    old = Export.objects.filter(state="done", finished_at__lt=now - KEPT)

    def remove(key: int) -> None:
        path_of(key).unlink(missing_ok=True)
        Export.objects.filter(pk=key).update(state="gone", gone_at=now)

    sweeps.each("remove_exports", list(old.values_list("pk", flat=True)), remove)


def _stamp() -> str:
    return clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")
