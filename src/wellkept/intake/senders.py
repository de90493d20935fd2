"""Whom we know of those who write and call: by mail address, telephone, or the number that they were given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from wellkept.customers.models import Contact
from wellkept.customers.queries import contacts_by_email
from wellkept.find.queries import customers_known_by
from wellkept.intake.models import Item, Message
from wellkept.journeys.models import Journey
from wellkept.mail import Address
from wellkept.people.models import Person, Team
from wellkept.people.queries import company
from wellkept.references.rules import key as reference_key

SHORTEST_EXTENSION = 2
SHORTEST_NUMBER = 5  # digits; fewer are an extension of ours, a service, or a slip


@dataclass(frozen=True, slots=True)
class Caller:
    """Who may be on the line: customers of whom this number is known, and those of their contacts who have it."""

    customers: tuple[int, ...]
    contacts: tuple[int, ...]
    names: tuple[str, ...]


def caller(phone: str) -> Caller:
    """Everybody of whom this telephone number is known, in whatever way it is written."""
    if len(phone_key(phone)) < SHORTEST_NUMBER:
        return Caller((), (), ())
    found = customers_known_by(phone=phone)
    return Caller(
        customers=tuple(one.customer for one in found),
        contacts=tuple(one.contact for one in found if one.contact is not None),
        names=tuple(one.contact_name or one.name for one in found),
    )


def contacts_of(sender: Address) -> list[Contact]:
    """Contacts with this mail address; who gave no mail address is known by their telephone."""
    if sender.email:
        return contacts_by_email(sender.email)
    theirs = caller(sender.phone).contacts if sender.phone else ()
    return list(Contact.objects.filter(pk__in=theirs, active=True).select_related("customer").order_by("pk"))


def phone_key(phone: str) -> str:
    """A telephone number in the form in which it is compared."""
    return reference_key("phone", phone, country=company().country)


def journeys_of_number(digits: str) -> QuerySet[Journey]:
    """The journey of this number; or that on which stands what somebody was given this number for."""
    given = Message.objects.filter(number=digits)
    return Journey.objects.filter(
        Q(number=digits)
        | Q(pk__in=given.values("subject"))
        | Q(pk__in=Item.objects.filter(pk__in=given.values("subject")).values("journey"))
    )


def waiting_under(numbers: Iterable[str]) -> Item | None:
    """What waits in Intake, and for which somebody was given one of these numbers."""
    return _items_under(numbers).filter(state="waiting").first()


def in_intake_under(numbers: Iterable[str]) -> Item | None:
    """The same, also where it was set aside: what somebody has a number for is found by it."""
    return _items_under(numbers).exclude(state="on_journey").first()


def _items_under(numbers: Iterable[str]) -> QuerySet[Item]:
    given = Message.objects.filter(number__in=list(numbers))
    return Item.objects.filter(pk__in=given.values("subject")).select_related("handler").order_by("pk")


def staff_member(said: str) -> Person | None:
    """Who of ours: by their mail, else by the extension at the end of their telephone number, if it is one person's."""
    wanted = said.strip()
    if "@" in wanted:
        return Person.objects.filter(email__iexact=wanted, active=True).first()
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


def team_named(said: str) -> Team | None:
    """A team by its name or its stage, in any spelling of upper and lower case."""
    wanted = said.strip()
    if not wanted:
        return None
    return Team.objects.filter(Q(name__iexact=wanted) | Q(stage__iexact=wanted)).order_by("pk").first()
