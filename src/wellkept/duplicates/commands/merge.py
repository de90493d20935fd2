from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.commands.reassign import go_on_as
from wellkept.customers.models import Customer
from wellkept.duplicates import facts
from wellkept.duplicates.commands.contacts_and_sites import fold_contacts, fold_sites
from wellkept.duplicates.commands.locks import hands_of, held, journeys_of
from wellkept.duplicates.commands.reassign import move_everything
from wellkept.duplicates.commands.single_records import give_way
from wellkept.duplicates.models import Merge, Moved, Pair
from wellkept.duplicates.queries.foreign_keys import Place
from wellkept.events.commands import Entry, record
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.queries import fresh
from wellkept.references.commands import take_on

Spoken = dict[int, tuple[int | None, int | None]]  # of each journey: with whom, and where


@transaction.atomic
def merge_all(
    *, keep: int, away: Collection[int], by: Actor, rhythm_of: int | None = None, mark_of: int | None = None
) -> list[Merge]:
    """Several are one, in one step: all of them or none. Each merge is undone by itself, should one of them be another
    after all."""
    others = sorted(set(away) - {keep})
    if not others:
        raise invalid("away", _("With whom are they one?"))
    _hold(keep, others)  # all at once and in their order, so that nobody waits in a circle
    return [
        merge(
            keep=keep,
            away=one,
            rhythm_of=None if rhythm_of is None else one if one == rhythm_of else keep,
            mark_of=None if mark_of is None else one if one == mark_of else keep,
            by=by,
        )
        for one in others
    ]


@transaction.atomic
def merge(
    *, keep: int, away: int, by: Actor, rhythm_of: int | None = None, mark_of: int | None = None
) -> Merge:
    """Two are one: `away` goes on as `keep`, with everything that hangs on them, until it is undone.

    Contacts, sites and journeys go along, whatever state they are in; numbers, references and personal links go on
    working. A contact or site whom both have is shown once. Where both are met regularly, or both are key customers,
    `rhythm_of` and `mark_of` say whose goes on. Refuses whom somebody else has merged meanwhile.
    """
    me = fresh(by).as_staff()
    by.as_writer()
    if keep == away:
        raise invalid("away", _("This is one customer already."))
    rows = _hold(keep, [away])
    stays, goes = rows[keep], rows[away]
    _are_two(goes, stays)
    now = clock.now()
    row = Merge.objects.create(away_id=away, keep_id=keep, at=now, by_id=me)
    ended = give_way(goes, stays, rhythm_of=rhythm_of, mark_of=mark_of, by=by)
    moved = move_everything(of=away, to=keep)
    go_on_as(customer=away, other=keep)
    journeys = sorted(key for place, key in moved if place.table == "journey")
    theirs = journeys_of(keep)  # of both by now
    before = _spoken(theirs)
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
            *_speaking(row, before, _spoken(theirs)),
        ]
    )
    take_on(whose=keep, of=away)
    Pair.objects.filter(first=min(keep, away), second=max(keep, away)).update(
        verdict="merged", said_at=now, said_by=me
    )
    _say(row, goes, stays, moved, journeys, by)
    return row


def _hold(keep: int, away: Collection[int]) -> dict[int, Customer]:
    return held(
        customers=lambda: {
            keep,
            *away,
            *Customer.objects.filter(merged_into__in=away).values_list("pk", flat=True),
        },
        journeys=lambda: journeys_of(*away),
    )


def _are_two(goes: Customer, stays: Customer) -> None:
    for one, other in ((goes, stays), (stays, goes)):
        into = one.merged_into
        if into is None:
            continue
        if into.pk == other.pk:
            raise Refusal(
                "merged_already",
                fill(_("%(name)s was merged into %(other)s already."), name=one.name, other=other.name),
                field="away",
            )
        raise Refusal(
            "merged_already",
            fill(_("%(name)s was merged into %(into)s already."), name=one.name, into=into.name),
            field="away",
            instead=fill(_("Look at %(into)s, and merge these two if they are one."), into=into.name),
        )


def _spoken(journeys: list[int]) -> Spoken:
    rows = Journey.objects.filter(pk__in=journeys).values_list("pk", "contact_id", "site_id")
    return {key: (contact, site) for key, contact, site in rows}


def _speaking(row: Merge, before: Spoken, after: Spoken) -> list[Moved]:
    """With whom and where each journey was: should that be another's when it comes back, it gets these again."""
    return [
        _moved(row, "journey", key, column, before[key][i], after[key][i])
        for key in before
        for i, column in enumerate(("contact_id", "site_id"))
    ]


def _moved(row: Merge, table: str, key: int, column: str, before: Any, after: Any) -> Moved:
    kept = [None if value is None else str(value) for value in (before, after)]
    return Moved(merge=row, place=table, row=key, column=column, before=kept[0], after=kept[1])


def _say(
    row: Merge,
    goes: Customer,
    stays: Customer,
    moved: list[tuple[Place, int]],
    journeys: list[int],
    by: Actor,
) -> None:
    said = facts.CustomersMerged(
        merge=row.pk, away=goes.pk, keep=stays.pk, away_name=goes.name, keep_name=stays.name
    )
    onward = facts.WentAlong(customer=stays.pk, name=stays.name)
    journey = facts.JourneyWentAlong(
        customer=stays.pk, customer_before=goes.pk, why="merged", customer_name=stays.name
    )
    record(
        Entry(stays.pk, said),
        Entry(goes.pk, said),
        *(Entry(key, onward) for place, key in moved if place.table == "customer"),
        *(Entry(key, journey) for key in journeys),
        by=by.by,
        audience=hands_of(journeys),
    )
