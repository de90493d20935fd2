from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from wellkept.customers import facts
from wellkept.customers.models import Contact, Customer, PersonalLink, Site
from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import invalid, missing
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.references.commands import note


@transaction.atomic
def meet(
    *,
    name: str,
    by: Actor,
    kind: str = "organisation",
    language: str | None = None,
    country: str | None = None,
    time_zone: str | None = None,
    heard_of_us: str = "",
) -> Customer:
    """A customer whom we did not know."""
    _may(by)
    if not name.strip():
        raise invalid("name", "What is the customer called?")
    if kind not in ("organisation", "person"):
        raise invalid("kind", "A customer is an organisation or a person.")
    ours = company()
    key = open_subject("customer")
    row = Customer(
        subject_id=key,
        kind=kind,
        name=name.strip(),
        language=language or ours.language,
        country=country or ours.country,
        time_zone=time_zone or ours.time_zone,
        met_at=clock.now(),
        heard_of_us=heard_of_us,
    )
    row.save(force_insert=True)
    note(subject=key, said=[("name", row.name)], country=row.country)
    record(Entry(key, facts.CustomerMet(kind=kind, name=row.name, heard_of_us=heard_of_us)), by=by.by)
    return row


@transaction.atomic
def change(*, customer: int, by: Actor, **changes: str) -> Customer:
    """Change name, language, time zone, country or the note. The old name keeps finding them."""
    _may(by, customer)
    row = _locked(customer)
    for field, value in changes.items():
        if field not in ("name", "language", "time_zone", "country", "note"):
            raise invalid(field, "A customer has no such detail.")
        setattr(row, field, value.strip())
    if not row.name:
        raise invalid("name", "What is the customer called?")
    row.save(update_fields=list(changes))
    note(subject=customer, said=[("name", row.name)], country=row.country)
    record(Entry(customer, facts.CustomerChanged(what=sorted(changes))), by=by.by)
    return row


@transaction.atomic
def add_contact(
    *,
    customer: int,
    name: str,
    by: Actor,
    email: str = "",
    phone: str = "",
    role: str = "",
    language: str | None = None,
    channel: str | None = None,
) -> Contact:
    """A human to talk to at this customer."""
    if not name.strip():
        raise invalid("name", "What is the contact called?")
    _mail_address(email)
    _may(by, customer)
    row = _locked(customer)
    contact = Contact.objects.create(
        customer=row,
        name=name.strip(),
        email=email.strip().lower(),
        phone=phone.strip(),
        role=role,
        language=language or row.language,
        channel=channel or ("mail" if email else "phone"),
    )
    _note_contact(row, contact)
    record(Entry(customer, facts.ContactAdded(contact=contact.pk, name=contact.name)), by=by.by)
    return contact


@transaction.atomic
def change_contact(*, contact: int, by: Actor, **changes: str) -> Contact:
    """Change name, e-mail, phone, role, language or preferred channel. What was said before keeps finding them."""
    row = Contact.objects.select_related("customer").filter(pk=contact).first()
    if row is None:
        raise missing("contact", "There is no such contact.")
    _may(by, row.customer_id)
    _locked(row.customer_id)
    for field, value in changes.items():
        if field not in ("name", "email", "phone", "role", "language", "channel"):
            raise invalid(field, "A contact has no such detail.")
        setattr(row, field, value.strip())
    if not row.name:
        raise invalid("name", "What is the contact called?")
    _mail_address(row.email)
    row.save(update_fields=list(changes))
    _note_contact(row.customer, row)
    record(Entry(row.customer_id, facts.ContactChanged(contact=row.pk, what=sorted(changes))), by=by.by)
    return row


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
    """A place where we work for this customer."""
    if not street.strip():
        raise invalid("street", "What is the street?")
    _may(by, customer)
    row = _locked(customer)
    site = Site.objects.create(
        customer=row,
        street=street.strip(),
        postcode=postcode.strip(),
        city=city.strip(),
        country=country or row.country,
        label=label,
    )
    note(subject=customer, said=[("street", str(site)), ("street", site.street)], country=row.country)
    record(Entry(customer, facts.SiteAdded(site=site.pk, address=str(site))), by=by.by)
    return site


@transaction.atomic
def link_for(*, contact: int, subject: int, days: int) -> PersonalLink:
    """The contact's link to the page of `subject`: the one that still holds for half its time, else a fresh one."""
    now = clock.now()
    found = (
        PersonalLink.objects.filter(
            contact_id=contact,
            subject_id=subject,
            revoked_at__isnull=True,
            expires_at__gt=now + timedelta(days=days) / 2,
        )
        .order_by("-expires_at")
        .first()
    )
    return found or PersonalLink.objects.create(
        contact_id=contact, subject_id=subject, made_at=now, expires_at=now + timedelta(days=days)
    )


@transaction.atomic
def revoke_links(*, contact: int, subject: int, by: Actor) -> int:
    """Every link of the contact to this page stops working at once. Returns how many."""
    _may(by)
    count = PersonalLink.objects.filter(
        contact_id=contact, subject_id=subject, revoked_at__isnull=True
    ).update(revoked_at=clock.now())
    if count:
        record(Entry(subject, facts.LinkRevoked(contact=contact)), by=by.by)
    return count


def _may(by: Actor, customer: int | None = None) -> None:
    """Staff keep every customer; a contact what belongs to their own."""
    by.as_writer()
    if (
        by.kind == "customer"
        and not Contact.objects.filter(pk=by.contact or 0, customer_id=customer or 0).exists()
    ):
        raise missing("customer", "There is nothing at this address.")


def _locked(customer: int) -> Customer:
    row = Customer.objects.select_for_update().filter(pk=customer).first()
    if row is None:
        raise missing("customer", "There is no such customer.")
    return row


def _mail_address(email: str) -> None:
    if email.strip():
        try:
            validate_email(email.strip())
        except ValidationError:
            raise invalid("email", "This is not a mail address.") from None


def _note_contact(customer: Customer, contact: Contact) -> None:
    note(
        subject=customer.pk,
        said=[("name", contact.name), ("email", contact.email), ("phone", contact.phone)],
        country=customer.country,
    )
