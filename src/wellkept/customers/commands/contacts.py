from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from wellkept.customers import facts
from wellkept.customers.commands.acting import locked, locked_with, may
from wellkept.customers.models import Contact, Customer
from wellkept.events.commands import Entry, record
from wellkept.kernel.refusal import invalid
from wellkept.people.actor import Actor
from wellkept.references.commands import note


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
    may(by, customer)
    row = locked(customer)
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
    record(Entry(row.pk, facts.ContactAdded(contact=contact.pk, name=contact.name)), by=by.by)
    return contact


@transaction.atomic
def change_contact(*, contact: int, by: Actor, **changes: str) -> Contact:
    """Change name, e-mail, phone, role, language or preferred channel. What was said before keeps finding them."""
    customer, row = locked_with(contact)
    may(by, customer.pk)
    for field, value in changes.items():
        if field not in ("name", "email", "phone", "role", "language", "channel"):
            raise invalid(field, "A contact has no such detail.")
        setattr(row, field, value.strip())
    if not row.name:
        raise invalid("name", "What is the contact called?")
    _mail_address(row.email)
    row.save(update_fields=list(changes))
    _note_contact(customer, row)
    record(Entry(customer.pk, facts.ContactChanged(contact=row.pk, what=sorted(changes))), by=by.by)
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
