from __future__ import annotations

from django.db import transaction

from wellkept.customers import facts
from wellkept.customers.commands.acting import locked, may
from wellkept.customers.models import Customer
from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import invalid
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.references.commands import note


@transaction.atomic
def meet(
    *,
    name: str,
    by: Actor,
    kind: str = "organisation",
    language: str | None = None,
    country: str | None = None,
    time_zone: str | None = None,
    heard_of_us: str = "",
) -> Customer:
    """A customer whom we did not know."""
    may(by)
    if not name.strip():
        raise invalid("name", "What is the customer called?")
    if kind not in ("organisation", "person"):
        raise invalid("kind", "A customer is an organisation or a person.")
    ours = company()
    key = open_subject("customer")
    row = Customer(
        subject_id=key,
        kind=kind,
        name=name.strip(),
        language=language or ours.language,
        country=country or ours.country,
        time_zone=time_zone or ours.time_zone,
        met_at=clock.now(),
        heard_of_us=heard_of_us,
    )
    row.save(force_insert=True)
    note(subject=key, said=[("name", row.name)], country=row.country)
    record(Entry(key, facts.CustomerMet(kind=kind, name=row.name, heard_of_us=heard_of_us)), by=by.by)
    return row


@transaction.atomic
def change(*, customer: int, by: Actor, **changes: str) -> Customer:
    """Change name, language, time zone, country or the note. The old name keeps finding them."""
    may(by, customer)
    row = locked(customer)
    for field, value in changes.items():
        if field not in ("name", "language", "time_zone", "country", "note"):
            raise invalid(field, "A customer has no such detail.")
        setattr(row, field, value.strip())
    if not row.name:
        raise invalid("name", "What is the customer called?")
    row.save(update_fields=list(changes))
    note(subject=row.pk, said=[("name", row.name)], country=row.country)
    record(Entry(row.pk, facts.CustomerChanged(what=sorted(changes))), by=by.by)
    return row
