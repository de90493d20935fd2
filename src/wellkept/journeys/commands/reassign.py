"""Parts of a merge, its undoing and a split: move journeys to another customer, contact or site.

The command that calls them locks the journeys and records the events.
"""

from __future__ import annotations

from collections.abc import Collection

from wellkept.journeys.models import Journey

# The tables of this room with a key onto a customer.
TABLES = ("journey",)


def reassign(*, table: str, rows: Collection[int], to: int) -> None:
    """Give these journeys to another customer."""
    assert table in TABLES
    Journey.objects.filter(pk__in=rows).update(customer=to)


def replace_contact(*, journeys: Collection[int], contact: int, by_contact: int) -> None:
    """Give another contact to those of these journeys that have this one."""
    Journey.objects.filter(pk__in=journeys, contact=contact).update(contact=by_contact)


def replace_site(*, journeys: Collection[int], site: int, by_site: int) -> None:
    """Move those of these journeys that are at this site to another site."""
    Journey.objects.filter(pk__in=journeys, site=site).update(site=by_site)


def set_contact(*, journey: int, contact: int | None) -> None:
    """Set the contact of this journey."""
    Journey.objects.filter(pk=journey).update(contact=contact)


def set_site(*, journey: int, site: int | None) -> None:
    """Set the site of this journey."""
    Journey.objects.filter(pk=journey).update(site=site)
