"""The measured company: one person in every team, so that a whole journey needs no second one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wellkept.blueprints.commands import load_built_in
from wellkept.customers import commands as customers
from wellkept.customers.models import Contact, Customer
from wellkept.entities.commands import add_first_entity
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Origin, Start
from wellkept.people import actor as actors
from wellkept.people import commands as people
from wellkept.people import queries as staff
from wellkept.people.actor import Actor
from wellkept.people.founder import Founder, Region

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Company:
    """The acting person, their customer, and an API token."""

    by: Actor
    customer: Customer
    contact: Contact
    token: str

    @property
    def as_customer(self) -> Actor:
        return actors.customer(self.contact.pk, name=self.contact.name)

    def journey(self) -> Journey:
        """Open a journey by phone, without an acknowledgement."""
        return open_journey(
            customer=self.customer.pk,
            contact=self.contact.pk,
            need=Need("The oven trips the breaker every morning"),
            by=self.by,
            start=Start(blueprint="service"),
            origin=Origin(channel="call"),
            acknowledge=False,
        )

    def journeys(self, count: int) -> list[Journey]:
        return [self.journey() for _ in range(count)]


def set_up() -> Company:
    """Set the company up by commands."""
    company, ana = people.set_up_company(
        name="Lindenau Elektro",
        founder=Founder(name="Ana Ruiz", email="ana@lindenau.example", password=None),
        region=Region(time_zone="Europe/Berlin"),
    )
    add_first_entity(company=company, by=staff.actor(ana.pk))
    load_built_in(by=staff.actor(ana.pk))
    by = staff.actor(ana.pk)
    customer = customers.add_customer(name="Bäckerei Lindner", by=by)
    contact = customers.add_contact(
        customer=customer.pk,
        name="Petra Lindner",
        email="petra@customer.example",
        phone="+49 351 888817",
        by=by,
    )
    _, token = people.make_token(name="bench", person=ana.pk, scopes=["read", "write"], by=by)
    return Company(by, customer, contact, token)
