"""Look up what the old keys of another system refer to here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wellkept.imports.models import Import, OldKey, Row


@dataclass(frozen=True)
class OldKeyTarget:
    """Target of an old key: a customer or journey, and for a contact or site its row."""

    subject: int
    part: int | None


def targets_of(source: str, noun: str, keys: Collection[str]) -> dict[str, OldKeyTarget]:
    """Look up old keys that were brought in and not taken back. Merged customers are followed."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.key, coalesce(c.merged_into_id, b.subject_id), b.part FROM import_old_key b"
            " LEFT JOIN customer c ON c.id = b.subject_id"
            " WHERE b.source = %s AND b.noun = %s AND b.key = ANY(%s) AND b.taken_back_at IS NULL",
            [source, noun, list(keys)],
        )
        return {key: OldKeyTarget(subject, part) for key, subject, part in cursor.fetchall()}


def in_files(row: Import, noun: str, keys: Collection[str]) -> set[str]:
    """Filter old keys: those in valid rows of this import."""
    if not keys:
        return set()
    rows = Row.objects.filter(file__of=row, file__noun=noun, key__in=list(keys), fit=True)
    return {key for key in rows.values_list("key", flat=True) if key}


@dataclass(frozen=True)
class TakenBack:
    """Import that added a customer by error, and when it was taken back."""

    number: int
    source: str
    at: datetime


def import_taken_back_with(customer: int) -> TakenBack | None:
    """Find the import that added this customer by error; None if it was not taken back."""
    old_keys = OldKey.objects.filter(
        subject=customer, noun="customer", made=True, taken_back_at__isnull=False
    )
    latest = old_keys.select_related("of").order_by("-taken_back_at", "-pk").first()
    return (
        TakenBack(latest.of_id, latest.of.source, latest.taken_back_at)
        if latest and latest.taken_back_at
        else None
    )
