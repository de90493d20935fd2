"""Parts of a merge, its undoing and a split: move, copy, hide and show contacts and sites.

The command that calls them locks the customers and records the events.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from wellkept.customers.models import Contact, Customer, Site

# The tables of this room with a key onto a customer.
TABLES = ("contact", "customer", "site")


def reassign(*, table: str, rows: Collection[int], to: int) -> None:
    """Give these rows of one table to another customer."""
    if table == "contact":
        Contact.objects.filter(pk__in=rows).update(customer=to)
    elif table == "site":
        Site.objects.filter(pk__in=rows).update(customer=to)
    else:
        Customer.objects.filter(pk__in=rows).update(merged_into=to)


def go_on_as(*, customer: int, other: int | None) -> None:
    """Mark a customer as merged into another one, or as their own again."""
    Customer.objects.filter(pk=customer).update(merged_into=other)


def hide_contacts(*, contacts: Collection[int]) -> None:
    """Hide contacts that the other customer has too."""
    Contact.objects.filter(pk__in=contacts).update(active=False)


def show_contacts(*, contacts: Collection[int]) -> None:
    """Show contacts again that a merge had hidden."""
    Contact.objects.filter(pk__in=contacts, active=False).update(active=True)


def hide_sites(*, sites: Collection[int], now: datetime) -> None:
    """Close sites that the other customer has too."""
    Site.objects.filter(pk__in=sites).update(closed_at=now)


def show_sites(*, sites: Collection[int]) -> None:
    """Open sites again that a merge had closed."""
    Site.objects.filter(pk__in=sites, closed_at__isnull=False).update(closed_at=None)


def copy_site(*, site: Site, to: int) -> Site:
    """Copy a site for another customer whose journey stands there."""
    return Site.objects.create(
        customer_id=to,
        label=site.label,
        street=site.street,
        postcode=site.postcode,
        city=site.city,
        country=site.country,
        closed_at=site.closed_at,
    )
