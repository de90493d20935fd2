"""A fresh personal link for who lost theirs."""

from __future__ import annotations

from django.db import transaction

from wellkept.customers.models import Customer, PersonalLink
from wellkept.events.commands import record
from wellkept.journeys.models import Journey
from wellkept.journeys.queries import gone_on_as
from wellkept.notices.commands import write
from wellkept.people.actor import customer
from wellkept.people.queries import company


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
        return _to_what_they_told_us(row)
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


def _to_what_they_told_us(row: PersonalLink) -> bool:
    """The same for a link that leads to no journey, but to what they told us. The process owner signs."""
    whose = Customer.objects.filter(pk=row.contact.customer_id).first()
    person = company().process_owner_id
    if whose is None or person is None or row.subject_id not in (whose.pk, *_merged_into(whose)):
        return False
    _, entry = write(subject=whose.pk, kind="link", contact=row.contact, person=person, new=False)
    record(entry, by=customer(row.contact_id).by)
    return True


def _merged_into(whose: Customer) -> list[int]:
    return list(Customer.objects.filter(merged_into=whose).values_list("pk", flat=True))
