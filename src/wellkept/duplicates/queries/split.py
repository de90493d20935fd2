"""Rows that must stay together when a customer is split."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from wellkept.customers.models import Contact, Site
from wellkept.journeys.models import Ending, Journey
from wellkept.journeys.rights import may_read
from wellkept.people.actor import Actor


@dataclass(frozen=True)
class Ties:
    """Ties among one customer's rows: the contact of each journey, and journeys that continue in others."""

    speaks: Mapping[int, int | None]
    onward: list[tuple[int, int]]

    def follow(self, contacts: Collection[int], journeys: Collection[int]) -> tuple[set[int], set[int]]:
        """Extend these contacts and journeys by everything tied to them."""
        people, things = set(contacts), set(journeys)
        while True:
            more = {key for key, contact in self.speaks.items() if contact in people}
            more |= {b for a, b in self.onward if a in things} | {a for a, b in self.onward if b in things}
            their_contacts = {
                contact for key in things | more if (contact := self.speaks.get(key)) is not None
            }
            if more <= things and their_contacts <= people:
                return people, things
            things |= more
            people |= their_contacts


def ties(customer: int) -> Ties:
    """Read the ties among this customer's journeys."""
    speaks = dict(Journey.objects.filter(customer=customer).values_list("pk", "contact_id"))
    onward = [
        (journey, other)
        for journey, into, following in Ending.objects.filter(journey__customer=customer).values_list(
            "journey_id", "into_id", "next_journey_id"
        )
        for other in (into, following)
        if other in speaks
    ]
    return Ties(speaks, onward)


@dataclass(frozen=True)
class Speaker:
    """Contact, with the journeys that move with them."""

    pk: int
    name: str
    journeys: list[int]
    numbers: list[str]


@dataclass(frozen=True)
class UntiedJourney:
    """Journey that moves with no contact, so it is chosen alone."""

    journey: Journey
    readable: bool


@dataclass(frozen=True)
class PartsToChoose:
    """Rows to choose from when a customer is split."""

    contacts: list[Speaker]
    sites: list[Site]
    journeys: list[UntiedJourney]


def parts_to_choose(customer: int, *, by: Actor) -> PartsToChoose:
    """List contacts with the journeys tied to each, sites, and journeys without a contact."""
    journeys = {
        row.pk: row
        for row in Journey.objects.filter(customer=customer).select_related("owner", "holder").order_by("-pk")
    }
    contacts = Contact.objects.filter(customer=customer).order_by("-active", "name", "pk")
    held, speakers, with_contact = ties(customer), [], set()
    for contact in contacts:
        tied = sorted(held.follow([contact.pk], [])[1], reverse=True)
        with_contact |= set(tied)
        speakers.append(
            Speaker(contact.pk, contact.name, tied, [journeys[key].number for key in tied if key in journeys])
        )
    return PartsToChoose(
        contacts=speakers,
        sites=list(Site.objects.filter(customer=customer).order_by("street", "pk")),
        journeys=[
            UntiedJourney(row, may_read(row, by)) for key, row in journeys.items() if key not in with_contact
        ],
    )
