"""Record a customer's first contact, the most frequent act of the day."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.commands import add_contact, add_customer, add_site
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.kernel.refusal import invalid
from wellkept.people.actor import Actor


@transaction.atomic
def first_word(
    *,
    need: str,
    by: Actor,
    customer: int | None = None,
    name: str = "",
    contact: int | None = None,
    contact_name: str = "",
    phone: str = "",
    email: str = "",
    role: str = "",
    language: str = "",
    site: int | None = None,
    street: str = "",
    postcode: str = "",
    city: str = "",
    blueprint: str | None = None,
    channel: str = "call",
    owner: int | None = None,
    budget: Decimal | None = None,
    requested_for: datetime | None = None,
    heard_of_us: str = "",
    heard_through: str = "",
    confidential: bool = False,
    acknowledge: bool = True,
) -> Journey:
    """Open a journey from a first contact: the customer, the contact and the need. Unknown customers are
    added.

    Without a company name, the customer is the person. If anything is refused, nothing is stored.
    """
    if not need.strip():
        raise invalid("need", _("What is the problem, in the customer's words?"))
    speaker = contact_name.strip()
    if customer is None:
        called = name.strip() or speaker
        if not called:
            raise invalid("name", _("Who is it?"))
        kind = "organisation" if name.strip() and speaker and speaker != called else "person"
        customer = add_customer(
            name=called,
            kind=kind,
            language=language or None,
            heard_of_us=heard_of_us,
            heard_through=heard_through,
            by=by,
        ).pk
        speaker = speaker or called
    if contact is None and (speaker or phone.strip() or email.strip()):
        if not speaker:
            raise invalid("contact_name", _("Who is speaking?"))
        contact = add_contact(
            customer=customer,
            name=speaker,
            phone=phone,
            email=email,
            role=role,
            language=language or None,
            by=by,
        ).pk
    if site is None and street.strip():
        site = add_site(customer=customer, street=street, postcode=postcode, city=city, by=by).pk
    return open_journey(
        customer=customer,
        contact=contact,
        site=site,
        need=need,
        by=by,
        blueprint=blueprint or None,
        channel=channel,
        owner=owner,
        budget=budget,
        requested_for=requested_for,
        confidential=confidential,
        acknowledge=acknowledge,
    )
