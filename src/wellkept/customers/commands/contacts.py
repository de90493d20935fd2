from __future__ import annotations

from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers import facts
from wellkept.customers.commands.locks import locked, locked_with, may
from wellkept.customers.models import Contact, Customer
from wellkept.customers.preferences import AS_THE_CUSTOMER, Preferences
from wellkept.events.commands import Entry, record
from wellkept.kernel.phone_number import no_telephone
from wellkept.kernel.refusal import Refusal, invalid, refuse
from wellkept.people.actor import Actor
from wellkept.references.commands import note

DETAILS = ("name", "email", "phone", "role", "language", "channel", "time_zone", "quiet_from", "quiet_until")


@transaction.atomic
def add_contact(
    *,
    customer: int,
    name: str,
    by: Actor,
    email: str = "",
    phone: str = "",
    role: str = "",
    preferences: Preferences = AS_THE_CUSTOMER,
) -> Contact:
    """Add a contact. Without a language and a time zone of their own they have the customer's."""
    if not name.strip():
        raise invalid("name", _("What is the contact called?"))
    _mail_address(email)
    refuse(no_telephone(phone))
    refuse(preferences.refusal())
    may(by=by, customer=customer)
    row = locked(customer)
    contact = Contact(
        customer=row,
        name=name.strip(),
        email=email.strip().lower(),
        phone=phone.strip(),
        role=role.strip(),
        language=preferences.language or row.language,
        channel=preferences.channel or ("mail" if email else "phone"),
        time_zone=preferences.time_zone.strip(),
        quiet_from=preferences.quiet_from,
        quiet_until=preferences.quiet_until,
    )
    contact.save(force_insert=True)
    _note_contact(row, contact)
    record(Entry(row.pk, facts.ContactAdded(contact=contact.pk, name=contact.name)), by=by.by)
    return contact


@transaction.atomic
def change_contact(*, contact: int, by: Actor, **changes: str | time | None) -> Contact:
    """Change name, e-mail, phone, role, language, preferred channel, time zone or quiet hours.

    The old name, e-mail and phone stay references.
    """
    customer, row = locked_with(contact)
    may(by=by, customer=customer.pk)
    for field, value in changes.items():
        if field not in DETAILS:
            raise invalid(field, _("A contact does not have this detail."))
        setattr(row, field, value.strip() if isinstance(value, str) else value)
    if not row.name:
        raise invalid("name", _("What is the contact called?"))
    row.email = row.email.lower()
    _mail_address(row.email)
    if "phone" in changes:
        refuse(no_telephone(row.phone))
    refuse(Preferences.of(row).refusal())
    if not changes:
        return row
    row.save(update_fields=list(changes))
    _note_contact(customer, row)
    record(Entry(customer.pk, facts.ContactChanged(contact=row.pk, what=sorted(changes))), by=by.by)
    return row


@transaction.atomic
def let_contact_go(*, contact: int, why: str, by: Actor) -> Contact:
    """Record that a contact no longer speaks for this customer. Their links stop; they can still be found.

    A constraint refuses it while an open journey has this contact: `leaving.commands.contacts` changes that
    first.
    """
    customer, row = locked_with(contact)
    may(by=by, customer=customer.pk)
    if not why.strip():
        raise invalid("why", _("Why does this contact no longer speak for the customer?"))
    if not row.active:
        raise Refusal("gone_already", _("This contact no longer speaks for the customer."))
    row.active = False
    row.save(update_fields=["active"])
    record(Entry(customer.pk, facts.ContactLeft(contact=row.pk, why=why.strip())), by=by.by)
    return row


@transaction.atomic
def take_contact_back(*, contact: int, by: Actor) -> Contact:
    """Record that a contact speaks for this customer again."""
    customer, row = locked_with(contact)
    may(by=by, customer=customer.pk)
    if row.active:
        raise Refusal("here_already", _("This contact already speaks for the customer."))
    row.active = True
    row.save(update_fields=["active"])
    record(Entry(customer.pk, facts.ContactBack(contact=row.pk)), by=by.by)
    return row


def _mail_address(email: str) -> None:
    if email.strip():
        try:
            validate_email(email.strip())
        except ValidationError:
            raise invalid("email", _("This is not a mail address.")) from None


def _note_contact(customer: Customer, contact: Contact) -> None:
    note(
        subject=customer.pk,
        texts=contact.found_by(),
        country=customer.country,
    )
