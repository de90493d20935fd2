"""What the old keys of another system stand for here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wellkept.imports.models import Brought, Import, Row


@dataclass(frozen=True)
class Known:
    """What an old key stands for: a customer or journey, and of a contact or site which."""

    subject: int
    part: int | None


def brought(source: str, noun: str, keys: Collection[str]) -> dict[str, Known]:
    """Of these old keys those that were brought in and not taken back. Who was merged goes on as another."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.key, coalesce(c.merged_into_id, b.subject_id), b.part FROM import_brought b"
            " LEFT JOIN customer c ON c.id = b.subject_id"
            " WHERE b.source = %s AND b.noun = %s AND b.key = ANY(%s) AND b.taken_back_at IS NULL",
            [source, noun, list(keys)],
        )
        return {key: Known(subject, part) for key, subject, part in cursor.fetchall()}


def in_files(row: Import, noun: str, keys: Collection[str]) -> set[str]:
    """Of these old keys those that rows of this import have."""
    if not keys:
        return set()
    found = Row.objects.filter(file__of=row, file__noun=noun, key__in=list(keys), fit=True)
    return {key for key in found.values_list("key", flat=True) if key}


@dataclass(frozen=True)
class TakenBack:
    """With which import a customer came by error, and when it was taken back."""

    number: int
    source: str
    at: datetime


def taken_back_with(customer: int) -> TakenBack | None:
    """The import that met this customer by error; None if none of theirs was taken back."""
    found = Brought.objects.filter(subject=customer, noun="customer", made=True, taken_back_at__isnull=False)
    one = found.select_related("of").order_by("-taken_back_at", "-pk").first()
    return TakenBack(one.of_id, one.of.source, one.taken_back_at) if one and one.taken_back_at else None
