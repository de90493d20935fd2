"""Identify senders and callers: by mail address, telephone, or a given number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from wellkept.customers.models import Contact
from wellkept.customers.queries import contacts_by_email
from wellkept.find.queries import customers_known_by
from wellkept.intake.models import Item, Message
from wellkept.journeys.models import Journey
from wellkept.kernel.mail_address import has_address
from wellkept.mail import Address
from wellkept.people.models import Person, Team
from wellkept.people.queries import company
from wellkept.references.rules import key as reference_key

SHORTEST_EXTENSION = 2
SHORTEST_NUMBER = 5  # digits; fewer are an extension of ours, a service, or a slip


@dataclass(frozen=True, slots=True)
class Caller:
    """Caller: customers known by this number, and their contacts with it."""

    customers: tuple[int, ...]
    contacts: tuple[int, ...]
    names: tuple[str, ...]


def caller(phone: str) -> Caller:
    """Find everybody with this telephone number, in any spelling."""
    if len(phone_key(phone)) < SHORTEST_NUMBER:
        return Caller((), (), ())
    matches = customers_known_by(phone=phone)
    return Caller(
        customers=tuple(match.customer for match in matches),
        contacts=tuple(match.contact for match in matches if match.contact is not None),
        names=tuple(match.contact_name or match.name for match in matches),
    )


def contacts_of(sender: Address) -> list[Contact]:
    """Find contacts with this mail address, or by telephone if there is no address."""
    if sender.email:
        return contacts_by_email(sender.email)
    theirs = caller(sender.phone).contacts if sender.phone else ()
    return list(Contact.objects.filter(pk__in=theirs, active=True).select_related("customer").order_by("pk"))


def phone_key(phone: str) -> str:
    """Normalise a telephone number."""
    return reference_key("phone", phone, country=company().country)


def journeys_of_number(digits: str) -> QuerySet[Journey]:
    """Find the journey of this number, or the one of the message that the number was given for."""
    messages_given = Message.objects.filter(number=digits)
    return Journey.objects.filter(
        Q(number=digits)
        | Q(pk__in=messages_given.values("subject"))
        | Q(pk__in=Item.objects.filter(pk__in=messages_given.values("subject")).values("journey"))
    )


def waiting_under(numbers: Iterable[str]) -> Item | None:
    """List waiting items whose sender was given one of these numbers."""
    return _items_under(numbers).filter(state="waiting").first()


def in_intake_under(numbers: Iterable[str]) -> Item | None:
    """List items by their given numbers, set-aside ones included."""
    return _items_under(numbers).exclude(state="on_journey").first()


def _items_under(numbers: Iterable[str]) -> QuerySet[Item]:
    """Filter items by given numbers."""
    messages_given = Message.objects.filter(number__in=list(numbers))
    return (
        Item.objects.filter(pk__in=messages_given.values("subject")).select_related("handler").order_by("pk")
    )


def staff_member(text: str) -> Person | None:
    """Find our person: by mail, else by the extension at the end of a telephone number, if unique."""
    wanted = text.strip()
    if "@" in wanted:
        return Person.objects.filter(has_address("email", wanted), active=True).first()
    digits = "".join(filter(str.isdigit, wanted))
    if len(digits) < SHORTEST_EXTENSION:
        return None
    country = company().country
    fits = [
        person
        for person in Person.objects.filter(active=True).exclude(phone="")
        if reference_key("phone", person.phone, country=country).endswith(
            digits if len(digits) < SHORTEST_NUMBER else reference_key("phone", wanted, country=country)
        )
    ]
    return fits[0] if len(fits) == 1 else None


def is_colleague(sender: Address) -> bool:
    """Whether a mail comes from the address of one of us."""
    return bool(sender.email) and staff_member(sender.email) is not None


def team_named(text: str) -> Team | None:
    """Find a team by its name or stage, ignoring case."""
    wanted = text.strip()
    if not wanted:
        return None
    return Team.objects.filter(Q(name__iexact=wanted) | Q(stage__iexact=wanted)).order_by("pk").first()
