"""Add customers of another system in bulk, with contacts and sites, in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wellkept.customers import facts
from wellkept.customers.models import Contact, Customer, Site
from wellkept.events.commands import Entry, open_subjects, record_many
from wellkept.kernel import clock
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.references.commands import NewReference, note_many


@dataclass(frozen=True, kw_only=True)
class ArrivingContact:
    """A contact to add. `also` holds further telephone numbers and addresses that find them."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ArrivingSite:
    """A site to add."""

    street: str
    postcode: str = ""
    city: str = ""
    country: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Arriving:
    """A customer to add or, with `customer`, a known one to extend.

    `said` holds further references as (kind, text).
    """

    name: str
    customer: int | None = None
    kind: str = "organisation"
    language: str = ""
    country: str = ""
    met: datetime | None = None
    note: str = ""
    contacts: tuple[ArrivingContact, ...] = ()
    sites: tuple[ArrivingSite, ...] = ()
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Arrived:
    """The keys of a customer that was added."""

    customer: int
    contacts: tuple[int, ...]
    sites: tuple[int, ...]


@transaction.atomic
def bring_in(*, customers: Sequence[Arriving], cause: int, by: Actor) -> list[Arrived]:
    """Add these customers in this order. `cause` is the event of the import. One refusal refuses them all."""
    by.as_writer()
    by.as_staff()
    now, ours = clock.now(), company()
    fresh = iter(open_subjects("customer", sum(arriving.customer is None for arriving in customers)))
    keys = [next(fresh) if arriving.customer is None else arriving.customer for arriving in customers]
    Customer.objects.bulk_create(
        Customer(
            subject_id=key,
            kind=arriving.kind,
            name=arriving.name,
            language=arriving.language or ours.language,
            country=arriving.country or ours.country,
            time_zone=ours.time_zone,
            met_at=arriving.met or now,
            note=arriving.note,
        )
        for key, arriving in zip(keys, customers, strict=True)
        if arriving.customer is None
    )
    contacts = Contact.objects.bulk_create(
        Contact(
            customer_id=key,
            name=contact.name,
            role=contact.role,
            email=contact.email,
            phone=contact.phone,
            language=contact.language or arriving.language or ours.language,
            channel="mail" if contact.email else "phone",
        )
        for key, arriving in zip(keys, customers, strict=True)
        for contact in arriving.contacts
    )
    sites = Site.objects.bulk_create(
        Site(
            customer_id=key,
            label=site.label,
            street=site.street,
            postcode=site.postcode,
            city=site.city,
            country=site.country or arriving.country or ours.country,
        )
        for key, arriving in zip(keys, customers, strict=True)
        for site in arriving.sites
    )
    where = dict(Customer.objects.filter(pk__in=keys).values_list("pk", "country"))
    note_many(references=_said(keys, customers, where))
    their_contacts, their_sites = iter(contacts), iter(sites)
    arrived: list[Arrived] = []
    entries: list[Entry] = []
    for key, arriving in zip(keys, customers, strict=True):
        own = [next(their_contacts) for _ in arriving.contacts]
        places = [next(their_sites) for _ in arriving.sites]
        arrived.append(Arrived(key, tuple(row.pk for row in own), tuple(row.pk for row in places)))
        entries += _entries(key, arriving, own, places, cause)
    record_many(entries, by=by.by)
    return arrived


def _said(
    keys: Sequence[int], customers: Sequence[Arriving], where: dict[int, str]
) -> Iterator[NewReference]:
    for key, arriving in zip(keys, customers, strict=True):
        country = arriving.country or where[key]
        yield key, "name", arriving.name, country
        for kind, text in arriving.said:
            yield key, kind, text, country
        for contact in arriving.contacts:
            yield key, "name", contact.name, country
            for kind, text in (("email", contact.email), ("phone", contact.phone), *contact.also):
                yield key, kind, text, country
        for site in arriving.sites:
            place = f"{site.postcode} {site.city}".strip()
            yield key, "street", ", ".join(part for part in (site.street, place) if part), country
            yield key, "street", site.street, country


def _entries(
    key: int, arriving: Arriving, contacts: Iterable[Contact], sites: Iterable[Site], cause: int
) -> Iterator[Entry]:
    if arriving.customer is None:
        met = facts.CustomerAdded(kind=arriving.kind, name=arriving.name)
        yield Entry(key, met, happened=arriving.met, cause=cause)
    for contact in contacts:
        yield Entry(key, facts.ContactAdded(contact=contact.pk, name=contact.name), cause=cause)
    for site in sites:
        yield Entry(key, facts.SiteAdded(site=site.pk, address=str(site)), cause=cause)
