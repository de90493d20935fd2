"""The smallest part of the cast that gets mail: quicker to set up than all of them."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.blueprints.commands import load_built_in
from wellkept.customers import commands as customers
from wellkept.customers.models import Contact
from wellkept.entities.commands import add_first_entity
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Origin
from wellkept.mailboxes.commands import addresses
from wellkept.people import commands as people
from wellkept.people.actor import Actor
from wellkept.people.founder import Founder, Region
from wellkept.people.models import Person, Team
from wellkept.people.queries import actor

OFFICE = "office@lindenau.example"
INFO = "info@lindenau.example"


@dataclass
class Lindenau:
    """Ana set it up and answers for it; Tom is in sales. office@ waits, info@ opens."""

    ana: Person
    tom: Person
    sales: Team

    @property
    def by_ana(self) -> Actor:
        return actor(self.ana.pk)

    @property
    def by_tom(self) -> Actor:
        return actor(self.tom.pk)

    def contact(self, name: str = "Erika Muster", email: str = "erika@example.org") -> Contact:
        customer = customers.add_customer(name=f"{name} GmbH", by=self.by_ana)
        return customers.add_contact(customer=customer.pk, name=name, email=email, by=self.by_ana)

    def journey(self, contact: Contact, need: str = "No hot water", *, acknowledge: bool = False) -> Journey:
        return open_journey(
            customer=contact.customer_id,
            contact=contact.pk,
            need=Need(need),
            by=self.by_ana,
            origin=Origin(channel="call"),
            acknowledge=acknowledge,
        )


def set_up() -> Lindenau:
    company, ana = people.set_up_company(
        name="Lindenau Elektro",
        founder=Founder(name="Ana Ruiz", email="ana@lindenau.example", password=None),
        region=Region(time_zone="Europe/Berlin"),
        phone="+49 30 1",
        mail=OFFICE,
    )
    me = actor(ana.pk)
    people.change_person(person=ana.pk, phone="+49 30 1234", by=me)
    add_first_entity(company=company, by=me)
    load_built_in(by=me)
    sales = Team.objects.get(stage="sales")
    tom = people.join(name="Tom Brandt", email="tom@lindenau.example", by=me)
    people.join_team(person=tom.pk, team=sales.pk, by=me)
    people.name_standing_member(team=sales.pk, standing=tom.pk, by=me)
    addresses.set_mailbox(address=OFFICE, team=sales.pk, by=me)
    addresses.set_mailbox(address=INFO, team=sales.pk, opens=True, by=me)
    return Lindenau(ana, tom, sales)
