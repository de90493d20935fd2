"""Contacts of a customer."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from wellkept.api.authentication import actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import Code, Key, Line, Nothing, Said
from wellkept.api.resources.customers import Language
from wellkept.api.responses.customers import ContactOut, contact_out
from wellkept.api.times import ClockTime
from wellkept.customers import commands, queries
from wellkept.customers.preferences import Preferences
from wellkept.leaving.commands.contacts import contact_leaves

router = Router(tags=["Customers"])
Mail = Annotated[Code, Field(max_length=320)]
Channel = Literal["mail", "phone", "page", "letter"]
Hour = Annotated[ClockTime, Field(description="By their own clock")]


class NewContact(Said):
    name: Line
    email: Mail = ""
    phone: Code = ""
    role: Line = ""
    language: Language | None = None
    channel: Channel | None = None
    time_zone: Line = Field("", description="Empty: the customer's")
    quiet_from: Hour | None = Field(None, description="From then on no automatic letter that can wait")
    quiet_until: Hour | None = None

    @property
    def preferences(self) -> Preferences:
        """The way in which they like to hear from us."""
        return Preferences(
            language=self.language,
            channel=self.channel,
            time_zone=self.time_zone,
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
        )


class ChangedContact(Said):
    """Changes of a contact. Omitted fields stay as they are; null quiet hours remove them."""

    name: Line | None = None
    email: Mail | None = None
    phone: Code | None = None
    role: Line | None = None
    language: Language | None = None
    channel: Channel | None = None
    time_zone: Line | None = None
    quiet_from: Hour | None = None
    quiet_until: Hour | None = None


class Leaving(Said):
    why: Line
    successor: Key | None = Field(None, description="The contact with whom their journeys go on")


@write(router, "/{id}/contacts", out=ContactOut, summary="A human to talk to")
def contact(request: HttpRequest, id: int, body: NewContact) -> Made:
    """Add a contact. Name, mail and phone become references."""
    row = commands.add_contact(
        customer=id,
        name=body.name,
        by=actor(request),
        email=body.email,
        phone=body.phone,
        role=body.role,
        preferences=body.preferences,
    )
    return Made(contact_out(row))


@write(router, "/{id}/contacts/{contact}/details", out=ContactOut, summary="Change a contact")
def details(request: HttpRequest, id: int, contact: int, body: ChangedContact) -> Made:
    """Change a contact. Old values stay references."""
    values = {
        name: value
        for name, value in body.model_dump(exclude_unset=True).items()
        if value is not None or name in ("quiet_from", "quiet_until")
    }
    return Made(contact_out(commands.change_contact(contact=contact, by=actor(request), **values)))


@write(
    router,
    "/{id}/contacts/{contact}/leaving",
    out=ContactOut,
    summary="They speak for them no more",
)
def leaving(request: HttpRequest, id: int, contact: int, body: Leaving) -> Made:
    """Let a contact go. Their journeys go to `successor`, or to nobody for now. They can still be found."""
    contact_leaves(contact=contact, by=actor(request), **body.model_dump())
    return Made(contact_out(queries.contact(contact)))


@write(router, "/{id}/contacts/{contact}/return", out=ContactOut, summary="They speak for them again")
def returning(request: HttpRequest, id: int, contact: int, body: Nothing) -> Made:
    """Take back a contact who had gone."""
    return Made(contact_out(commands.take_contact_back(contact=contact, by=actor(request))))
