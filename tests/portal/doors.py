"""Standing before the customer's page: their key, and a browser without script."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from tests.cast import Cast

from wellkept.customers.commands import link_for
from wellkept.customers.models import PersonalLink
from wellkept.customers.queries import key_of
from wellkept.journeys.models import Journey

SHOWN_ON = {"confirmation": "", "correction": "correction", "acceptance": "acceptance"}


def link_of(row: Journey, days: int = 90) -> PersonalLink:
    assert row.contact_id is not None
    return link_for(contact=row.contact_id, subject=row.pk, days=days)


class Customer:
    """The contact of a journey, at their page."""

    def __init__(self, row: Journey, *, address: str = "192.0.2.7") -> None:
        self.journey = row
        self.link = link_of(row)
        self.key = key_of(self.link)
        self.client = Client(REMOTE_ADDR=address)

    def url(self, place: str = "") -> str:
        return f"/my/{self.key}" + (f"/{place}" if place else "")

    def sees(self, place: str = "") -> str:
        response = self.client.get(self.url(place))
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    def sends(self, place: str, **fields: Any) -> HttpResponse:
        """The form of that place, sent as it is shown: with what a yes is said to."""
        if place in SHOWN_ON and "seen" not in fields:
            page = self.client.get(self.url(SHOWN_ON[place])).content.decode()
            fields |= dict(re.findall(r'name="(seen)" value="(\w+)"', page))
        return self.client.post(self.url(place), fields)  # type: ignore[return-value]

    def does(self, place: str, **fields: Any) -> str:
        """Send the form, expect that it is accepted, and return the page that follows."""
        response = self.sends(place, **fields)
        assert response.status_code == 303, response.content.decode()
        then = self.client.get(response["Location"])
        assert then.status_code == 200
        return then.content.decode()


def give_phones(cast: Cast) -> None:
    from wellkept.people.commands import change_person

    for name in ("ana", "tom", "olga", "jonas", "mira"):
        change_person(person=cast.person(name).pk, phone="+49 341 555 0100", by=cast.by("ana"))
