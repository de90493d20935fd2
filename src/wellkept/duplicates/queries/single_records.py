"""What a customer may have only once: where two who are one both have it, a person says which goes on."""

from __future__ import annotations

from collections.abc import Collection

from wellkept.voice.models import KeyCustomer, Rhythm


def rhythms_of(customers: Collection[int]) -> dict[int, Rhythm]:
    """The meetings in force, by customer."""
    found = Rhythm.objects.filter(customer__in=customers, ended_at__isnull=True)
    return {row.customer_id: row for row in found.select_related("person", "contact")}


def marks_of(customers: Collection[int]) -> dict[int, KeyCustomer]:
    """The key marks in force, by customer."""
    found = KeyCustomer.objects.filter(customer__in=customers, ended_at__isnull=True)
    return {row.customer_id: row for row in found.select_related("person")}
