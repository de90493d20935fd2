"""Undo a merge."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.commands.reassign import go_on_as, show_contacts, show_sites
from wellkept.customers.models import Contact, Customer, Site
from wellkept.duplicates import facts
from wellkept.duplicates.commands.merge_locks import lock_journeys_and_customers, lock_merge, people_in_charge
from wellkept.duplicates.commands.not_the_same import note_told_apart
from wellkept.duplicates.commands.own_sites import move_to_own_sites
from wellkept.duplicates.commands.reassign import move
from wellkept.duplicates.commands.search_rows import add_search_references
from wellkept.duplicates.commands.single_records import ENDS, restore_records
from wellkept.duplicates.models import Merge, Moved
from wellkept.duplicates.queries.foreign_keys import place
from wellkept.duplicates.queries.undo import Plan, key_after, merge_of, moved_with, plan
from wellkept.events.commands import Entry, record
from wellkept.journeys.commands.reassign import set_contact, set_site
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people.actor import Actor
from wellkept.people.queries import fresh


@transaction.atomic
def undo(*, merge: int, by: Actor) -> Merge:
    """Undo a merge: everything that it moved returns to where it was, exactly.

    Later merges of `keep` do not prevent it. Rows added since stay with `keep`; only a journey whose contact
    returns moves along with them. Rows that a split took elsewhere stay there. No journey is left at the other
    customer's site: if neither its earlier one nor the same place is there, the site is copied.
    """
    me = fresh(by).as_staff()
    by.as_writer()
    merge_row = merge_of(merge)
    rows = lock_journeys_and_customers(
        customers=lambda: _customers(merge_row), journeys=lambda: _journeys(merge_row)
    )
    row = lock_merge(merge)
    if row.undone_at is not None:
        raise Refusal(
            "undone_already", _("This merge was undone already."), instead=_("Look at both customers again.")
        )
    undo_plan = plan(row)
    for where, keys in undo_plan.back.items():
        move(where, keys, row.away_id)
    move(place("journey"), undo_plan.along, row.away_id)
    _wake_contacts(row, undo_plan.rows("contact"))
    _wake_sites(row, undo_plan.rows("site"))
    _restore_contacts_and_sites(row, undo_plan)
    move_to_own_sites([*undo_plan.journeys, *undo_plan.others], by=by)
    go_on_as(customer=row.away_id, other=None)
    restore_records(row, {table: undo_plan.rows(table) for table in ENDS}, by=by)
    _let_go(row, undo_plan)
    row.undone_at, row.undone_by_id = clock.now(), me
    row.save(update_fields=["undone_at", "undone_by"])
    away = rows[row.away_id]
    add_search_references(
        away, contacts=undo_plan.rows("contact"), sites=undo_plan.rows("site"), journeys=undo_plan.journeys
    )
    note_told_apart(row.away_id, row.keep_id, me=me)
    _record_events(row, undo_plan, away, by)
    return row


def _journeys(row: Merge) -> list[int]:
    """List journeys that return or change their contact."""
    undo_plan = plan(row)
    return [*undo_plan.journeys, *undo_plan.others]


def _customers(row: Merge) -> set[int]:
    """List the customers involved: both, the one they continue as, and those merged into `away` before."""
    undo_plan = plan(row)
    return {row.away_id, row.keep_id, undo_plan.root, *undo_plan.rows("customer")}


def _restore_contacts_and_sites(row: Merge, undo_plan: Plan) -> None:
    """Restore contact and site of each journey, unless they were changed since to others of its customer."""
    theirs = [*undo_plan.journeys, *undo_plan.others]
    entries = moved_with(row, theirs)
    for journey in Journey.objects.filter(pk__in=theirs).order_by("pk"):
        key, now = journey.pk, (journey.contact_id, journey.site_id)
        contacts, sites = _contacts_for(journey), _sites_for(journey)
        contact = key_after("contact_id", now[0], entries[key, "contact_id"], contacts, undone=row)
        site = key_after("site_id", now[1], entries[key, "site_id"], sites, undone=row)
        if contact != now[0]:
            set_contact(journey=key, contact=contact)
        if site != now[1]:
            set_site(journey=key, site=site)


def _contacts_for(journey: Journey) -> set[int]:
    """List contacts that may speak for the journey: its customer's, for open journeys only active ones."""
    theirs = Contact.objects.filter(customer=journey.customer_id)
    return set(
        (theirs if journey.state == "ended" else theirs.filter(active=True)).values_list("pk", flat=True)
    )


def _sites_for(journey: Journey) -> set[int]:
    """List the sites of the journey's customer."""
    return set(Site.objects.filter(customer=journey.customer_id).values_list("pk", flat=True))


def _wake_contacts(row: Merge, contacts: list[int]) -> None:
    """Reactivate contacts that a contact of the other customer spoke for, in this merge or a later one."""
    folded = _folded(row, "contact", "active", contacts)
    show_contacts(contacts=folded)


def _wake_sites(row: Merge, sites: list[int]) -> None:
    """Reopen sites that a site of the other customer stood for."""
    folded = _folded(row, "site", "closed_at", sites)
    show_sites(sites=folded)


def _folded(row: Merge, table: str, column: str, back: list[int]) -> list[int]:
    """List rows folded in this merge or a later one whose twin is now with the other customer."""
    folded = Moved.objects.filter(
        merge__undone_at__isnull=True, let_go=False, place=table, column="folded_into"
    )
    going = folded.filter(merge__gte=row.pk, row__in=back).values_list("row", flat=True)
    left = list(folded.filter(after__in=map(str, back)).exclude(row__in=back).values_list("row", flat=True))
    apart = [*going, *left]
    Moved.objects.filter(place=table, column__in=(column, "folded_into"), row__in=left).update(let_go=True)
    return apart


def _let_go(row: Merge, undo_plan: Plan) -> None:
    """Mark the returned rows in later merges, so that undoing those leaves them alone."""
    for table, keys in [(where.table, keys) for where, keys in undo_plan.back.items()] + [
        ("journey", undo_plan.along)
    ]:
        Moved.objects.filter(merge__gt=row.pk, let_go=False, place=table, row__in=keys).update(let_go=True)
    # `away` itself was moved by each later merge.
    Moved.objects.filter(
        merge__gt=row.pk, let_go=False, place=place("customer").table, row=row.away_id
    ).update(let_go=True)


def _record_events(row: Merge, undo_plan: Plan, away: Customer, by: Actor) -> None:
    """Record the undo on the customers and journeys involved."""
    keep = Customer.objects.get(pk=row.keep_id)
    undone = facts.MergeUndone(
        merge=row.pk, away=away.pk, keep=keep.pk, away_name=away.name, keep_name=keep.name
    )
    onward = facts.ContinuesAsAnother(customer=away.pk, name=away.name)
    journey = facts.JourneyChangedCustomer(
        customer=away.pk, customer_before=undo_plan.root, why="undone", customer_name=away.name
    )
    root = Customer.objects.get(pk=undo_plan.root)
    spoke = facts.JourneyChangedCustomer(
        customer=root.pk, customer_before=root.pk, why="stayed", customer_name=root.name
    )
    record(
        Entry(away.pk, undone),
        *(Entry(key, undone) for key in sorted({keep.pk, undo_plan.root})),
        *(Entry(key, onward) for key in undo_plan.rows("customer")),
        *(Entry(key, journey) for key in undo_plan.journeys),
        *(Entry(key, spoke) for key in undo_plan.others),
        by=by.by,
        audience=people_in_charge([*undo_plan.journeys, *undo_plan.others]),
    )
