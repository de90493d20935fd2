from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from wellkept.customers import facts
from wellkept.customers.commands.locks import may
from wellkept.customers.models import PersonalLink
from wellkept.events.commands import Entry, record
from wellkept.kernel import clock
from wellkept.people.actor import Actor


@transaction.atomic
def link_for(*, contact: int, subject: int, days: int) -> PersonalLink:
    """Return the contact's link to the page of `subject`. Reuse one with half its time left, else make one."""
    now = clock.now()
    link = (
        PersonalLink.objects.filter(
            contact_id=contact,
            subject_id=subject,
            revoked_at__isnull=True,
            expires_at__gt=now + timedelta(days=days) / 2,
        )
        .order_by("-expires_at")
        .first()
    )
    return link or PersonalLink.objects.create(
        contact_id=contact, subject_id=subject, made_at=now, expires_at=now + timedelta(days=days)
    )


@transaction.atomic
def revoke_links(*, contact: int, subject: int, by: Actor) -> int:
    """Revoke every link of the contact to this page. Return how many."""
    may(by=by)
    count = PersonalLink.objects.filter(
        contact_id=contact, subject_id=subject, revoked_at__isnull=True
    ).update(revoked_at=clock.now())
    if count:
        record(Entry(subject, facts.LinkRevoked(contact=contact)), by=by.by)
    return count
