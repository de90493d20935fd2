"""Take an import back as one command: everything that it made and nobody changed since. Nothing is deleted.

Journeys end as opened in error, customers leave the lists, contacts get no more letters. Every number and
name still resolves. Changed journeys stay and are listed, and are taken back only if named.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.commands import take_back as taking_back
from wellkept.endings.commands import taken_back
from wellkept.events.commands import Entry, record
from wellkept.imports.commands.bring.customers import importer
from wellkept.imports.commands.import_lock import lock_import
from wellkept.imports.commands.queue import queue
from wellkept.imports.facts import ImportTakenBack
from wellkept.imports.models import Import, OldKey
from wellkept.journeys.commands import import_
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill, sentences
from wellkept.people.actor import Actor
from wellkept.people.queries import company

CHUNK = 500


@transaction.atomic
def take_back(*, of: int, by: Actor, also: tuple[int, ...] = ()) -> Import:
    """Take the import back. `also` names journeys that somebody changed since and that go too."""
    row = lock_import(of, "done", by=by)
    fact = ImportTakenBack(number=row.pk, source=row.source, also=sorted(also))
    (row.act,) = record(Entry(company().pk, fact), by=by.by)
    row.answers = {**row.answers, "also": sorted(also)}
    row.state, row.said, row.phase, row.position, row.done = "taking_back", "", 0, 0, 0
    row.total = OldKey.objects.filter(of=row, taken_back_at__isnull=True, made=True).count()
    row.counts = {**row.counts, "taken_back": 0, "kept": 0}
    row.save()
    queue(row.pk)
    return row


def step(row: Import) -> None:
    """Take back the next batch: journeys first, then contacts and customers."""
    phases = (_journeys, _named, _contacts, _customers)
    if row.phase >= len(phases):
        row.state, row.finished_at = "taken_back", clock.now()
        return
    last = phases[row.phase](row)
    if last is None:
        row.phase, row.position = row.phase + 1, 0
    else:
        row.position = last


def _journeys(row: Import) -> int | None:
    """End unchanged journeys as opened in error."""
    entries = _next(row, "order")
    if not entries:
        return None
    assert row.act is not None
    untouched = [subject for _, subject, is_touched in entries if not is_touched]
    import_.take_back(journeys=untouched, taken_back_with=row.pk, cause=row.act, by=importer(row))
    _mark(row, [key for key, _, is_touched in entries if not is_touched])
    return entries[-1][0]


def _named(row: Import) -> int | None:
    """End named journeys by the command that a person would use, with its laws."""
    kept = []
    for brought in OldKey.objects.filter(
        of=row, noun="order", subject_id__in=row.answers.get("also", []), taken_back_at__isnull=True
    ):
        try:
            with transaction.atomic():
                taken_back(journey=brought.subject_id, taken_back_with=row.pk, by=importer(row))
                _mark(row, [brought.pk])
        except Refusal as refused:
            kept.append(fill(_("%(number)s: %(reason)s"), number=brought.key, reason=refused.sentence))
    if kept:
        row.said = sentences(*kept[:5])
    return None


def _contacts(row: Import) -> int | None:
    """Deactivate contacts that the import added."""
    entries = list(
        OldKey.objects.filter(
            of=row, noun__in=("contact", "site"), pk__gt=row.position, taken_back_at__isnull=True
        ).order_by("pk")[:CHUNK]
    )
    if not entries:
        return None
    assert row.act is not None
    taking_back.rest_contacts(
        contacts=[entry.part for entry in entries if entry.noun == "contact" and entry.part],
        cause=row.act,
        by=importer(row),
    )
    _mark(row, [entry.pk for entry in entries])
    return entries[-1].pk


def _customers(row: Import) -> int | None:
    """Take back unchanged customers without living journeys."""
    entries = _next(row, "customer")
    if not entries:
        return None
    assert row.act is not None
    untouched = {subject for _, subject, is_touched in entries if not is_touched}
    alive = Journey.objects.filter(customer_id__in=untouched).exclude(state="ended")
    gone = untouched - set(alive.values_list("customer_id", flat=True))
    taking_back.take_back(customers=sorted(gone), cause=row.act, by=importer(row))
    _mark(row, [key for key, subject, _ in entries if subject in gone])
    # Customers who existed before stay; only their old keys are dropped.
    OldKey.objects.filter(of=row, made=False, taken_back_at__isnull=True).update(taken_back_at=clock.now())
    return entries[-1][0]


def _next(row: Import, noun: str) -> list[tuple[int, int, bool]]:
    """List the next (row, subject, changed since or not) that the import made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.id, b.subject_id, s.length <> b.length + (SELECT count(*) FROM event e"
            "  WHERE e.subject_id = b.subject_id AND e.cause_id = %s)"
            " FROM import_old_key b JOIN subject s ON s.id = b.subject_id"
            " WHERE b.of_id = %s AND b.noun = %s AND b.made AND b.taken_back_at IS NULL AND b.id > %s"
            " ORDER BY b.id LIMIT %s",
            [row.act, row.pk, noun, row.position, CHUNK],
        )
        return list(cursor.fetchall())


def _mark(row: Import, keys: list[int]) -> None:
    """Mark old keys as taken back and count them."""
    OldKey.objects.filter(pk__in=keys).update(taken_back_at=clock.now())
    row.done += len(keys)
    row.counts = {**row.counts, "taken_back": row.counts.get("taken_back", 0) + len(keys)}
