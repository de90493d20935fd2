"""Merges: who went on as whom, and what undoing one would do, for people to read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from wellkept.customers.models import Contact, Customer, Site
from wellkept.duplicates.models import Merge
from wellkept.duplicates.queries.undo import event_of, merge_of, opened_since, plan
from wellkept.events.queries import Happening, histories
from wellkept.journeys.models import Journey
from wellkept.journeys.rights import may_read
from wellkept.people.actor import Actor


@dataclass(frozen=True)
class Told:
    """A journey as whoever asks may know it."""

    journey: Journey
    readable: bool


@dataclass(frozen=True)
class Undoing:
    """What undoing would do: what goes back, what was added since and stays, what is elsewhere by now."""

    merge: Merge
    away: Customer
    keep: Customer
    root: Customer
    contacts: list[Contact]
    sites: list[Site]
    journeys: list[Told]
    told: int  # what they told us, meetings and the like
    along: list[Told]
    elsewhere: int
    contacts_since: list[Contact]
    sites_since: list[Site]
    journeys_since: list[Told]


@dataclass(frozen=True)
class Named:
    """A merge with the names of both, as they are called today."""

    merge: Merge
    away: Customer
    keep: Customer


def into(customer: int) -> list[Named]:
    """The merges in force that led to this customer, the newest first."""
    goes_on = Customer.objects.filter(merged_into=customer).values("pk")
    return _named(Merge.objects.filter(undone_at__isnull=True, away__in=goes_on))


def of(customer: int) -> list[Named]:
    """Every merge in which this customer had a part, undone ones too, the newest first."""
    goes_on = Customer.objects.filter(merged_into=customer).values("pk")
    return _named(Merge.objects.filter(Q(away=customer) | Q(keep=customer) | Q(away__in=goes_on)))


def one(id: int) -> Named:
    """The merge of this key."""
    return _named(Merge.objects.filter(pk=merge_of(id).pk))[0]


def _named(merges: QuerySet[Merge]) -> list[Named]:
    found = list(merges.select_related("by", "undone_by").order_by("-pk"))
    people = (
        Customer.objects.in_bulk({key for row in found for key in (row.away_id, row.keep_id)})
        if found
        else {}
    )
    return [Named(row, people[row.away_id], people[row.keep_id]) for row in found]


def undoing(id: int, *, by: Actor) -> Undoing:
    """As things are now."""
    row = merge_of(id)
    what = plan(row)
    people = Customer.objects.in_bulk([row.away_id, row.keep_id, what.root])
    contacts, sites = what.rows("contact"), what.rows("site")
    since = _since(row, [row.keep_id, what.root])
    added = {one.facts["contact"] for one in since if one.type == "contact_added"}
    placed = {one.facts["site"] for one in since if one.type == "site_added"}
    elsewhere = sum(
        len(keys) for where, keys in what.left.items() if where.table in ("contact", "site", "journey")
    )
    return Undoing(
        merge=row,
        away=people[row.away_id],
        keep=people[row.keep_id],
        root=people[what.root],
        contacts=list(Contact.objects.filter(pk__in=contacts).order_by("name", "pk")),
        sites=list(Site.objects.filter(pk__in=sites).order_by("street", "pk")),
        journeys=_told(what.rows("journey"), by),
        told=sum(
            len(keys)
            for where, keys in what.back.items()
            if where.table not in ("contact", "site", "journey", "customer")
        ),
        along=_told(what.along, by),
        elsewhere=elsewhere,
        contacts_since=list(
            Contact.objects.filter(pk__in=added, customer=what.root).exclude(pk__in=contacts).order_by("name")
        ),
        sites_since=list(
            Site.objects.filter(pk__in=placed, customer=what.root).exclude(pk__in=sites).order_by("street")
        ),
        journeys_since=_told(_new_journeys(row, what.root, [*what.rows("journey"), *what.along]), by),
    )


def _told(keys: list[int], by: Actor) -> list[Told]:
    rows = Journey.objects.filter(pk__in=keys).select_related("owner", "holder").order_by("-pk")
    return [Told(row, may_read(row, by)) for row in rows]


def _since(row: Merge, subjects: list[int]) -> list[Happening]:
    found = histories(sorted(set(subjects)), types=("contact_added", "site_added"))
    after = event_of(row)
    return [one for some in found.values() for one in some if one.id > after]


def _new_journeys(row: Merge, root: int, but: list[int]) -> list[int]:
    """Journeys of who goes on that were opened after it, and stay."""
    theirs = list(Journey.objects.filter(customer=root).exclude(pk__in=but).values_list("pk", flat=True))
    return sorted(opened_since(row, theirs))
