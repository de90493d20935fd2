"""Send a contact their personal link: a lost one again, or the one of the page they ask about."""

from __future__ import annotations

from django.db import transaction

from wellkept.customers.models import Contact, Customer, PersonalLink
from wellkept.events.commands import record
from wellkept.journeys.models import Journey
from wellkept.journeys.queries import gone_on_as, is_of_customer_of
from wellkept.kernel.number import show
from wellkept.notices.addressee import Addressee
from wellkept.notices.commands import write
from wellkept.people.actor import customer
from wellkept.people.queries import company


@transaction.atomic
def send_link(*, link: int) -> bool:
    """Send the contact of an old link a fresh one, only to the address on record.

    Returns whether it was sent.

    A revoked link is not renewed; nor is one of a contact who has left, has no mail address, or belongs to another
    customer than the journey since a split.
    """
    row = PersonalLink.objects.select_related("contact").filter(pk=link, revoked_at__isnull=True).first()
    if row is None or not row.contact.active or not row.contact.email:
        return False
    about = Journey.objects.select_for_update(of=("self",)).filter(pk=row.subject_id).first()
    if about is None:
        return _to_what_they_told_us(row)
    journey = gone_on_as(about)
    if not is_of_customer_of(row.contact, journey):
        return False
    _, entry = write(
        subject=journey.pk,
        kind="link",
        to=Addressee(row.contact),
        person=journey.owner_id,
        new=False,
        facts_of={"number": journey.number},
    )
    record(entry, by=customer(row.contact_id).by)
    return True


@transaction.atomic
def send_page(*, journey: int, contact: int, asked_by: str) -> bool:
    """Send this contact the link to the journey's page, or of the one in which it continues.

    Returns whether it was sent.

    `asked_by` is the number that they asked by, which may not be the journey's own.
    """
    about = Journey.objects.select_for_update(of=("self",)).filter(pk=journey).first()
    recipient = Contact.objects.filter(pk=contact, active=True).exclude(email="").first()
    if about is None or recipient is None:
        return False
    row = gone_on_as(about)
    if not is_of_customer_of(recipient, row):
        return False
    _, entry = write(
        subject=row.pk,
        kind="where_it_is",
        to=Addressee(recipient, channel="mail"),
        person=row.owner_id,
        new=False,
        facts_of={"number": row.number, "given": show(asked_by) if asked_by != row.number else ""},
    )
    record(entry, by=customer(recipient.pk).by)
    return True


def _to_what_they_told_us(row: PersonalLink) -> bool:
    """Send a link that leads to the customer's statements and to no journey. The process owner signs."""
    party = Customer.objects.filter(pk=row.contact.customer_id).first()
    person = company().process_owner_id
    if party is None or person is None or row.subject_id not in (party.pk, *_merged_into(party)):
        return False
    _, entry = write(subject=party.pk, kind="link", to=Addressee(row.contact), person=person, new=False)
    record(entry, by=customer(row.contact_id).by)
    return True


def _merged_into(customer: Customer) -> list[int]:
    return list(Customer.objects.filter(merged_into=customer).values_list("pk", flat=True))
