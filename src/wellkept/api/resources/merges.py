"""Duplicates: find, merge, undo, split."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import SEARCHED, Key, Line, Nothing, Said
from wellkept.api.responses.customers import CustomerOut, customer_out
from wellkept.api.times import Instant
from wellkept.customers.queries import customer
from wellkept.duplicates.commands.merge import merge
from wellkept.duplicates.commands.not_the_same import tell_apart
from wellkept.duplicates.commands.split import split
from wellkept.duplicates.commands.undo import undo
from wellkept.duplicates.queries import likely_same, merges, pairs

router = Router(tags=["Duplicates"])


class ReasonOut(Schema):
    """A trait in which two customers agree or differ, with both values."""

    what: str
    level: str
    words: str
    ours: str
    theirs: str


class PairOut(Schema):
    """Two customers who may be one, with probability and reasons."""

    first: int
    first_name: str
    second: int
    second_name: str
    probability: float
    reasons: list[ReasonOut]


class Pairs(Schema):
    items: list[PairOut]
    total: int


class SuspectOut(Schema):
    """A customer whom we may know already."""

    customer: int
    name: str
    contact: int | None
    contact_name: str
    probability: float
    why: list[str]


class Suspects(Schema):
    items: list[SuspectOut]


class MergeOut(Schema):
    """A merge: `away` goes on as `keep`, until it is undone."""

    id: int
    away: int
    away_name: str
    keep: int
    keep_name: str
    at: Instant
    by: str
    undone_at: Instant | None
    undone_by: str


class Merges(Schema):
    items: list[MergeOut]


class NewMerge(Said):
    away: Key = Field(description="Who goes on as the customer of the address")
    rhythm_of: Key | None = Field(None, description="Where both are met regularly: whose meetings go on")
    mark_of: Key | None = Field(None, description="Where both are key customers: whose mark stays")


class Distinction(Said):
    other: Key


class NewSplit(Said):
    name: Line
    kind: Literal["organisation", "person"] = "organisation"
    contacts: Annotated[list[Key], Field(max_length=1000)] = []
    sites: Annotated[list[Key], Field(max_length=1000)] = []
    journeys: Annotated[list[Key], Field(max_length=10000)] = []


class Apart(Schema):
    """Two customers who are not the same. Asked again only when something about them changes."""

    first: int
    second: int


@router.get("/pairs", response=Pairs, auth=READ, summary="Who may be one")
def waiting(request: HttpRequest, page: Annotated[int, Query(ge=1, le=10**6)] = 1) -> Pairs:
    """List open pairs, the likeliest first, twenty a page."""
    actor(request).as_staff()
    results = pairs.waiting(page=page)
    return Pairs(
        items=[
            PairOut(
                first=likely.first.customer.pk,
                first_name=likely.first.customer.name,
                second=likely.second.customer.pk,
                second_name=likely.second.customer.name,
                probability=round(likely.pair.probability, 4),
                reasons=[
                    ReasonOut(
                        what=why.what, level=why.level, words=why.words, ours=why.ours, theirs=why.theirs
                    )
                    for why in likely.reasons
                ],
            )
            for likely in results.likely
        ],
        total=results.total,
    )


@router.get("/suspects", response=Suspects, auth=READ, summary="Who it may be")
def likely(
    request: HttpRequest,
    name: Annotated[str, Query(max_length=200), SEARCHED] = "",
    contact_name: Annotated[str, Query(max_length=200), SEARCHED] = "",
    email: Annotated[str, Query(max_length=254), SEARCHED] = "",
    phone: Annotated[str, Query(max_length=100), SEARCHED] = "",
    street: Annotated[str, Query(max_length=200), SEARCHED] = "",
    postcode: Annotated[str, Query(max_length=20), SEARCHED] = "",
    city: Annotated[str, Query(max_length=100), SEARCHED] = "",
) -> Suspects:
    """Find likely duplicates before a customer is added. Fast enough for every keystroke."""
    actor(request).as_staff()
    results = likely_same.likely_same(
        name=name,
        contact_name=contact_name,
        email=email,
        phone=phone,
        street=street,
        postcode=postcode,
        city=city,
    )
    return Suspects(
        items=[
            SuspectOut(
                customer=result.customer,
                name=result.name,
                contact=result.contact,
                contact_name=result.contact_name,
                probability=round(result.probability, 4),
                why=result.why,
            )
            for result in results
        ]
    )


@router.get("/customers/{id}/merges", response=Merges, auth=READ, summary="Who was merged")
def listed(request: HttpRequest, id: int) -> Merges:
    """List all merges of this customer, undone ones too, newest first."""
    actor(request).as_staff()
    customer(id)  # one that there is
    return Merges(items=[_merge(merge) for merge in merges.of(id)])


@write(router, "/customers/{id}/merges", out=MergeOut, summary="These two are one")
def made(request: HttpRequest, id: int, body: NewMerge) -> Made:
    """Merge two customers. Nothing is lost; `POST /merges/{id}/undoings` undoes it."""
    row = merge(keep=id, by=actor(request), **body.model_dump())
    return Made(_merge(merges.merge_with_names(row.pk)), location=f"/api/v1/merges/{row.pk}")


@router.get("/merges/{id}", response=MergeOut, auth=READ, summary="One merge")
def one(request: HttpRequest, id: int) -> MergeOut:
    """Return a merge, and whether it was undone."""
    actor(request).as_staff()
    return _merge(merges.merge_with_names(id))


@write(router, "/merges/{id}/undoings", out=MergeOut, summary="Undo a merge")
def undone(request: HttpRequest, id: int, body: Nothing) -> Made:
    """Undo a merge. Everything returns; what was added since stays with the remaining customer."""
    undo(merge=id, by=actor(request))
    return Made(_merge(merges.merge_with_names(id)), location=f"/api/v1/merges/{id}")


@write(router, "/customers/{id}/distinctions", out=Apart, summary="These two are not the same")
def told_apart(request: HttpRequest, id: int, body: Distinction) -> Made:
    """Record that two customers are not the same. The pair returns only when something about them changes."""
    row = tell_apart(first=id, second=body.other, by=actor(request))
    return Made(Apart(first=row.first_id, second=row.second_id))


@write(router, "/customers/{id}/splits", out=CustomerOut, summary="This one is two")
def parted(request: HttpRequest, id: int, body: NewSplit) -> Made:
    """Split a customer: these contacts, sites and journeys belong to another one. A merge undoes it."""
    row = split(customer=id, by=actor(request), **body.model_dump())
    return Made(customer_out(row), location=f"/api/v1/customers/{row.pk}")


def _merge(merge: merges.MergeWithNames) -> MergeOut:
    row = merge.merge
    return MergeOut(
        id=row.pk,
        away=merge.away.pk,
        away_name=merge.away.name,
        keep=merge.keep.pk,
        keep_name=merge.keep.name,
        at=row.at,
        by=row.by.name if row.by else "",
        undone_at=row.undone_at,
        undone_by=row.undone_by.name if row.undone_by else "",
    )
