"""Searches that found nothing: kept, and resolved in one of three ways."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import Key, Line, Said, Words
from wellkept.api.resources.received import found
from wellkept.api.responses.staff import PersonOut
from wellkept.api.times import Instant, Moment
from wellkept.find import commands
from wellkept.find.queries import misses

router = Router(tags=["Find"])


class NewMiss(Said):
    """The text that was searched, and what else the customer said."""

    asked: Annotated[Line, Field(min_length=1, max_length=500)]
    said: Words = ""


class Ending(Said):
    """The resolution. `reference`: of `journey` (its number) or `customer`. `nonconformity`: handler and next
    step. `not_ours`: `why`."""

    how: Literal["reference", "nonconformity", "not_ours"]
    journey: Line = ""
    customer: Key | None = None
    kind: Line = ""
    words: Line = ""
    why: Words = ""
    what: Words = ""
    handler: Key | None = None
    next_step: Words = ""
    due: Moment | None = None


class PlaceOut(Schema):
    """A journey or a customer. Of a confidential journey only the number."""

    number: str
    customer: int | None
    name: str


class BesideOut(Schema):
    """A search that may have found what was meant: with the same words, or with others minutes later."""

    same_words: bool
    asked: str
    found_at: Instant
    to: PlaceOut


class MissOut(Schema):
    """All open misses of the same words, or those that were resolved together."""

    id: int
    asked: str
    times: int
    asked_by: list[str]
    asked_at: Instant
    said: list[str]
    fits: str
    handler: PersonOut
    due: Instant
    late: bool
    fault_of_the_search: bool
    beside: list[BesideOut]
    how: str
    why: str
    of: PlaceOut | None
    nonconformity: int | None
    ended_at: Instant | None


class MissesOut(Schema):
    items: list[MissOut]


@router.get("/find/misses", response=MissesOut, auth=READ, summary="What was not found")
def every(
    request: HttpRequest,
    state: Annotated[Literal["waiting", "ended"], Query(description="Which")] = "waiting",
) -> MissesOut:
    """List open misses, faults of the search first; or resolved ones, the latest first."""
    by = actor(request)
    lines = misses.ended(by) if state == "ended" else misses.waiting(by)
    return MissesOut(items=[_out(line) for line in lines])


@router.get("/find/misses/{id}", response=MissOut, auth=READ, summary="One of them")
def one(request: HttpRequest, id: int) -> MissOut:
    """Return a miss with all others of the same words."""
    return _out(misses.same_search(id, actor(request)))


@write(router, "/find/misses", out=MissOut, summary="Somebody asked, and nothing was found")
def keep(request: HttpRequest, body: NewMiss) -> Made:
    """Keep a miss. It waits for the process owner, with a clock."""
    by = actor(request)
    by.as_writer()
    row = commands.note_miss(asked=body.asked, explanation=body.said or "", by=by)
    return Made(_out(misses.same_search(row.pk, by)), location=f"/api/v1/find/misses/{row.pk}")


@write(router, "/find/misses/{id}/ending", out=MissOut, summary="How it ends")
def ending(request: HttpRequest, id: int, body: Ending) -> Made:
    """Resolve a miss: a reference, a nonconformity, or not ours. All of the same words are resolved with it."""
    by = actor(request)
    if body.how == "reference":
        journey = found(request, body.journey).pk if body.journey else None
        commands.end_as_reference(
            miss=id, journey=journey, customer=body.customer, kind=body.kind, text=body.words, by=by
        )
    elif body.how == "nonconformity":
        commands.end_as_nonconformity(
            miss=id, what=body.what, handler=body.handler, next_step=body.next_step, due=body.due, by=by
        )
    else:
        commands.end_as_not_ours(miss=id, why=body.why, by=by)
    return Made(_out(misses.same_search(id, by)), location=f"/api/v1/find/misses/{id}")


def _out(line: misses.MissGroup) -> MissOut:
    row = line.miss
    return MissOut(
        id=row.pk,
        asked=row.asked,
        times=line.times,
        asked_by=list(line.by),
        asked_at=line.last,
        said=list(line.sayings),
        fits=line.kind,
        handler=PersonOut(id=row.handler_id, name=row.handler.name),
        due=row.due_at,
        late=line.late,
        fault_of_the_search=line.is_fault,
        beside=[
            BesideOut(
                same_words=customer.same,
                asked=customer.asked,
                found_at=customer.found_at,
                to=_place(customer.to),
            )
            for customer in line.beside
        ],
        how=row.how,
        why=row.why,
        of=_place(line.of) if line.of else None,
        nonconformity=row.nonconformity_id,
        ended_at=row.ended_at,
    )


def _place(place: misses.Place) -> PlaceOut:
    return PlaceOut(
        number=place.number.replace("-", ""),
        customer=None if place.is_journey else place.subject,
        name=place.name,
    )
