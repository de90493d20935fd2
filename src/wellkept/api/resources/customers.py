"""Customers."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.pages import Cursor, Limit, next_of, read_cursor
from wellkept.api.requests import Line, Said, Words
from wellkept.api.responses.customers import CustomerOut, CustomerWhole, customer_out, customer_whole
from wellkept.customers import commands, queries

router = Router(tags=["Customers"])
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Language = Literal["en", "de"]
Heard = Literal[
    "", "recommended", "known", "searched", "seen", "event", "press", "partner", "advertisement", "other"
]


class NewCustomer(Said):
    name: Line
    kind: Literal["organisation", "person"] = "organisation"
    language: Language | None = None
    country: Country | None = None
    time_zone: Line | None = None
    heard_through: Heard = ""
    heard_of_us: Line = Field("", description="How they first heard of us, in their words")


class ChangedCustomer(Said):
    """Changes of a customer. Omitted fields stay as they are."""

    name: Line | None = None
    kind: Literal["organisation", "person"] | None = None
    language: Language | None = None
    country: Country | None = None
    time_zone: Line | None = None
    note: Words | None = None
    heard_through: Heard | None = None
    heard_of_us: Line | None = None


class Customers(Schema):
    items: list[CustomerOut]
    next: str | None


@router.get("", response=Customers, auth=READ, summary="Customers, the newest first")
def listed(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> Customers:
    """List customers, a page at a time."""
    rows = queries.listed(before=read_cursor(cursor), limit=limit)
    return Customers(items=[customer_out(row) for row in rows], next=next_of([row.pk for row in rows], limit))


@router.get(
    "/{id}",
    response=CustomerWhole,
    auth=READ,
    summary="One customer, whole",
)
def one(request: HttpRequest, id: int) -> CustomerWhole:
    """Return a customer with contacts and sites. Their journeys: `/journeys?customer=`."""
    return customer_whole(queries.customer(id), contacts=queries.contacts, sites=queries.sites)


@write(router, "", out=CustomerOut, summary="A customer whom we did not know")
def add(request: HttpRequest, body: NewCustomer) -> Made:
    """Add an organisation or a person."""
    row = commands.add_customer(by=actor(request), **body.model_dump())
    return Made(customer_out(row), location=f"/api/v1/customers/{row.pk}")


@write(router, "/{id}/details", out=CustomerOut, summary="Change what is known of them")
def details(request: HttpRequest, id: int, body: ChangedCustomer) -> Made:
    """Change a customer. The old name stays a reference."""
    row = commands.change(customer=id, by=actor(request), **body.model_dump(exclude_none=True))
    return Made(customer_out(row))
