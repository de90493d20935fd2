"""Search references for rows that move to another customer."""

from __future__ import annotations

from collections.abc import Collection

from wellkept.customers.models import Contact, Customer, Site
from wellkept.references.commands import NewReference, note_many
from wellkept.references.queries import of


def add_search_references(
    customer: Customer, *, contacts: Collection[int], sites: Collection[int], journeys: Collection[int]
) -> None:
    """Make the customer findable by these contacts, sites and journeys, with their present names."""
    references: list[NewReference] = [(customer.pk, "name", customer.name, customer.country)]
    here: list[Contact | Site] = [
        *Contact.objects.filter(pk__in=contacts).order_by("pk"),
        *Site.objects.filter(pk__in=sites).order_by("pk"),
    ]
    references += [
        (customer.pk, kind, text, customer.country) for row in here for kind, text in row.found_by()
    ]
    theirs = [(row.subject_id, row.kind, row.said, customer.country) for row in of(sorted(journeys))]
    note_many(references=[*references, *theirs], customers=dict.fromkeys(journeys, customer.pk))
