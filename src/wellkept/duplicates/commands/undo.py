from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.commands.reassign import go_on_as, show_contacts, show_sites
from wellkept.customers.models import Contact, Customer, Site
from wellkept.duplicates import facts
from wellkept.duplicates.commands.locks import hands_of, held, held_merge
from wellkept.duplicates.commands.not_the_same import told_apart
from wellkept.duplicates.commands.reassign import move
from wellkept.duplicates.commands.search_rows import find_with
from wellkept.duplicates.commands.single_records import ENDS, come_again
from wellkept.duplicates.models import Merge, Moved
from wellkept.duplicates.queries.foreign_keys import place
from wellkept.duplicates.queries.undo import Plan, merge_of, plan
from wellkept.events.commands import Entry, record
from wellkept.journeys.commands.reassign import set_contact, set_site
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people.actor import Actor
from wellkept.people.queries import fresh


@transaction.atomic
def undo(*, merge: int, by: Actor) -> Merge:
    """They are two after all: everything that the merge moved stands where it stood, to the letter.

    Also where who went on was merged with others since. What was added since stays with who went on; only a journey
    whose contact goes back goes along with them. What a split took elsewhere stays there.
    """
    me = fresh(by).as_staff()
    by.as_writer()
    asked = merge_of(merge)
    rows = held(customers=lambda: _customers(asked), journeys=lambda: _journeys(asked))
    row = held_merge(merge)
    if row.undone_at is not None:
        raise Refusal(
            "undone_already", _("This merge was undone already."), instead=_("Look at both customers again.")
        )
    what = plan(row)
    for where, keys in what.back.items():
        move(where, keys, row.away_id)
    move(place("journey"), what.along, row.away_id)
    _wake_contacts(row, what.rows("contact"))
    _wake_sites(row, what.rows("site"))
    _speak_again(row, what)
    go_on_as(customer=row.away_id, other=None)
    come_again(row, {table: what.rows(table) for table in ENDS}, by=by)
    _let_go(row, what)
    row.undone_at, row.undone_by_id = clock.now(), me
    row.save(update_fields=["undone_at", "undone_by"])
    away = rows[row.away_id]
    find_with(away, contacts=what.rows("contact"), sites=what.rows("site"), journeys=what.journeys)
    told_apart(row.away_id, row.keep_id, me=me)
    _say(row, what, away, by)
    return row


def _journeys(row: Merge) -> list[int]:
    what = plan(row)
    return [*what.journeys, *what.others]


def _customers(row: Merge) -> set[int]:
    """Who has a part in it: both, who they go on as now, and who was merged with `away` before."""
    what = plan(row)
    return {row.away_id, row.keep_id, what.root, *what.rows("customer")}


def _speak_again(row: Merge, what: Plan) -> None:
    """Each journey speaks with whom and of where it did, unless that was changed since to what is of its customer."""
    told: dict[tuple[int, str], list[Moved]] = defaultdict(list)
    theirs = [*what.journeys, *what.others]
    for entry in Moved.objects.filter(
        merge__gte=row.pk, place="journey", row__in=theirs, column__in=("contact_id", "site_id")
    ).order_by("merge_id"):
        told[entry.row, entry.column].append(entry)
    for one in Journey.objects.filter(pk__in=theirs).order_by("pk"):
        changed = {}
        for column, own in (("contact_id", _contacts_for(one)), ("site_id", _sites_for(one))):
            now, entries = getattr(one, column), told[one.pk, column]
            first = entries[0] if entries and entries[0].merge_id == row.pk else None
            if first is not None and now == _key(first.after) and _key(first.before) in {None, *own}:
                changed[column] = _key(first.before)
            elif now is not None and now not in own:
                before = (_key(said) for entry in entries for said in (entry.before, entry.after))
                changed[column] = next(
                    (key for key in before if key in own), now if column == "site_id" else None
                )
        if "contact_id" in changed:
            set_contact(journey=one.pk, contact=changed["contact_id"])
        if "site_id" in changed:
            set_site(journey=one.pk, site=changed["site_id"])


def _contacts_for(journey: Journey) -> set[int]:
    """Who may speak for it: their own, and while it is not over, those who still speak for them."""
    theirs = Contact.objects.filter(customer=journey.customer_id)
    return set(
        (theirs if journey.state == "ended" else theirs.filter(active=True)).values_list("pk", flat=True)
    )


def _sites_for(journey: Journey) -> set[int]:
    return set(Site.objects.filter(customer=journey.customer_id).values_list("pk", flat=True))


def _key(said: str | None) -> int | None:
    return int(said) if said is not None else None


def _wake_contacts(row: Merge, contacts: list[int]) -> None:
    """Who rested because somebody else spoke for them, here or in a merge since, speaks again."""
    folded = _folded(row, "contact", "active", contacts)
    show_contacts(contacts=folded)


def _wake_sites(row: Merge, sites: list[int]) -> None:
    """What rested because another stood for it is a place of theirs again."""
    folded = _folded(row, "site", "closed_at", sites)
    show_sites(sites=folded)


def _folded(row: Merge, table: str, column: str, back: list[int]) -> list[int]:
    """What was folded in this merge or one since and is apart now: whether it goes back, or what stood for it."""
    folded = Moved.objects.filter(
        merge__undone_at__isnull=True, let_go=False, place=table, column="folded_into"
    )
    going = folded.filter(merge__gte=row.pk, row__in=back).values_list("row", flat=True)
    left = list(folded.filter(after__in=map(str, back)).exclude(row__in=back).values_list("row", flat=True))
    apart = [*going, *left]
    Moved.objects.filter(place=table, column__in=(column, "folded_into"), row__in=left).update(let_go=True)
    return apart


def _let_go(row: Merge, what: Plan) -> None:
    """Merges since have no say any more in what went back."""
    for table, keys in [(where.table, keys) for where, keys in what.back.items()] + [("journey", what.along)]:
        Moved.objects.filter(merge__gt=row.pk, let_go=False, place=table, row__in=keys).update(let_go=True)
    # `away` itself went along in each merge since.
    Moved.objects.filter(
        merge__gt=row.pk, let_go=False, place=place("customer").table, row=row.away_id
    ).update(let_go=True)


def _say(row: Merge, what: Plan, away: Customer, by: Actor) -> None:
    keep = Customer.objects.get(pk=row.keep_id)
    said = facts.MergeUndone(
        merge=row.pk, away=away.pk, keep=keep.pk, away_name=away.name, keep_name=keep.name
    )
    onward = facts.WentAlong(customer=away.pk, name=away.name)
    journey = facts.JourneyWentAlong(
        customer=away.pk, customer_before=what.root, why="undone", customer_name=away.name
    )
    root = Customer.objects.get(pk=what.root)
    spoke = facts.JourneyWentAlong(
        customer=root.pk, customer_before=root.pk, why="stayed", customer_name=root.name
    )
    record(
        Entry(away.pk, said),
        *(Entry(key, said) for key in sorted({keep.pk, what.root})),
        *(Entry(key, onward) for key in what.rows("customer")),
        *(Entry(key, journey) for key in what.journeys),
        *(Entry(key, spoke) for key in what.others),
        by=by.by,
        audience=hands_of([*what.journeys, *what.others]),
    )
