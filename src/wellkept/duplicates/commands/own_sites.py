"""Sites of journeys that an undo or a split would leave at another customer's site."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F
from django.forms.models import model_to_dict

from wellkept.customers.commands.reassign import copy_site
from wellkept.customers.facts import SiteAdded
from wellkept.customers.models import Customer, Site
from wellkept.duplicates.commands.search_rows import add_search_references
from wellkept.duplicates.rules.same_contact import is_same_place
from wellkept.events.commands import Entry, record
from wellkept.journeys.commands.reassign import set_site
from wellkept.journeys.models import Journey
from wellkept.people.actor import Actor


def move_to_own_sites(journeys: Collection[int], *, by: Actor) -> list[int]:
    """Move journeys at another customer's site to the same place of their own customer, else to a copy.

    Returns the journeys moved.
    """
    elsewhere = (
        Journey.objects.filter(pk__in=journeys)
        .exclude(site__customer=F("customer"))
        .exclude(site=None)
        .select_related("customer", "site")
        .order_by("pk")
    )
    moved = []
    for row in elsewhere:
        assert row.site is not None
        own = _same_place(row.site, row.customer_id) or _copy(row.site, row.customer, by)
        set_site(journey=row.pk, site=own)
        moved.append(row.pk)
    return moved


def _same_place(site: Site, customer: int) -> int | None:
    """Find the same place among the customer's sites, open if the site is open."""
    theirs = Site.objects.filter(customer=customer).order_by("-closed_at", "pk")
    details = model_to_dict(site)
    return next(
        (
            row.pk
            for row in theirs
            if (row.closed_at is None or site.closed_at is not None)
            and is_same_place(details, model_to_dict(row))
        ),
        None,
    )


def _copy(site: Site, customer: Customer, by: Actor) -> int:
    """Copy the site for this customer, findable by its street."""
    copy = copy_site(site=site, to=customer.pk)
    add_search_references(customer, contacts=(), sites=[copy.pk], journeys=())
    record(Entry(customer.pk, SiteAdded(site=copy.pk, address=str(copy))), by=by.by)
    return copy.pk
