"""What belongs together when a customer is split: nothing that speaks of each other is torn apart."""

from __future__ import annotations

from collections.abc import Collection

from wellkept.journeys.models import Ending, Journey


def tied_to(customer: int, contacts: Collection[int], journeys: Collection[int]) -> tuple[set[int], set[int]]:
    """The contacts and journeys that go along with these: a journey with its contact, and with those it goes on in."""
    speaks = dict(Journey.objects.filter(customer=customer).values_list("pk", "contact_id"))
    onward = [
        (one, other)
        for one, into, following in Ending.objects.filter(journey__customer=customer).values_list(
            "journey_id", "into_id", "next_journey_id"
        )
        for other in (into, following)
        if other in speaks
    ]
    people, things = set(contacts), set(journeys)
    while True:
        more = {key for key, contact in speaks.items() if contact in people}
        more |= {b for a, b in onward if a in things} | {a for a, b in onward if b in things}
        whom = {contact for key in things | more if (contact := speaks.get(key)) is not None}
        if more <= things and whom <= people:
            return people, things
        things |= more
        people |= whom
