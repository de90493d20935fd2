"""Take back what was imported by error. Nothing is deleted, and every reference still resolves."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from wellkept.customers import facts
from wellkept.customers.models import Contact, Customer
from wellkept.events.commands import Entry, record_many
from wellkept.kernel import clock
from wellkept.people.actor import Actor


@transaction.atomic
def take_back(*, customers: Sequence[int], cause: int, by: Actor) -> None:
    """Mark customers as imported by error. No list shows them until they have a journey of ours."""
    by.as_writer()
    by.as_staff()
    keys = sorted(customers)
    Customer.objects.filter(pk__in=keys).update(taken_back_at=clock.now())
    record_many((Entry(key, facts.CustomerTakenBack(), cause=cause) for key in keys), by=by.by)


@transaction.atomic
def rest_contacts(*, contacts: Sequence[int], cause: int, by: Actor) -> None:
    """Stop writing to these contacts."""
    by.as_writer()
    by.as_staff()
    rows = list(Contact.objects.filter(pk__in=contacts, active=True).order_by("customer_id", "pk"))
    Contact.objects.filter(pk__in=[row.pk for row in rows]).update(active=False)
    record_many(
        (
            Entry(row.customer_id, facts.ContactChanged(contact=row.pk, what=["active"]), cause=cause)
            for row in rows
        ),
        by=by.by,
    )
