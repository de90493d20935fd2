"""Records a customer may have only one of. When both merged customers have one, a person chooses which to
keep.
"""

from __future__ import annotations

from collections.abc import Collection

from wellkept.voice.models import KeyCustomer, Rhythm


def rhythms_of(customers: Collection[int]) -> dict[int, Rhythm]:
    """Read the meeting rhythms in force, by customer."""
    rows = Rhythm.objects.filter(customer__in=customers, ended_at__isnull=True)
    return {row.customer_id: row for row in rows.select_related("person", "contact")}


def marks_of(customers: Collection[int]) -> dict[int, KeyCustomer]:
    """Read the key customer marks in force, by customer."""
    rows = KeyCustomer.objects.filter(customer__in=customers, ended_at__isnull=True)
    return {row.customer_id: row for row in rows.select_related("person")}
