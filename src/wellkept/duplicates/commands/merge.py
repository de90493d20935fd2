"""Merge customers."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.commands.reassign import go_on_as
from wellkept.customers.models import Customer
from wellkept.duplicates import facts
from wellkept.duplicates.commands.contacts_and_sites import fold_contacts, fold_sites
from wellkept.duplicates.commands.merge_locks import (
    journeys_of,
    lock_journeys_and_customers,
    people_in_charge,
)
from wellkept.duplicates.commands.reassign import move_everything
from wellkept.duplicates.commands.single_records import end_second_records
from wellkept.duplicates.models import Merge, Moved, Pair
from wellkept.duplicates.queries.foreign_keys import Place
from wellkept.events.commands import Entry, record
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.queries import fresh
from wellkept.references.commands import merge_search_rows

ContactsAndSites = dict[int, tuple[int | None, int | None]]  # journey → contact and site


@transaction.atomic
def merge_all(
    *, keep: int, away: Collection[int], by: Actor, rhythm_of: int | None = None, mark_of: int | None = None
) -> list[Merge]:
    """Merge several customers into one, all or none. Each merge can be undone separately."""
    others = sorted(set(away) - {keep})
    if not others:
        raise invalid("away", _("Which customer is it the same as?"))
    _hold(keep, others)  # all at once and in their order, so that nobody waits in a circle
    return [
        merge(
            keep=keep,
            away=other,
            rhythm_of=None if rhythm_of is None else other if other == rhythm_of else keep,
            mark_of=None if mark_of is None else other if other == mark_of else keep,
            by=by,
        )
        for other in others
    ]


@transaction.atomic
def merge(
    *, keep: int, away: int, by: Actor, rhythm_of: int | None = None, mark_of: int | None = None
) -> Merge:
    """Merge `away` into `keep`, with everything that refers to it, until it is undone.

    Contacts, sites and journeys in any state move along. Numbers, references and personal links still work. A
    contact or site that both have is shown once. If both have meetings or both are key customers, `rhythm_of`
    and `mark_of` say whose continue. Refuses customers whom somebody else has merged meanwhile.
    """
    me = fresh(by).as_staff()
    by.as_writer()
    if keep == away:
        raise invalid("away", _("This is already one customer."))
    rows = _hold(keep, [away])
    stays, goes = rows[keep], rows[away]
    _are_two(goes, stays)
    now = clock.now()
    row = Merge.objects.create(away_id=away, keep_id=keep, at=now, by_id=me)
    ended = end_second_records(goes, stays, rhythm_of=rhythm_of, mark_of=mark_of, by=by)
    moved = move_everything(source=away, to=keep)
    go_on_as(customer=away, other=keep)
    journeys = sorted(key for place, key in moved if place.table == "journey")
    theirs = journeys_of(keep)  # of both by now
    before = _contacts_and_sites(theirs)
    came = {table: {key for place, key in moved if place.table == table} for table in ("contact", "site")}
    contacts = fold_contacts(came["contact"], keep, journeys)
    sites = fold_sites(came["site"], keep, journeys, now)
    Moved.objects.bulk_create(
        [
            *(_moved(row, place.table, key, place.column, away, keep) for place, key in moved),
            *(_moved(row, "contact", key, "active", True, False) for key in contacts),
            *(_moved(row, "contact", key, "folded_into", None, twin) for key, twin in contacts.items()),
            *(_moved(row, "site", key, "closed_at", None, now) for key in sites),
            *(_moved(row, "site", key, "folded_into", None, twin) for key, twin in sites.items()),
            *(_moved(row, table, key, "ended_at", None, now) for table, key in ended),
            *_changed_contacts_and_sites(row, before, _contacts_and_sites(theirs)),
        ]
    )
    merge_search_rows(into=keep, source=away)
    Pair.objects.filter(first=min(keep, away), second=max(keep, away)).update(
        verdict="merged", said_at=now, said_by=me
    )
    _record_events(row, goes, stays, moved, journeys, by)
    return row


def _hold(keep: int, away: Collection[int]) -> dict[int, Customer]:
    """Lock both sides, their journeys, and customers merged into `away` before."""
    return lock_journeys_and_customers(
        customers=lambda: {
            keep,
            *away,
            *Customer.objects.filter(merged_into__in=away).values_list("pk", flat=True),
        },
        journeys=lambda: journeys_of(*away),
    )


def _are_two(goes: Customer, stays: Customer) -> None:
    """Refuse customers of whom one is merged already."""
    for customer, other in ((goes, stays), (stays, goes)):
        into = customer.merged_into
        if into is None:
            continue
        if into.pk == other.pk:
            raise Refusal(
                "merged_already",
                fill(_("%(name)s was merged into %(other)s already."), name=customer.name, other=other.name),
                field="away",
            )
        raise Refusal(
            "merged_already",
            fill(_("%(name)s was merged into %(into)s already."), name=customer.name, into=into.name),
            field="away",
            instead=fill(_("Look at %(into)s, and merge these two if they are the same."), into=into.name),
        )


def _contacts_and_sites(journeys: list[int]) -> ContactsAndSites:
    """Read contact and site of each journey."""
    rows = Journey.objects.filter(pk__in=journeys).values_list("pk", "contact_id", "site_id")
    return {key: (contact, site) for key, contact, site in rows}


def _changed_contacts_and_sites(row: Merge, before: ContactsAndSites, after: ContactsAndSites) -> list[Moved]:
    """Keep contact and site of each journey before and after, so that undoing can restore them."""
    return [
        _moved(row, "journey", key, column, before[key][i], after[key][i])
        for key in before
        for i, column in enumerate(("contact_id", "site_id"))
    ]


def _moved(row: Merge, table: str, key: int, column: str, before: object, after: object) -> Moved:
    """Build one Moved row."""
    kept = [None if value is None else str(value) for value in (before, after)]
    return Moved(merge=row, place=table, row=key, column=column, before=kept[0], after=kept[1])


def _record_events(
    row: Merge,
    goes: Customer,
    stays: Customer,
    moved: list[tuple[Place, int]],
    journeys: list[int],
    by: Actor,
) -> None:
    """Record the merge on both customers, on customers merged before, and on the journeys."""
    merged = facts.CustomersMerged(
        merge=row.pk, away=goes.pk, keep=stays.pk, away_name=goes.name, keep_name=stays.name
    )
    onward = facts.ContinuesAsAnother(customer=stays.pk, name=stays.name)
    journey = facts.JourneyChangedCustomer(
        customer=stays.pk, customer_before=goes.pk, why="merged", customer_name=stays.name
    )
    record(
        Entry(stays.pk, merged),
        Entry(goes.pk, merged),
        *(Entry(key, onward) for place, key in moved if place.table == "customer"),
        *(Entry(key, journey) for key in journeys),
        by=by.by,
        audience=people_in_charge(journeys),
    )
