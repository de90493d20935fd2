"""Strengths, fit of a need, and the ending "not ours"."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import Key, Line, Said, Why, Words
from wellkept.api.resources.received import found, taken
from wellkept.api.responses.journeys import Taken
from wellkept.endings.commands import not_ours
from wellkept.voice.commands import fit as commands
from wellkept.voice.queries import statements

router = Router(tags=["What they tell us"])
Strengths = Annotated[list[Key], Field(max_length=50)]


class StrengthOut(Schema):
    """Something that we are good at."""

    id: int
    words: str


class StrengthsOut(Schema):
    items: list[StrengthOut]


class FitOut(Schema):
    """The latest judgement of a need."""

    asks: str
    verdict: str
    why: str
    strengths: list[str]
    who_can_help: str
    how_to_reach: str


class NewStrength(Said):
    words: Line


class NewFit(Said):
    asks: Words
    verdict: Literal["ours", "partly", "not_ours"]
    why: Words = ""
    strengths: Strengths = []
    who_can_help: Line = ""
    how_to_reach: Line = ""


class NotOurs(Said):
    why: Words
    asks: Words = ""
    who_can_help: Line = ""
    how_to_reach: Line = ""


@router.get("/strengths", response=StrengthsOut, auth=READ, summary="What we are good at")
def strengths(request: HttpRequest) -> StrengthsOut:
    """Return the company's list of strengths."""
    actor(request).as_staff()
    return StrengthsOut(
        items=[StrengthOut(id=strength.pk, words=strength.words) for strength in statements.strengths()]
    )


@write(router, "/strengths", out=StrengthOut, summary="One more thing that we are good at")
def note(request: HttpRequest, body: NewStrength) -> Made:
    """Add a strength. For those who answer for a process."""
    row = commands.note_strength(words=body.words, by=actor(request))
    return Made(StrengthOut(id=row.pk, words=row.words))


@write(router, "/strengths/{id}/end", out=StrengthsOut, summary="We are no longer good at it")
def end(request: HttpRequest, id: int, body: Why) -> Made:
    """End a strength, with the reason."""
    commands.end_strength(strength=id, why=body.why, by=actor(request))
    return Made(strengths(request))


@router.get("/journeys/{number}/fit", response=FitOut, auth=READ, summary="Is it for us?")
def fit(request: HttpRequest, number: str) -> FitOut:
    """Return the latest judgement, empty if there is none."""
    row = statements.fit_of(found(request, number).pk)
    if row is None:
        return FitOut(asks="", verdict="", why="", strengths=[], who_can_help="", how_to_reach="")
    return FitOut(
        asks=row.asks,
        verdict=row.verdict,
        why=row.why,
        strengths=[strength.strength.words for strength in row.strengths.all()],
        who_can_help=row.helper_name,
        how_to_reach=row.helper_contact,
    )


@write(router, "/journeys/{number}/fit", out=Taken, summary="Judge whether it is for us")
def judge(request: HttpRequest, number: str, body: NewFit) -> Made:
    """Judge a need: for us, in part, or not; and who can help."""
    row = found(request, number)
    fit = commands.judge_fit(journey=row.pk, by=actor(request), **body.model_dump())
    return taken(request, row, fit.pk)


@write(router, "/journeys/{number}/not-ours", out=Taken, summary="It is not for us: tell them, and end it")
def ended(request: HttpRequest, number: str, body: NotOurs) -> Made:
    """End the journey as not ours. The customer is told why, and who can help."""
    row = found(request, number)
    not_ours(journey=row.pk, by=actor(request), **body.model_dump())
    return taken(request, row)
