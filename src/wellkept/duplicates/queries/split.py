"""What belongs together when a customer is split: nothing that speaks of each other is torn apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from wellkept.customers.models import Contact, Site
from wellkept.journeys.models import Ending, Journey
from wellkept.journeys.rights import may_read
from wellkept.people.actor import Actor


@dataclass(frozen=True)
class Ties:
    """Of one customer: with whom each journey speaks, and in which others it goes on."""

    speaks: Mapping[int, int | None]
    onward: list[tuple[int, int]]

    def follow(self, contacts: Collection[int], journeys: Collection[int]) -> tuple[set[int], set[int]]:
        """These, and whatever goes along with them."""
        people, things = set(contacts), set(journeys)
        while True:
            more = {key for key, contact in self.speaks.items() if contact in people}
            more |= {b for a, b in self.onward if a in things} | {a for a, b in self.onward if b in things}
            whom = {one for key in things | more if (one := self.speaks.get(key)) is not None}
            if more <= things and whom <= people:
                return people, things
            things |= more
            people |= whom


def ties(customer: int) -> Ties:
    """What holds the journeys of this customer together."""
    speaks = dict(Journey.objects.filter(customer=customer).values_list("pk", "contact_id"))
    onward = [
        (one, other)
        for one, into, following in Ending.objects.filter(journey__customer=customer).values_list(
            "journey_id", "into_id", "next_journey_id"
        )
        for other in (into, following)
        if other in speaks
    ]
    return Ties(speaks, onward)


@dataclass(frozen=True)
class Speaker:
    """A contact, with the journeys that go along with them."""

    pk: int
    name: str
    journeys: list[int]
    numbers: list[str]


@dataclass(frozen=True)
class Without:
    """A journey with which nobody goes along."""

    journey: Journey
    readable: bool


@dataclass(frozen=True)
class Theirs:
    """What there is to choose from when a customer is split."""

    contacts: list[Speaker]
    sites: list[Site]
    journeys: list[Without]


def theirs(customer: int, *, by: Actor) -> Theirs:
    """Contacts with what goes along with each, places, and the journeys of nobody."""
    journeys = {
        row.pk: row
        for row in Journey.objects.filter(customer=customer).select_related("owner", "holder").order_by("-pk")
    }
    contacts = Contact.objects.filter(customer=customer).order_by("-active", "name", "pk")
    held, speakers, spoken = ties(customer), [], set()
    for one in contacts:
        tied = sorted(held.follow([one.pk], [])[1], reverse=True)
        spoken |= set(tied)
        speakers.append(
            Speaker(one.pk, one.name, tied, [journeys[key].number for key in tied if key in journeys])
        )
    return Theirs(
        contacts=speakers,
        sites=list(Site.objects.filter(customer=customer).order_by("street", "pk")),
        journeys=[Without(row, may_read(row, by)) for key, row in journeys.items() if key not in spoken],
    )
