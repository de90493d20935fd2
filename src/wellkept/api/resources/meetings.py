"""Rhythms of meetings, and key customers."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field, StrictInt

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import Key, Line, Said, Why, Words
from wellkept.api.times import Instant, Moment
from wellkept.customers import queries as customers
from wellkept.voice.commands import meetings as commands
from wellkept.voice.queries import meetings as queries

router = Router(tags=["What they tell us"])


class RhythmOut(Schema):
    """The rhythm of a customer: how often, the next date, who meets whom."""

    every_days: int
    next_at: Instant | None
    person: int
    contact: int | None
    about: str


class MeetingsOut(Schema):
    """The rhythm and the key-customer mark of a customer."""

    rhythm: RhythmOut | None
    key_person: int | None
    key_why: str


class NewRhythm(Said):
    every_days: Annotated[StrictInt, Field(ge=1, le=3660)]
    next_at: Moment
    person: Key | None = None
    contact: Key | None = None
    about: Line = ""


class Held(Said):
    words: Words
    held_at: Moment | None = None
    next_at: Moment | None = Field(None, description="Left out: after as many days as the rhythm says")


class MovedMeeting(Said):
    next_at: Moment
    why: Line


class NewKeyMark(Said):
    why: Line
    person: Key | None = None


@router.get("/{id}/meetings", response=MeetingsOut, auth=READ, summary="When we meet")
def next_meeting(request: HttpRequest, id: int) -> MeetingsOut:
    """Return the next meeting and the key-customer mark."""
    actor(request).as_staff()
    return _out(customers.customer(id).pk)


@write(router, "/{id}/rhythm", out=MeetingsOut, summary="Set the next meeting and how often")
def rhythm(request: HttpRequest, id: int, body: NewRhythm) -> Made:
    """Set a rhythm, always with a next date."""
    return Made(_out(commands.set_rhythm(customer=id, by=actor(request), **body.model_dump()).customer_id))


@write(router, "/{id}/meetings", out=MeetingsOut, summary="We have met")
def held(request: HttpRequest, id: int, body: Held) -> Made:
    """Record a meeting: what was said, and the next date."""
    return Made(_out(commands.hold_meeting(customer=id, by=actor(request), **body.model_dump()).customer_id))


@write(router, "/{id}/meetings/next", out=MeetingsOut, summary="Another day for the next meeting")
def moved(request: HttpRequest, id: int, body: MovedMeeting) -> Made:
    """Move the next meeting, with the reason."""
    commands.move_meeting(customer=id, by=actor(request), **body.model_dump())
    return Made(_out(customers.customer(id).pk))


@write(router, "/{id}/rhythm/end", out=MeetingsOut, summary="No more meetings as a rule")
def ended(request: HttpRequest, id: int, body: Why) -> Made:
    """End the rhythm, with the reason."""
    commands.end_rhythm(customer=id, by=actor(request), why=body.why)
    return Made(_out(customers.customer(id).pk))


@write(router, "/{id}/key", out=MeetingsOut, summary="A key customer")
def key(request: HttpRequest, id: int, body: NewKeyMark) -> Made:
    """Mark a key customer, with the person who answers for them."""
    return Made(
        _out(commands.mark_key_customer(customer=id, by=actor(request), **body.model_dump()).customer_id)
    )


@write(router, "/{id}/key/end", out=MeetingsOut, summary="No key customer any more")
def like_others(request: HttpRequest, id: int, body: Why) -> Made:
    """Remove the mark of a key customer, with the reason."""
    commands.unmark_key_customer(customer=id, by=actor(request), why=body.why)
    return Made(_out(customers.customer(id).pk))


def _out(customer: int) -> MeetingsOut:
    row, mark = queries.rhythm_of(customer), queries.key_mark_of(customer)
    return MeetingsOut(
        rhythm=RhythmOut(
            every_days=row.every_days,
            next_at=row.next_at,
            person=row.person_id,
            contact=row.contact_id,
            about=row.about,
        )
        if row
        else None,
        key_person=mark.person_id if mark else None,
        key_why=mark.why if mark else "",
    )
