from __future__ import annotations

from django.db import transaction

from wellkept.customers import facts
from wellkept.customers.commands.acting import locked, may
from wellkept.customers.models import Site
from wellkept.events.commands import Entry, record
from wellkept.kernel.refusal import invalid
from wellkept.people.actor import Actor
from wellkept.references.commands import note


@transaction.atomic
def add_site(
    *,
    customer: int,
    street: str,
    by: Actor,
    postcode: str = "",
    city: str = "",
    country: str | None = None,
    label: str = "",
) -> Site:
    """A place where we work for this customer."""
    if not street.strip():
        raise invalid("street", "What is the street?")
    may(by, customer)
    row = locked(customer)
    site = Site.objects.create(
        customer=row,
        street=street.strip(),
        postcode=postcode.strip(),
        city=city.strip(),
        country=country or row.country,
        label=label,
    )
    note(subject=row.pk, said=[("street", str(site)), ("street", site.street)], country=row.country)
    record(Entry(row.pk, facts.SiteAdded(site=site.pk, address=str(site))), by=by.by)
    return site
