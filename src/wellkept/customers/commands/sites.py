from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers import facts
from wellkept.customers.commands.locks import locked, may
from wellkept.customers.models import Customer, Site
from wellkept.events.commands import Entry, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing
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
    """Add a place where we work for this customer."""
    if not street.strip():
        raise invalid("street", _("What is the street?"))
    may(by=by, customer=customer)
    row = locked(customer)
    site = Site.objects.create(
        customer=row,
        street=street.strip(),
        postcode=postcode.strip(),
        city=city.strip(),
        country=country or row.country,
        label=label.strip(),
    )
    note(subject=row.pk, texts=site.found_by(), country=row.country)
    record(Entry(row.pk, facts.SiteAdded(site=site.pk, address=str(site))), by=by.by)
    return site


@transaction.atomic
def change_site(*, site: int, by: Actor, **changes: str) -> Site:
    """Change street, postcode, city, country or label. The old address stays a reference."""
    customer, row = _held(site)
    may(by=by, customer=customer.pk)
    for field, value in changes.items():
        if field not in ("street", "postcode", "city", "country", "label"):
            raise invalid(field, _("A site does not have this detail."))
        setattr(row, field, value.strip())
    if not row.street:
        raise invalid("street", _("What is the street?"))
    if not changes:
        return row
    row.save(update_fields=list(changes))
    note(subject=customer.pk, texts=row.found_by(), country=customer.country)
    fact = facts.SiteChanged(site=row.pk, address=str(row), what=sorted(changes))
    record(Entry(customer.pk, fact), by=by.by)
    return row


@transaction.atomic
def close_site(*, site: int, why: str, by: Actor) -> Site:
    """Close a site, with the reason. Its history stays, and its street still finds the customer."""
    customer, row = _held(site)
    may(by=by, customer=customer.pk)
    if not why.strip():
        raise invalid("why", _("Why is this site closed?"))
    if row.closed_at is not None:
        raise Refusal("closed_already", _("This site is closed already."))
    row.closed_at = clock.now()
    row.save(update_fields=["closed_at"])
    fact = facts.SiteClosed(site=row.pk, address=str(row), why=why.strip())
    record(Entry(customer.pk, fact), by=by.by)
    return row


@transaction.atomic
def open_site_again(*, site: int, by: Actor) -> Site:
    """Open a closed site again."""
    customer, row = _held(site)
    may(by=by, customer=customer.pk)
    if row.closed_at is None:
        raise Refusal("open_already", _("This site is not closed."))
    row.closed_at = None
    row.save(update_fields=["closed_at"])
    record(Entry(customer.pk, facts.SiteOpenedAgain(site=row.pk, address=str(row))), by=by.by)
    return row


def _held(site: int) -> tuple[Customer, Site]:
    """Lock the site and its customer, also when the site has moved to another customer meanwhile."""
    while True:
        row = Site.objects.filter(pk=site).first()
        if row is None:
            raise missing("site", _("There is no such site."))
        mark = transaction.savepoint()
        customer = locked(row.customer_id)
        row.refresh_from_db()
        if row.customer_id == customer.pk:
            transaction.savepoint_commit(mark)
            return customer, row
        transaction.savepoint_rollback(mark)
