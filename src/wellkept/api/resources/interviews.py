"""Interviews: planned, held, read back, confirmed or corrected, taken up."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import Field

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import Code, Correction, Key, Line, Said, Why, Words
from wellkept.api.times import Instant, Moment
from wellkept.kernel.refusal import Refusal, missing
from wellkept.voice.commands import interviews as commands
from wellkept.voice.commands import read_backs
from wellkept.voice.queries import interviews as queries

router = Router(tags=["What they tell us"])
Kind = Literal["expectation", "goal", "pressure", "obstacle"]


class AnsweredOut(Schema):
    """A question with its answer."""

    key: str
    ask: str
    answer: int | None
    words: str


class InterviewReadBackOut(Schema):
    """Our restatement. `digest` is the SHA-256 of the text."""

    id: int
    text: str
    digest: str
    state: str
    correction: str
    answered_at: Instant | None


class InterviewOut(Schema):
    """An interview with all its parts."""

    id: int
    customer: int
    contact: int
    journey: str | None
    questions: str
    version: int
    planned_for: Instant
    asks: int
    writes: int | None
    held_at: Instant | None
    called_off_at: Instant | None
    answers: list[AnsweredOut]
    read_back: InterviewReadBackOut | None


class TwoOfUs(Said):
    """Base of the acts that name who asks and who writes."""

    asks: Key | None = None
    writes: Key | None = None

    @property
    def interviewers(self) -> commands.Interviewers:
        """Our two people."""
        return commands.Interviewers(asks=self.asks, writes=self.writes)


class NewInterview(TwoOfUs):
    contact: Key
    planned_for: Moment
    questions: Annotated[Code, Field(max_length=50)] = "any"
    about: Line = ""
    journey: Key | None = None


class MovedInterview(TwoOfUs):
    planned_for: Moment


class Answers(Said):
    answers: Annotated[dict[str, Words], Field(max_length=100, description="By the keys of the questions")]
    held_at: Moment | None = None


class NewText(Said):
    text: Words


class Confirmed(Said):
    shown_digest: Annotated[
        Code, Field(max_length=64, description="The digest of the words that they were read")
    ]


class TakenUp(Said):
    kinds: Annotated[dict[int, Kind], Field(max_length=100, description="By the ids of the answers")]


@router.get("/interviews/{id}", response=InterviewOut, auth=READ, summary="One interview")
def one(request: HttpRequest, id: int) -> InterviewOut:
    """Return an interview with questions, answers and read-backs."""
    return _out(request, id)


@write(router, "/customers/{id}/interviews", out=InterviewOut, summary="Plan an interview")
def plan(request: HttpRequest, id: int, body: NewInterview) -> Made:
    """Plan an interview: who asks, who writes."""
    row = commands.plan_interview(
        customer=id,
        contact=body.contact,
        planned_for=body.planned_for,
        by=actor(request),
        interviewers=body.interviewers,
        questions=body.questions,
        about=body.about,
        journey=body.journey,
    )
    return Made(_out(request, row.pk), location=f"/api/v1/interviews/{row.pk}")


@write(router, "/interviews/{id}/day", out=InterviewOut, summary="Another day, or others of us")
def move(request: HttpRequest, id: int, body: MovedInterview) -> Made:
    """Move an interview that was not held yet."""
    commands.move_interview(
        interview=id, planned_for=body.planned_for, by=actor(request), interviewers=body.interviewers
    )
    return Made(_out(request, id))


@write(router, "/interviews/{id}/calling-off", out=InterviewOut, summary="It does not take place")
def call_off(request: HttpRequest, id: int, body: Why) -> Made:
    """Call an interview off, with the reason."""
    commands.call_off_interview(interview=id, by=actor(request), why=body.why)
    return Made(_out(request, id))


@write(router, "/interviews/{id}/answers", out=InterviewOut, summary="It was held: what they answered")
def answers(request: HttpRequest, id: int, body: Answers) -> Made:
    """Write answers in the customer's words. Repeat to add and correct, until the read-back."""
    row = queries.readable_interview(id, by=actor(request))
    if row.held_at is None:
        commands.hold_interview(interview=id, by=actor(request), answers=body.answers, held_at=body.held_at)
    else:
        commands.write_answers(interview=id, by=actor(request), answers=body.answers)
    return Made(_out(request, id))


@write(router, "/interviews/{id}/read-backs", out=InterviewOut, summary="Say what we understood")
def read_back(request: HttpRequest, id: int, body: NewText) -> Made:
    """Read an interview back. The customer confirms or corrects it on their page."""
    read_backs.read_interview_back(interview=id, by=actor(request), text=body.text)
    return Made(_out(request, id))


@write(router, "/interviews/{id}/confirmation", out=InterviewOut, summary="They confirmed it by word")
def confirmation(request: HttpRequest, id: int, body: Confirmed) -> Made:
    """Confirm a read-back. Refused unless `shown_digest` names the words that they were read."""
    read_backs.confirm_interview(
        read_back=_latest(request, id), by=actor(request), shown_digest=body.shown_digest
    )
    return Made(_out(request, id))


@write(router, "/interviews/{id}/correction", out=InterviewOut, summary="They corrected it by word")
def correction(request: HttpRequest, id: int, body: Correction) -> Made:
    """Correct a read-back, in the customer's words."""
    read_backs.correct_interview(
        read_back=_latest(request, id), by=actor(request), correction=body.correction
    )
    return Made(_out(request, id))


@write(router, "/interviews/{id}/statements", out=InterviewOut, summary="Take up what they said")
def take_up(request: HttpRequest, id: int, body: TakenUp) -> Made:
    """Turn the answers into statements, each of its kind."""
    commands.take_up_answers(interview=id, by=actor(request), kinds=dict(body.kinds))
    return Made(_out(request, id))


def _latest(request: HttpRequest, id: int) -> int:
    latest = queries.latest_read_back(queries.readable_interview(id, by=actor(request)))
    if latest is None:
        raise missing("read_back", _("Nothing was read back yet."))
    if latest.state != "put":
        raise Refusal("nothing_to_confirm", _("There is nothing to confirm; it was answered already."))
    return latest.pk


def _out(request: HttpRequest, id: int) -> InterviewOut:
    row = queries.readable_interview(id, by=actor(request))
    latest = queries.latest_read_back(row)
    return InterviewOut(
        id=row.pk,
        customer=row.customer_id,
        contact=row.contact_id,
        journey=row.journey.number if row.journey else None,
        questions=row.question_set.key,
        version=row.question_set.version,
        planned_for=row.planned_for,
        asks=row.asks_id,
        writes=row.writes_id,
        held_at=row.held_at,
        called_off_at=row.called_off_at,
        answers=[
            AnsweredOut(
                key=question.key,
                ask=question.ask,
                answer=answer.pk if answer else None,
                words=answer.words if answer else "",
            )
            for question, answer in queries.questions_of(row)
        ],
        read_back=InterviewReadBackOut(
            id=latest.pk,
            text=latest.text,
            digest=bytes(latest.digest).hex(),
            state=latest.state,
            correction=latest.correction,
            answered_at=latest.answered_at,
        )
        if latest
        else None,
    )
