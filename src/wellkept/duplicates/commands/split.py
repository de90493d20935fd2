"""Split one customer in two."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.commands import add_customer
from wellkept.customers.models import Contact, Customer, Site
from wellkept.duplicates import facts
from wellkept.duplicates.commands.merge_locks import (
    journeys_of,
    lock_journeys_and_customers,
    people_in_charge,
)
from wellkept.duplicates.commands.not_the_same import note_told_apart
from wellkept.duplicates.commands.own_sites import move_to_own_sites
from wellkept.duplicates.commands.reassign import move
from wellkept.duplicates.commands.search_rows import add_search_references
from wellkept.duplicates.models import Moved
from wellkept.duplicates.queries.foreign_keys import place
from wellkept.duplicates.queries.split import ties
from wellkept.events.commands import Entry, record
from wellkept.journeys.models import Journey
from wellkept.journeys.rights import may_read
from wellkept.kernel.number import show
from wellkept.kernel.refusal import Refusal, forbidden, invalid, missing
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.queries import fresh


@transaction.atomic
def split(
    *,
    customer: int,
    name: str,
    by: Actor,
    contacts: Collection[int] = (),
    sites: Collection[int] = (),
    journeys: Collection[int] = (),
    kind: str = "organisation",
) -> Customer:
    """Split a customer: these contacts, sites and journeys move to a new customer. A merge reverses it.

    A journey moves with its contact, and with the journeys that it continues in or from. A choice that would
    separate them is refused with the list of what belongs together. A site that both need is copied.
    """
    by = fresh(by)
    me = by.as_staff()
    by.as_writer()
    contacts, sites, journeys = set(contacts), set(sites), set(journeys)
    if not contacts | sites | journeys:
        raise invalid("contacts", _("Choose at least one contact, site or journey for the other customer."))
    rows = lock_journeys_and_customers(customers=lambda: {customer}, journeys=lambda: journeys_of(customer))
    whole = rows[customer]
    if whole.merged_into is not None:
        raise Refusal(
            "merged_already",
            fill(
                _("%(name)s was merged into %(into)s."),
                name=whole.name,
                into=whole.merged_into.name,
            ),
            instead=_("Split that one."),
        )
    _are_theirs(customer, contacts, sites, journeys)
    _may_read(journeys, by)
    _hold_together(customer, contacts, journeys)
    part = add_customer(
        name=name,
        kind=kind,
        language=whole.language,
        country=whole.country,
        time_zone=whole.time_zone,
        by=by,
    )
    for table, keys in (("contact", contacts), ("site", sites), ("journey", journeys)):
        move(place(table), keys, part.pk)
        # A person decided again whose it is: undoing an older merge leaves it alone.
        Moved.objects.filter(place=table, row__in=keys, let_go=False).update(let_go=True)
    stayed = move_to_own_sites(journeys_of(whole.pk), by=by)
    move_to_own_sites(journeys, by=by)
    add_search_references(part, contacts=contacts, sites=sites, journeys=journeys)
    note_told_apart(whole.pk, part.pk, me=me)
    _record_events(whole, part, contacts, sites, journeys, stayed, by)
    return part


def _are_theirs(customer: int, contacts: set[int], sites: set[int], journeys: set[int]) -> None:
    """Refuse rows that do not belong to this customer any more."""
    for model, keys, what in (
        (Contact, contacts, "contact"),
        (Site, sites, "site"),
        (Journey, journeys, "journey"),
    ):
        if model.objects.filter(pk__in=keys, customer=customer).count() < len(keys):
            raise missing(
                what,
                _("Something you chose no longer belongs to this customer. Look at the page again."),
            )


def _may_read(journeys: set[int], by: Actor) -> None:
    """Refuse confidential journeys that this person may not read."""
    for row in Journey.objects.filter(pk__in=journeys, confidential=True).select_related("owner"):
        if not may_read(row, by):
            raise forbidden(
                fill(
                    _("%(number)s is confidential: only its readers can say which customer it belongs to."),
                    number=show(row.number),
                ),
                instead=fill(_("Ask its owner, %(owner)s."), owner=row.owner.name),
            )


def _hold_together(customer: int, contacts: set[int], journeys: set[int]) -> None:
    """Refuse a choice that separates a journey from its contact or from its continuation."""
    more_contacts, more_journeys = ties(customer).follow(contacts, journeys)
    if not more_contacts - contacts and not more_journeys - journeys:
        return
    names = (
        Contact.objects.filter(pk__in=more_contacts - contacts)
        .order_by("name")
        .values_list("name", flat=True)
    )
    numbers = (
        Journey.objects.filter(pk__in=more_journeys - journeys)
        .order_by("pk")
        .values_list("number", flat=True)
    )
    belongs = ", ".join([*names, *map(show, numbers)])
    raise Refusal(
        "torn_apart",
        fill(_("What you chose also needs: %(belongs)s."), belongs=belongs),
        field="contacts",
        instead=_("Choose that too, or give the remaining journey another contact first."),
        status=422,
    )


def _record_events(
    whole: Customer,
    part: Customer,
    contacts: set[int],
    sites: set[int],
    journeys: set[int],
    stayed: list[int],
    by: Actor,
) -> None:
    """Record the split on both customers, on the journeys, and on those that stayed when their site moved."""
    split_event = facts.CustomerSplit(
        whole=whole.pk,
        part=part.pk,
        whole_name=whole.name,
        part_name=part.name,
        contacts=sorted(contacts),
        sites=sorted(sites),
        journeys=sorted(journeys),
    )
    journey = facts.JourneyChangedCustomer(
        customer=part.pk, customer_before=whole.pk, why="split", customer_name=part.name
    )
    at_a_copy = facts.JourneyChangedCustomer(
        customer=whole.pk, customer_before=whole.pk, why="kept", customer_name=whole.name
    )
    record(
        Entry(whole.pk, split_event),
        Entry(part.pk, split_event),
        *(Entry(key, journey) for key in sorted(journeys)),
        *(Entry(key, at_a_copy) for key in stayed),
        by=by.by,
        audience=people_in_charge({*journeys, *stayed}),
    )
