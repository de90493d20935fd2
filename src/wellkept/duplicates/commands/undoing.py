from __future__ import annotations

from django.db import transaction

from wellkept.customers.models import Contact, Customer, Site
from wellkept.duplicates import facts
from wellkept.duplicates.commands.holding import hands_of, held, held_merge
from wellkept.duplicates.commands.moving import move
from wellkept.duplicates.commands.noting import find_with
from wellkept.duplicates.commands.telling import told_apart
from wellkept.duplicates.models import Merge, Moved
from wellkept.duplicates.queries.hanging import place
from wellkept.duplicates.queries.undoing import Plan, merge_of, plan
from wellkept.events.commands import Entry, record
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
    rows = held(customers=lambda: _customers(asked), journeys=lambda: plan(asked).journeys)
    row = held_merge(merge)
    if row.undone_at is not None:
        raise Refusal(
            "undone_already", "This merge was undone already.", instead="Look at both customers again."
        )
    what = plan(row)
    for where, keys in what.back.items():
        move(where, keys, row.away_id)
    Journey.objects.filter(pk__in=what.along).update(customer=row.away_id)
    _speak_again(row, what)
    _wake_contacts(row, what.rows("contact"))
    _let_go(row, what)
    Customer.objects.filter(pk=row.away_id).update(merged_into=None)
    row.undone_at, row.undone_by_id = clock.now(), me
    row.save(update_fields=["undone_at", "undone_by"])
    away = rows[row.away_id]
    find_with(away, contacts=what.rows("contact"), sites=what.rows("site"), journeys=what.journeys)
    told_apart(row.away_id, row.keep_id, me=me)
    _say(row, what, away, by)
    return row


def _customers(row: Merge) -> set[int]:
    """Who has a part in it: both, who they go on as now, and who was merged with `away` before."""
    what = plan(row)
    return {row.away_id, row.keep_id, what.root, *what.rows("customer")}


def _speak_again(row: Merge, what: Plan) -> None:
    """Each journey speaks with whom and of where it did, unless that was changed since to somebody who goes along."""
    told = {
        (entry.row, entry.column): entry
        for entry in Moved.objects.filter(merge=row, place="journey", column__in=("contact_id", "site_id"))
    }
    for one in Journey.objects.filter(pk__in=what.rows("journey")).order_by("pk"):
        changed = {}
        for column, theirs in (("contact_id", Contact), ("site_id", Site)):
            entry = told.get((one.pk, column))
            if entry is None:
                continue
            now, before = getattr(one, column), _key(entry.before)
            is_theirs = now is None or theirs.objects.filter(pk=now, customer=row.away_id).exists()
            if now != before and (now == _key(entry.after) or not is_theirs):
                changed[column] = before
        if changed:
            Journey.objects.filter(pk=one.pk).update(**changed)


def _key(said: str | None) -> int | None:
    return int(said) if said is not None else None


def _wake_contacts(row: Merge, contacts: list[int]) -> None:
    """Who rested because somebody else spoke for them, here or in a merge since, speaks again."""
    rested = Moved.objects.filter(
        merge__gte=row.pk, let_go=False, place="contact", column="active", row__in=contacts
    ).values_list("row", flat=True)
    Contact.objects.filter(pk__in=list(rested), active=False).update(active=True)


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
    record(
        Entry(away.pk, said),
        *(Entry(key, said) for key in sorted({keep.pk, what.root})),
        *(Entry(key, onward) for key in what.rows("customer")),
        *(Entry(key, journey) for key in what.journeys),
        by=by.by,
        audience=hands_of(what.journeys),
    )
