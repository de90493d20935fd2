"""Sites of a customer."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from wellkept.api.authentication import actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import Line, Nothing, Said, Why
from wellkept.api.resources.customers import Country
from wellkept.api.responses.customers import SiteOut, site_out
from wellkept.customers import commands

router = Router(tags=["Customers"])


class NewSite(Said):
    street: Line
    postcode: Line = ""
    city: Line = ""
    country: Country | None = None
    label: Line = ""


class ChangedSite(Said):
    """Changes of a site. Omitted fields stay as they are."""

    street: Line | None = None
    postcode: Line | None = None
    city: Line | None = None
    country: Country | None = None
    label: Line | None = None


@write(router, "/{id}/sites", out=SiteOut, summary="A place where we work for them")
def site(request: HttpRequest, id: int, body: NewSite) -> Made:
    """Add a site. Its street becomes a reference."""
    return Made(site_out(commands.add_site(customer=id, by=actor(request), **body.model_dump())))


@write(router, "/{id}/sites/{site}/details", out=SiteOut, summary="Change a place")
def details(request: HttpRequest, id: int, site: int, body: ChangedSite) -> Made:
    """Change a site. The old address stays a reference."""
    row = commands.change_site(site=site, by=actor(request), **body.model_dump(exclude_none=True))
    return Made(site_out(row))


@write(router, "/{id}/sites/{site}/closing", out=SiteOut, summary="We work there no more")
def closing(request: HttpRequest, id: int, site: int, body: Why) -> Made:
    """Close a site. Its history stays."""
    return Made(site_out(commands.close_site(site=site, by=actor(request), why=body.why)))


@write(router, "/{id}/sites/{site}/opening", out=SiteOut, summary="We work there again")
def opening(request: HttpRequest, id: int, site: int, body: Nothing) -> Made:
    """Open a closed site again."""
    return Made(site_out(commands.open_site_again(site=site, by=actor(request))))
