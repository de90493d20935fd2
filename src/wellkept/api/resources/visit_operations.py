"""Visits: offered, fixed, moved, handed over, cancelled, begun and ended, with what was done there."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field, StrictBool, StrictInt

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import Code, Key, Line, Nothing, Quantity, Said, Words
from wellkept.api.resources.received import found, taken
from wellkept.api.responses.journeys import Taken
from wellkept.api.responses.visit_bodies import VisitOut, VisitsOut, visits_out
from wellkept.api.times import Moment
from wellkept.visits import commands as visits
from wellkept.visits import queries
from wellkept.visits.new_record import NewRecord
from wellkept.visits.window import CHANGE_HOURS, VisitPlan, Window

router = Router(tags=["Visits"])


class VisitWindow(Said):
    starts: Moment
    ends: Moment


class Windows(Said):
    windows: Annotated[list[VisitWindow], Field(min_length=1, max_length=12)]


class NewVisit(Windows):
    person: Annotated[Key, Field(description="The person who goes")]
    place: Line
    words: Words
    change_hours: Annotated[
        StrictInt, Field(ge=0, le=720, description="The customer may change it until so many hours before")
    ] = CHANGE_HOURS
    settled: Annotated[
        StrictBool, Field(description="The first window is settled with the customer: the visit is fixed")
    ] = False


class VisitMove(VisitWindow):
    asked: Annotated[StrictBool, Field(description="The customer asked for it")] = False
    words: Annotated[
        Words, Field(description="Their words if they asked, else our reason, which they are told")
    ]


class Somebody(Said):
    person: Key


class VisitCancellation(Said):
    by_them: StrictBool = False
    words: Words


class NewVisitRecord(Said):
    key: Annotated[UUID, Field(description="The record's own key: sent again, it is the same record")]
    kind: Literal["begun", "check", "work", "hours", "part", "kilometres", "item", "ended"]
    seen: Annotated[
        StrictInt, Field(ge=0, lt=2**31, description="The `sequence` of the visit that was known")
    ]
    happened: Moment | None = None
    words: Words = ""
    quantity: Quantity | None = None
    unit: Annotated[Code, Field(description="Of a part, a code of Recommendation 20")] = ""
    serial: Line = ""
    checked: Annotated[Code, Field(description="The key of an item of the journey's checklist")] = ""


class Judgement(Said):
    counts: StrictBool
    words: Words = ""


@router.get("/{number}/visits", response=VisitsOut, auth=READ, summary="The visits of a journey")
def listed(request: HttpRequest, number: str) -> VisitsOut:
    """List the visits with their records, those to come first."""
    return VisitsOut(visits=visits_out(queries.visits_of(found(request, number).pk)))


@router.get("/{number}/visits/{id}", response=VisitOut, auth=READ, summary="One visit")
def one(request: HttpRequest, number: str, id: int) -> VisitOut:
    """Return a visit with what was recorded there."""
    (visit,) = visits_out([queries.visit_of(found(request, number).pk, id)])
    return visit


@write(router, "/{number}/visits", out=Taken, summary="Plan a visit")
def plan(request: HttpRequest, number: str, body: NewVisit) -> Made:
    """Offer windows of which the customer picks one, or fix the first of them."""
    row = found(request, number)
    planned = VisitPlan(
        person=body.person, place=body.place, words=body.words, change_hours=body.change_hours
    )
    windows = _windows(body)
    by = actor(request)
    if body.settled:
        visit = visits.fix_visit(journey=row.pk, plan=planned, window=windows[0], by=by)
    else:
        visit = visits.offer_visit(journey=row.pk, plan=planned, windows=windows, by=by)
    return taken(request, row, visit.pk)


@write(router, "/{number}/visits/{id}/windows", out=Taken, summary="Offer other windows")
def windows(request: HttpRequest, number: str, id: int, body: Windows) -> Made:
    """Offer other windows instead of those before."""
    row = found(request, number)
    visits.offer_windows(visit=_visit(row.pk, id), windows=_windows(body), by=actor(request))
    return taken(request, row, id)


@write(router, "/{number}/visits/{id}/time", out=Taken, summary="Fix the time of a visit")
def time(request: HttpRequest, number: str, id: int, body: VisitWindow) -> Made:
    """Fix an offered visit as it was settled with the customer, who is told."""
    row = found(request, number)
    visits.fix_window(visit=_visit(row.pk, id), window=Window(body.starts, body.ends), by=actor(request))
    return taken(request, row, id)


@write(router, "/{number}/visits/{id}/moves", out=Taken, summary="Move a visit")
def moves(request: HttpRequest, number: str, id: int, body: VisitMove) -> Made:
    """Give a fixed visit another time. If we have to, the customer is told the reason."""
    row = found(request, number)
    visits.move_visit(
        visit=_visit(row.pk, id),
        window=Window(body.starts, body.ends),
        reason="" if body.asked else body.words,
        words=body.words if body.asked else "",
        by=actor(request),
    )
    return taken(request, row, id)


@write(router, "/{number}/visits/{id}/person", out=Taken, summary="Hand a visit over")
def person(request: HttpRequest, number: str, id: int, body: Somebody) -> Made:
    """Let a colleague go instead."""
    row = found(request, number)
    visits.hand_visit(visit=_visit(row.pk, id), to=body.person, by=actor(request))
    return taken(request, row, id)


@write(router, "/{number}/visits/{id}/cancellation", out=Taken, summary="Cancel a visit")
def cancellation(request: HttpRequest, number: str, id: int, body: VisitCancellation) -> Made:
    """Cancel a visit. The customer is told."""
    row = found(request, number)
    visits.cancel_visit(visit=_visit(row.pk, id), words=body.words, by_them=body.by_them, by=actor(request))
    return taken(request, row, id)


@write(router, "/{number}/visits/{id}/begin", out=Taken, summary="A visit begins")
def begin(request: HttpRequest, number: str, id: int, body: Nothing) -> Made:
    """Record that the person is there."""
    row = found(request, number)
    visits.begin_visit(visit=_visit(row.pk, id), by=actor(request))
    return taken(request, row, id)


@write(router, "/{number}/visits/{id}/end", out=Taken, summary="A visit is done")
def end(request: HttpRequest, number: str, id: int, body: Nothing) -> Made:
    """Record that the visit is done."""
    row = found(request, number)
    visits.finish_visit(visit=_visit(row.pk, id), by=actor(request))
    return taken(request, row, id)


@write(router, "/{number}/visits/{id}/records", out=Taken, summary="Record what was done at a visit")
def records(request: HttpRequest, number: str, id: int, body: NewVisitRecord) -> Made:
    """Keep one record, once. If the visit had changed, it is a conflict until somebody judges it.

    Photographs and signatures come from the page of the person on site alone.
    """
    row = found(request, number)
    kept = visits.keep_record(visit=_visit(row.pk, id), new=NewRecord(**body.model_dump()), by=actor(request))
    return taken(request, row, kept.pk)


@write(router, "/{number}/visits/{id}/records/{record}/judgement", out=Taken, summary="Judge a record")
def judgement(request: HttpRequest, number: str, id: int, record: int, body: Judgement) -> Made:
    """Say whether a record counts. What is dropped stays on record."""
    row = found(request, number)
    kept = queries.record_of(_visit(row.pk, id), record)
    visits.judge_record(record=kept.pk, counts=body.counts, words=body.words, by=actor(request))
    return taken(request, row, kept.pk)


def _visit(journey: int, id: int) -> int:
    """The key of a visit of this journey."""
    return queries.visit_of(journey, id).pk


def _windows(body: Windows) -> list[Window]:
    return [Window(window.starts, window.ends) for window in body.windows]
