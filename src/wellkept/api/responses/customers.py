"""Customers, contacts and sites."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ninja import Schema

from wellkept.api.times import ClockTime, Instant

if TYPE_CHECKING:
    from wellkept.customers.models import Contact, Customer, Site


class ContactOut(Schema):
    """A human to talk to."""

    id: int
    name: str
    role: str
    email: str
    phone: str
    language: str
    channel: str
    time_zone: str
    quiet_from: ClockTime | None
    quiet_until: ClockTime | None
    active: bool


class SiteOut(Schema):
    """A place."""

    id: int
    label: str
    street: str
    postcode: str
    city: str
    country: str
    closed_at: Instant | None


class CustomerOut(Schema):
    """An organisation or a person."""

    id: int
    kind: str
    name: str
    language: str
    time_zone: str
    country: str
    heard_through: str
    heard_of_us: str


class CustomerWhole(CustomerOut):
    """A customer with contacts and sites."""

    contacts: list[ContactOut]
    sites: list[SiteOut]


def contact_out(row: Contact) -> ContactOut:
    return ContactOut(
        id=row.pk,
        name=row.name,
        role=row.role,
        email=row.email,
        phone=row.phone,
        language=row.language,
        channel=row.channel,
        time_zone=row.time_zone,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        active=row.active,
    )


def site_out(row: Site) -> SiteOut:
    return SiteOut(
        id=row.pk,
        label=row.label,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        country=row.country,
        closed_at=row.closed_at,
    )


def customer_out(row: Customer) -> CustomerOut:
    return CustomerOut(**_customer(row))


def customer_whole(
    row: Customer, *, contacts: Callable[[int], Any], sites: Callable[[int], Any]
) -> CustomerWhole:
    """A customer with contacts and sites."""
    return CustomerWhole(
        **_customer(row),
        contacts=[contact_out(item) for item in contacts(row.pk)],
        sites=[site_out(item) for item in sites(row.pk)],
    )


def _customer(row: Customer) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "name": row.name,
        "language": row.language,
        "time_zone": row.time_zone,
        "country": row.country,
        "heard_through": row.heard_through,
        "heard_of_us": row.heard_of_us,
    }
