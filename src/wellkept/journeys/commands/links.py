"""A fresh personal link for who lost theirs."""

from __future__ import annotations

from django.db import transaction

from wellkept.customers.models import PersonalLink
from wellkept.events.commands import record
from wellkept.journeys.models import Journey
from wellkept.journeys.queries import gone_on_as
from wellkept.notices.commands import write
from wellkept.people.actor import customer


@transaction.atomic
def send_link(*, link: int) -> bool:
    """Send the contact of an old link a fresh one, to the address on record and to no other. Says whether it went.

    A revoked link gets none; nor does a contact who is none any more, or who has no mail address.
    """
    row = PersonalLink.objects.select_related("contact").filter(pk=link, revoked_at__isnull=True).first()
    if row is None or not row.contact.active or not row.contact.email:
        return False
    about = Journey.objects.select_for_update(of=("self",)).filter(pk=row.subject_id).first()
    if about is None:
        return False
    journey = gone_on_as(about)
    _, entry = write(
        subject=journey.pk,
        kind="link",
        contact=row.contact,
        person=journey.owner_id,
        new=False,
        facts_of={"number": journey.number},
    )
    record(entry, by=customer(row.contact_id).by)
    return True
