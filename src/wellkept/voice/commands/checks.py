"""Rights and lookups with which the commands of this room begin."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wellkept.customers.commands.locks import locked
from wellkept.customers.models import Contact, Customer
from wellkept.journeys.models import Journey
from wellkept.journeys.rights import cannot_take_part
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, forbidden, invalid, refuse
from wellkept.kernel.text import Text, fill
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.people.queries import company, fresh
from wellkept.voice.queries.rights import keeps_the_process


def staff(*, by: Actor) -> int:
    """Return the acting colleague's key. Everyone may write down what a customer told them."""
    by.as_writer()
    fresh(by)
    return by.as_staff()


def process_owner(*, by: Actor) -> int:
    """Return the key of an acting process owner or administrator. Refuse anybody else."""
    me = staff(by=by)
    if not (by.admin or keeps_the_process(me)):
        raise forbidden(
            _("Only the process owners and administrators can do this."),
            instead=fill(_("Ask %(name)s."), name=_name_of_process_owner()),
        )
    return me


def locked_customer(customer: int) -> Customer:
    """Lock the customer until the transaction ends."""
    return locked(customer)


def their_contact(contact: int | None, customer: Customer) -> Contact | None:
    """Return a contact of this customer. Refuse one of another customer."""
    if contact is None:
        return None
    row = Contact.objects.filter(pk=contact, customer=customer).first()
    if row is None:
        raise invalid("contact", _("This contact belongs to another customer."))
    return row


def their_journey(*, journey: int | None, customer: Customer, by: Actor) -> Journey | None:
    """Return a journey of this customer. Refuse a confidential one to anybody who may not read it."""
    if journey is None:
        return None
    row = Journey.objects.select_related("version").filter(pk=journey, customer=customer).first()
    if row is None:
        raise invalid("journey", _("This journey is another customer's."))
    refuse(cannot_take_part(row, by))
    return row


def colleague(person: int, field: str) -> Person:
    """Return a colleague who has not left."""
    row = Person.objects.filter(pk=person, active=True).first()
    if row is None:
        raise invalid(field, _("This person has left."))
    return row


def happened_at(at: datetime | None, field: str = "told_at") -> datetime:
    """Return the given instant, or now. Refuse the future."""
    now = clock.now()
    if at is not None and at > now:
        raise Refusal("in_the_future", _("This has not happened yet."), field=field, status=422)
    return at or now


def required_words(text: str, field: str, question: Text) -> str:
    """Return the text without surrounding blanks. Refuse an empty one with `question`."""
    if not text.strip():
        raise invalid(field, question)
    return text.strip()


def _name_of_process_owner() -> Text:
    owner = company().process_owner
    return owner.name if owner else _("an administrator")
