"""What each old key stands for from now on, and how many events its subject had when the import left it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from wellkept.customers.commands.import_ import Arrived, Arriving
from wellkept.imports import queries
from wellkept.imports.models import Brought, Import


@dataclass(frozen=True)
class Whose:
    """A customer whom we have, or only their name."""

    customer: int | None
    name: str


def remember(row: Import, noun: str, found: Sequence[tuple[str, int, int | None, bool]]) -> None:
    """(old key, subject, part, made by it) each. A key that two bear stands for the first."""
    if not found:
        return
    subjects = [subject for _, subject, _, _ in found]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, length FROM subject WHERE id = ANY(%s)", [subjects])
        lengths = dict(cursor.fetchall())
    Brought.objects.bulk_create(
        (
            Brought(
                source=row.source, noun=noun, key=key, subject_id=subject, part=part, made=made,
                length=lengths[subject], of=row,
            )
            for key, subject, part, made in found
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def add_to_length(row: Import, arriving: Sequence[Arriving], arrived: Sequence[Arrived]) -> None:
    """What the import itself adds to a customer of its own is no touch of somebody's."""
    more: dict[int, int] = {}
    for one, came in zip(arriving, arrived, strict=True):
        if one.customer is not None:
            more[came.customer] = more.get(came.customer, 0) + len(came.contacts) + len(came.sites)
    changed = {key: number for key, number in more.items() if number}
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE import_brought b SET length = b.length + v.more"
                " FROM unnest(%s::bigint[], %s::int[]) AS v (subject, more)"
                " WHERE b.of_id = %s AND b.noun = 'customer' AND b.subject_id = v.subject",
                [list(changed), list(changed.values()), row.pk],
            )


def by_name(row: Import) -> bool:
    """Whether some table of this import names customers by name and not by their old number."""
    return any(
        queries.place_of(file, "customer_name") is not None or queries.place_of(file, "parent") is not None
        for file in row.files.exclude(noun="nothing")
    )
