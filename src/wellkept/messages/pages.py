"""The customer's own page about what a notice tells: its address, with their key in it."""

from __future__ import annotations

from django.conf import settings

from wellkept.blueprints.queries import plan
from wellkept.customers.commands import link_for
from wellkept.customers.queries import key_of
from wellkept.journeys.models import Journey
from wellkept.notices.models import Notice

LINK_DAYS = 90  # where no blueprint says how long a link holds


def page_for(row: Notice) -> str:
    """Their page: the link that still holds, else a fresh one. Without a contact the front door."""
    if row.contact_id is None:
        return str(settings.PUBLIC_URL)
    version = Journey.objects.filter(pk=row.subject_id).values_list("version_id", flat=True).first()
    days = plan(version).version.link_days if version else LINK_DAYS
    return page_address(key_of(link_for(contact=row.contact_id, subject=row.subject_id, days=days)))


def page_address(key: str) -> str:
    """Where a personal link leads."""
    return f"{settings.PUBLIC_URL}/my/{key}"
