"""Customers with their contacts and sites."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from wellkept.api import said, shapes
from wellkept.api.keys import READ, actor
from wellkept.api.pages import Cursor, Limit, next_of, read_cursor
from wellkept.api.problems import Problem
from wellkept.api.writing import PROBLEMS, Made, write
from wellkept.customers import commands, queries

router = Router(tags=["Customers"])


class Customers(Schema):
    items: list[shapes.CustomerOut]
    next: str | None


@router.get(
    "", response={200: Customers, PROBLEMS: Problem}, auth=READ, summary="Customers, the newest first"
)
def listed(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> Customers:
    """A page at a time."""
    rows = queries.listed(before=read_cursor(cursor), limit=limit)
    return Customers(
        items=[shapes.customer(row) for row in rows], next=next_of([row.pk for row in rows], limit)
    )


@router.get(
    "/{id}", response={200: shapes.CustomerWhole, PROBLEMS: Problem}, auth=READ, summary="One customer, whole"
)
def one(request: HttpRequest, id: int) -> shapes.CustomerWhole:
    """With contacts and sites. Their journeys: `/journeys?customer=`."""
    return shapes.customer_whole(queries.customer(id), contacts=queries.contacts, sites=queries.sites)


@write(router, "", out=shapes.CustomerOut, summary="A customer whom we did not know")
def meet(request: HttpRequest, body: said.NewCustomer) -> Made:
    """An organisation or a person."""
    row = commands.meet(by=actor(request), **body.model_dump())
    return Made(shapes.customer(row), location=f"/api/v1/customers/{row.pk}")


@write(router, "/{id}/contacts", out=shapes.ContactOut, summary="A human to talk to")
def contact(request: HttpRequest, id: int, body: said.NewContact) -> Made:
    """They are found by name, mail and phone from now on."""
    return Made(shapes.contact(commands.add_contact(customer=id, by=actor(request), **body.model_dump())))


@write(router, "/{id}/sites", out=shapes.SiteOut, summary="A place where we work for them")
def site(request: HttpRequest, id: int, body: said.NewSite) -> Made:
    """Found by its street from now on."""
    return Made(shapes.site(commands.add_site(customer=id, by=actor(request), **body.model_dump())))
