"""Merges, and what undoing one would do, for people to read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict

from wellkept.customers.models import Contact, Customer, Site
from wellkept.duplicates.models import Merge
from wellkept.duplicates.queries.undo import (
    Plan,
    event_of,
    key_after,
    merge_of,
    moved_with,
    opened_since,
    plan,
)
from wellkept.duplicates.rules.same_contact import is_same_place
from wellkept.events.queries import Happening, histories
from wellkept.journeys.models import Journey
from wellkept.journeys.rights import may_read
from wellkept.people.actor import Actor


@dataclass(frozen=True)
class JourneyLine:
    """Journey as this person may read it."""

    journey: Journey
    readable: bool


@dataclass(frozen=True)
class CopiedSite:
    """A site that both need afterwards: it stays with one, and `customer` gets a copy."""

    site: Site
    customer: Customer
    journeys: list[JourneyLine]


@dataclass(frozen=True)
class UndoPreview:
    """Preview of undoing a merge: what returns, what was added since and stays, what is elsewhere now."""

    merge: Merge
    away: Customer
    keep: Customer
    root: Customer
    contacts: list[Contact]
    sites: list[Site]
    journeys: list[JourneyLine]
    told: int  # rows of other tables, such as statements and meetings
    along: list[JourneyLine]
    elsewhere: int
    contacts_since: list[Contact]
    sites_since: list[Site]
    journeys_since: list[JourneyLine]
    copied: list[CopiedSite]


@dataclass(frozen=True)
class MergeWithNames:
    """Merge with the present names of both customers."""

    merge: Merge
    away: Customer
    keep: Customer


def into(customer: int) -> list[MergeWithNames]:
    """List merges in force into this customer, the newest first."""
    goes_on = Customer.objects.filter(merged_into=customer).values("pk")
    return _named(Merge.objects.filter(undone_at__isnull=True, away__in=goes_on))


def of(customer: int) -> list[MergeWithNames]:
    """List every merge that involved this customer, undone ones included, the newest first."""
    goes_on = Customer.objects.filter(merged_into=customer).values("pk")
    return _named(Merge.objects.filter(Q(away=customer) | Q(keep=customer) | Q(away__in=goes_on)))


def merge_with_names(id: int) -> MergeWithNames:
    """Read one merge with its names."""
    return _named(Merge.objects.filter(pk=merge_of(id).pk))[0]


def _named(merges: QuerySet[Merge]) -> list[MergeWithNames]:
    """Add names to merges, the newest first."""
    rows = list(merges.select_related("by", "undone_by").order_by("-pk"))
    people = (
        Customer.objects.in_bulk({key for row in rows for key in (row.away_id, row.keep_id)}) if rows else {}
    )
    return [MergeWithNames(row, people[row.away_id], people[row.keep_id]) for row in rows]


def undo_preview(id: int, *, by: Actor) -> UndoPreview:
    """Preview undoing a merge now."""
    row = merge_of(id)
    undo_plan = plan(row)
    people = Customer.objects.in_bulk([row.away_id, row.keep_id, undo_plan.root])
    contacts, sites = undo_plan.rows("contact"), undo_plan.rows("site")
    since = _since(row, [row.keep_id, undo_plan.root])
    added = {event.facts["contact"] for event in since if event.type == "contact_added"}
    placed = {event.facts["site"] for event in since if event.type == "site_added"}
    elsewhere = sum(
        len(keys) for where, keys in undo_plan.left.items() if where.table in ("contact", "site", "journey")
    )
    return UndoPreview(
        merge=row,
        away=people[row.away_id],
        keep=people[row.keep_id],
        root=people[undo_plan.root],
        contacts=list(Contact.objects.filter(pk__in=contacts).order_by("name", "pk")),
        sites=list(Site.objects.filter(pk__in=sites).order_by("street", "pk")),
        journeys=_told(undo_plan.rows("journey"), by),
        told=sum(
            len(keys)
            for where, keys in undo_plan.back.items()
            if where.table not in ("contact", "site", "journey", "customer")
        ),
        along=_told(undo_plan.along, by),
        elsewhere=elsewhere,
        contacts_since=list(
            Contact.objects.filter(pk__in=added, customer=undo_plan.root)
            .exclude(pk__in=contacts)
            .order_by("name")
        ),
        sites_since=list(
            Site.objects.filter(pk__in=placed, customer=undo_plan.root)
            .exclude(pk__in=sites)
            .order_by("street")
        ),
        journeys_since=_told(
            _new_journeys(row, undo_plan.root, [*undo_plan.rows("journey"), *undo_plan.along]), by
        ),
        copied=_copied(row, undo_plan, by),
    )


def _copied(row: Merge, undo_plan: Plan, by: Actor) -> list[CopiedSite]:
    """List the sites that the undo copies: journeys of the one customer stand at a site of the other."""
    returning = set(undo_plan.rows("site"))
    away = set(Site.objects.filter(customer=row.away_id).values_list("pk", flat=True)) | returning
    stays = set(Site.objects.filter(customer=undo_plan.root).values_list("pk", flat=True)) - returning
    journeys = Journey.objects.filter(pk__in=[*undo_plan.journeys, *undo_plan.others]).order_by("pk")
    entries = moved_with(row, [journey.pk for journey in journeys])
    sites = Site.objects.in_bulk([*away, *stays])
    lines: dict[tuple[int, int], list[int]] = {}
    for journey in journeys:
        goes = journey.pk in undo_plan.journeys
        customer, own = (row.away_id, away) if goes else (undo_plan.root, stays)
        site = key_after("site_id", journey.site_id, entries[journey.pk, "site_id"], own, undone=row)
        if site is not None and site not in own and not _is_there(sites[site], own, sites, returning):
            lines.setdefault((site, customer), []).append(journey.pk)
    customers = Customer.objects.in_bulk([row.away_id, undo_plan.root])
    return [
        CopiedSite(sites[site], customers[customer], _told(keys, by))
        for (site, customer), keys in sorted(lines.items())
    ]


def _is_there(site: Site, own: set[int], sites: dict[int, Site], returning: set[int]) -> bool:
    """Whether the same place is among the customer's own sites, open if the site is open."""
    details = model_to_dict(site)
    return any(
        (sites[key].closed_at is None or key in returning or site.closed_at is not None)
        and is_same_place(details, model_to_dict(sites[key]))
        for key in own
    )


def _told(keys: list[int], by: Actor) -> list[JourneyLine]:
    """Read journeys with this person's right to read each."""
    rows = Journey.objects.filter(pk__in=keys).select_related("owner", "holder").order_by("-pk")
    return [JourneyLine(row, may_read(row, by)) for row in rows]


def _since(row: Merge, subjects: list[int]) -> list[Happening]:
    """List contacts and sites added to these customers after the merge."""
    by_subject = histories(sorted(set(subjects)), types=("contact_added", "site_added"))
    after = event_of(row)
    return [event for of_subject in by_subject.values() for event in of_subject if event.id > after]


def _new_journeys(row: Merge, root: int, but: list[int]) -> list[int]:
    """List journeys of the remaining customer that were opened after the merge and stay."""
    theirs = list(Journey.objects.filter(customer=root).exclude(pk__in=but).values_list("pk", flat=True))
    return sorted(opened_since(row, theirs))
