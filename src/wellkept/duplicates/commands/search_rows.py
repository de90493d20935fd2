"""Whoever comes to a customer brings along what they are found by."""

from __future__ import annotations

from collections.abc import Collection

from wellkept.customers.models import Contact, Customer, Site
from wellkept.references.commands import Said, note_many
from wellkept.references.queries import of


def find_with(
    customer: Customer, *, contacts: Collection[int], sites: Collection[int], journeys: Collection[int]
) -> None:
    """These contacts, sites and journeys find this customer from now on, as they are called today."""
    said: list[Said] = [(customer.pk, "name", customer.name, customer.country)]
    here: list[Contact | Site] = [
        *Contact.objects.filter(pk__in=contacts).order_by("pk"),
        *Site.objects.filter(pk__in=sites).order_by("pk"),
    ]
    said += [(customer.pk, kind, text, customer.country) for one in here for kind, text in one.found_by()]
    theirs = [(one.subject_id, one.kind, one.said, customer.country) for one in of(sorted(journeys))]
    note_many(said=[*said, *theirs], whose=dict.fromkeys(journeys, customer.pk))
