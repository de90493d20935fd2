"""Journeys: open, list, read, and their events."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Router, Schema

from wellkept.api import requests
from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.pages import Cursor, Limit, next_of, read_cursor
from wellkept.api.resources.received import found, taken
from wellkept.api.responses.events import EventOut, events_out
from wellkept.api.responses.journeys import JourneyOut, JourneyWhole, Taken, journey_out, journey_whole
from wellkept.customers.queries import goes_on_as
from wellkept.events.queries import history
from wellkept.journeys import queries
from wellkept.journeys.commands.details import change_seller, note_reading
from wellkept.journeys.commands.open import open_journey

router = Router(tags=["Journeys"])


class Journeys(Schema):
    items: list[JourneyOut]
    next: str | None


class Events(Schema):
    items: list[EventOut]
    next: str | None


@write(router, "", out=JourneyOut, summary="Open a journey")
def open_one(request: HttpRequest, body: requests.NewJourney) -> Made:
    """Open a journey for one problem. It gets its number, owner, holder and next step at once."""
    by = actor(request)
    row = open_journey(
        customer=body.customer,
        need=body.problem,
        by=by,
        contact=body.contact,
        site=body.site,
        start=body.start,
        origin=body.origin,
        acknowledge=body.acknowledge,
    )
    fresh = queries.journey(row.number, by=by)
    return Made(journey_out(fresh, by), location=f"/api/v1/journeys/{row.number}")


@router.get("", response=Journeys, auth=READ, summary="Journeys, the newest first")
def listed(
    request: HttpRequest,
    state: Literal["", "open", "at_rest", "ended"] = "",
    stage: Literal["", "sales", "orders", "delivery", "support"] = "",
    court: Literal["", "us", "customer", "third", "none"] = "",
    owner: int | None = None,
    holder: int | None = None,
    customer: int | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Journeys:
    """List journeys. Confidential ones that the token's person may not read appear as an outline.

    For a merged customer the journeys of the remaining customer are listed.
    """
    by = actor(request)
    rows = queries.listed(
        state=state,
        stage=stage,
        court=court,
        owner=owner,
        holder=holder,
        customer=goes_on_as(customer) if customer is not None else None,
        before=read_cursor(cursor),
        limit=limit,
    )
    return Journeys(
        items=[journey_out(row, by) for row in rows], next=next_of([row.pk for row in rows], limit)
    )


@router.get(
    "/{number}",
    response=JourneyWhole,
    auth=READ,
    summary="One journey, whole",
)
def one(request: HttpRequest, number: str) -> JourneyWhole:
    """Return a journey, by its number in any spelling. Reading a confidential one is recorded as an event."""
    row = queries.journey(number, by=actor(request))
    note_reading(journey=row.pk, by=actor(request))
    return journey_whole(row)


@router.get(
    "/{number}/events",
    response=Events,
    auth=READ,
    summary="What happened, in order",
)
def events(request: HttpRequest, number: str, cursor: Cursor = "", limit: Limit = 100) -> Events:
    """List the events of a journey in the order recorded."""
    row = queries.journey(number, by=actor(request))
    note_reading(journey=row.pk, by=actor(request))
    results = history(row.pk, after=read_cursor(cursor) or 0, limit=limit)
    return Events(items=events_out(results), next=next_of([result.id for result in results], limit))


@write(router, "/{number}/seller", out=Taken, summary="Change the entity that sells")
def seller(request: HttpRequest, number: str, body: requests.Seller) -> Made:
    """Change the entity on letters and papers. It stays once the customer has agreed."""
    row = found(request, number)
    change_seller(journey=row.pk, entity=body.entity, by=actor(request))
    return taken(request, row)
