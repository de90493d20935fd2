"""Map the old system's ids to our rows, with a version number to detect later edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from wellkept.customers.commands.import_ import Arrived, Arriving
from wellkept.imports import queries
from wellkept.imports.models import Import, OldKey


@dataclass(frozen=True)
class RowOwner:
    """Customer of a row: one of ours, or only their name."""

    customer: int | None
    name: str


def remember(row: Import, noun: str, entries: Sequence[tuple[str, int, int | None, bool]]) -> None:
    """Store (old key, subject, part, made by it) each. If two rows share a key, the first wins."""
    if not entries:
        return
    subjects = [subject for _, subject, _, _ in entries]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, length FROM subject WHERE id = ANY(%s)", [subjects])
        lengths = dict(cursor.fetchall())
    OldKey.objects.bulk_create(
        (
            OldKey(
                source=row.source, noun=noun, key=key, subject_id=subject, part=part, made=is_made,
                length=lengths[subject], of=row,
            )
            for key, subject, part, is_made in entries
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def add_to_length(row: Import, arriving: Sequence[Arriving], arrived: Sequence[Arrived]) -> None:
    """Count the import's own additions to its customers, so that they do not look like later edits."""
    more: dict[int, int] = {}
    for arriving_row, came in zip(arriving, arrived, strict=True):
        if arriving_row.customer is not None:
            more[came.customer] = more.get(came.customer, 0) + len(came.contacts) + len(came.sites)
    changed = {key: number for key, number in more.items() if number}
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE import_old_key b SET length = b.length + v.more"
                " FROM unnest(%s::bigint[], %s::int[]) AS v (subject, more)"
                " WHERE b.of_id = %s AND b.noun = 'customer' AND b.subject_id = v.subject",
                [list(changed), list(changed.values()), row.pk],
            )


def by_name(row: Import) -> bool:
    """Whether a table of this import refers to customers by name instead of their old number."""
    return any(
        queries.place_of(file, "customer_name") is not None or queries.place_of(file, "parent") is not None
        for file in row.files.exclude(noun="nothing")
    )
