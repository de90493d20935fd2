"""Address of the customer's own page about a notice, with their key in it."""

from __future__ import annotations

from django.conf import settings

from wellkept.blueprints.queries import plan
from wellkept.customers.commands import link_for
from wellkept.customers.queries import key_of
from wellkept.journeys.models import Journey
from wellkept.notices.models import Notice

LINK_DAYS = 90  # lifetime of a link if no blueprint sets it


def page_for(row: Notice) -> str:
    """Give the address: a valid link, else a fresh one. Without a contact, the public front page."""
    if row.contact_id is None:
        return str(settings.PUBLIC_URL)
    version = Journey.objects.filter(pk=row.subject_id).values_list("version_id", flat=True).first()
    days = plan(version).version.link_days if version else LINK_DAYS
    return page_address(key_of(link_for(contact=row.contact_id, subject=row.subject_id, days=days)))


def page_address(key: str) -> str:
    """Build the address of a personal link."""
    return f"{settings.PUBLIC_URL}/my/{key}"
