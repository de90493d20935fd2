"""Record a customer's first contact, the most frequent act of the day."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.commands import add_contact, add_customer, add_site
from wellkept.customers.preferences import Preferences
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.journeys.need import AS_USUAL, Need, Origin, Start
from wellkept.kernel.refusal import invalid, refuse
from wellkept.people.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """The customer and contact who came to us: known ones by their keys, new ones by what they told us."""

    customer: int | None = None
    name: str = ""  # the company's; without one the customer is the person
    heard_of_us: str = ""
    heard_through: str = ""
    contact: int | None = None
    contact_name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """The place of the problem: a known site, or the address of a new one."""

    site: int | None = None
    street: str = ""
    postcode: str = ""
    city: str = ""


NOWHERE = Place()
CALL = Origin(channel="call")


@transaction.atomic
def first_word(
    *,
    need: Need,
    speaker: Speaker,
    by: Actor,
    place: Place = NOWHERE,
    start: Start = AS_USUAL,
    origin: Origin = CALL,
    acknowledge: bool = True,
) -> Journey:
    """Open a journey from a first contact. An unknown customer, contact or site is added.

    If anything is refused, nothing is stored.
    """
    refuse(need.refusal())
    customer, contact_name = _customer(speaker, by)
    contact = speaker.contact
    if contact is None and (contact_name or speaker.phone.strip() or speaker.email.strip()):
        contact = _new_contact(speaker, contact_name, customer, by)
    return open_journey(
        customer=customer,
        contact=contact,
        site=_site(place, customer, by),
        need=need,
        by=by,
        start=start,
        origin=origin,
        acknowledge=acknowledge,
    )


def _customer(speaker: Speaker, by: Actor) -> tuple[int, str]:
    """Return the customer, added if new, and the name of the contact to add."""
    contact_name = speaker.contact_name.strip()
    if speaker.customer is not None:
        return speaker.customer, contact_name
    name = speaker.name.strip() or contact_name
    if not name:
        raise invalid("name", _("Who is it?"))
    row = add_customer(
        name=name,
        kind="organisation" if speaker.name.strip() and contact_name and contact_name != name else "person",
        language=speaker.language or None,
        heard_of_us=speaker.heard_of_us,
        heard_through=speaker.heard_through,
        by=by,
    )
    return row.pk, contact_name or name


def _new_contact(speaker: Speaker, name: str, customer: int, by: Actor) -> int:
    if not name:
        raise invalid("contact_name", _("Who is speaking?"))
    return add_contact(
        customer=customer,
        name=name,
        phone=speaker.phone,
        email=speaker.email,
        role=speaker.role,
        preferences=Preferences(language=speaker.language or None),
        by=by,
    ).pk


def _site(place: Place, customer: int, by: Actor) -> int | None:
    """Return the known site, or add one if there is an address."""
    if place.site is not None or not place.street.strip():
        return place.site
    return add_site(
        customer=customer, street=place.street, postcode=place.postcode, city=place.city, by=by
    ).pk
