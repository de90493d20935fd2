from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers import facts
from wellkept.customers.commands.locks import locked, may
from wellkept.customers.models import HEARD_THROUGH, Customer
from wellkept.customers.preferences import no_time_zone
from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import invalid, refuse
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.references.commands import note

DETAILS = ("name", "kind", "language", "time_zone", "country", "note", "heard_through", "heard_of_us")


@transaction.atomic
def add_customer(
    *,
    name: str,
    by: Actor,
    kind: str = "organisation",
    language: str | None = None,
    country: str | None = None,
    time_zone: str | None = None,
    heard_of_us: str = "",
    heard_through: str = "",
) -> Customer:
    """Add a customer. How they heard of us is a choice, and their words if they said more."""
    may(by=by)
    if not name.strip():
        raise invalid("name", _("What is the customer called?"))
    if kind not in ("organisation", "person"):
        raise invalid("kind", _("A customer is an organisation or a person."))
    _check(heard_through=heard_through, time_zone=time_zone or "")
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
        heard_through=heard_through,
        heard_of_us=heard_of_us.strip(),
    )
    row.save(force_insert=True)
    note(subject=key, texts=[("name", row.name)], country=row.country)
    met = facts.CustomerAdded(
        kind=kind, name=row.name, heard_of_us=row.heard_of_us, heard_through=row.heard_through
    )
    record(Entry(key, met), by=by.by)
    return row


@transaction.atomic
def change(*, customer: int, by: Actor, **changes: str) -> Customer:
    """Change the fields in `DETAILS`. The old name stays a reference."""
    may(by=by, customer=customer)
    row = locked(customer)
    for field, value in changes.items():
        if field not in DETAILS:
            raise invalid(field, _("A customer does not have this detail."))
        setattr(row, field, value.strip())
    if not row.name:
        raise invalid("name", _("What is the customer called?"))
    if row.kind not in ("organisation", "person"):
        raise invalid("kind", _("A customer is an organisation or a person."))
    _check(heard_through=row.heard_through, time_zone=row.time_zone)
    if not changes:
        return row
    row.save(update_fields=list(changes))
    note(subject=row.pk, texts=[("name", row.name)], country=row.country)
    record(Entry(row.pk, facts.CustomerChanged(what=sorted(changes))), by=by.by)
    return row


def _check(*, heard_through: str, time_zone: str) -> None:
    if heard_through not in ("", *HEARD_THROUGH):
        raise invalid("heard_through", _("This is not in the list of ways to hear of us."))
    refuse(no_time_zone(time_zone))
