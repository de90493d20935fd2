"""Statements of customers in their words; and the seven questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.http import HttpRequest
from ninja import Router, Schema

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import Key, Line, Said, Words
from wellkept.api.times import Instant, Moment
from wellkept.customer_page.voice import told_by
from wellkept.customers import queries as customers
from wellkept.voice.commands.seven import answer_seven
from wellkept.voice.commands.statements import end_statement, note_statement
from wellkept.voice.queries import statements as told
from wellkept.voice.source import Source

if TYPE_CHECKING:
    from wellkept.voice.models import Knowing, Statement

router = Router(tags=["What they tell us"])
Kind = Literal["expectation", "goal", "pressure", "obstacle"]
Seven = Literal["exist", "capabilities", "need", "satisfied", "fix", "better", "whom"]


class StatementOut(Schema):
    """A statement. `ended_at` is null while it is current."""

    id: int
    kind: str
    words: str
    told_at: Instant
    told_to: int
    told_by: int | None
    journey: str | None
    ended_at: Instant | None
    ended_why: str
    superseded_by: int | None


class AnswerOut(Schema):
    """The latest answer to one of the seven questions."""

    question: str
    answer: str
    words: str
    told_by: int | None
    told_at: Instant


class ToldOut(Schema):
    """Current and ended statements, and the seven answers. `hidden` counts those on journeys that you may not
    read."""

    statements: list[StatementOut]
    past: list[StatementOut]
    hidden: int
    seven: list[AnswerOut]


class NewStatement(Said):
    kind: Kind
    words: Words
    told_by: Key | None = None
    told_to: Key | None = None
    told_at: Moment | None = None
    journey: Key | None = None
    replaces: Key | None = None

    @property
    def source(self) -> Source:
        """The contact who told us, our colleague, and the time."""
        return Source(contact=self.told_by, colleague=self.told_to, at=self.told_at)


class Ended(Said):
    why: Line


class NewAnswer(Said):
    answer: Literal["yes", "no", "unknown"]
    words: Words = ""
    told_by: Key | None = None
    told_at: Moment | None = None

    @property
    def source(self) -> Source:
        """The contact who told us, and the time."""
        return Source(contact=self.told_by, at=self.told_at)


@router.get("/{id}/told", response=ToldOut, auth=READ, summary="What they told us")
def everything(request: HttpRequest, id: int) -> ToldOut:
    """List statements, current ones first."""
    by = actor(request)
    by.as_staff()
    results = told_by(customers.customer(id).pk, by=by)
    return ToldOut(
        statements=[statement(each) for each in results.statements],
        past=[statement(each) for each in results.past],
        hidden=results.hidden,
        seven=[answer(each) for each in results.seven.values() if each is not None],
    )


@write(router, "/{id}/statements", out=StatementOut, summary="Note what they told us")
def note(request: HttpRequest, id: int, body: NewStatement) -> Made:
    """Note a statement in the customer's words. It ends the one it replaces."""
    row = note_statement(
        customer=id,
        kind=body.kind,
        words=body.words,
        by=actor(request),
        source=body.source,
        journey=body.journey,
        replaces=body.replaces,
    )
    return Made(_statement(request, row.pk))


@write(router, "/{id}/statements/{statement}/ending", out=StatementOut, summary="It is no longer true")
def ending(request: HttpRequest, id: int, statement: int, body: Ended) -> Made:
    """End a statement, with the reason."""
    end_statement(statement=statement, by=actor(request), why=body.why)
    return Made(_statement(request, statement))


@write(router, "/{id}/seven/{question}", out=AnswerOut, summary="Answer one of the seven questions")
def seven(request: HttpRequest, id: int, question: Seven, body: NewAnswer) -> Made:
    """Answer one of the seven questions. Earlier answers stay."""
    knowing = answer_seven(
        customer=id,
        question=question,
        answer=body.answer,
        by=actor(request),
        words=body.words,
        source=body.source,
    )
    return Made(answer(knowing))


def statement(row: Statement) -> StatementOut:
    return StatementOut(
        id=row.pk,
        kind=row.kind,
        words=row.words,
        told_at=row.told_at,
        told_to=row.told_to_id,
        told_by=row.told_by_id,
        journey=row.journey.number if row.journey else None,
        ended_at=row.ended_at,
        ended_why=row.ended_why,
        superseded_by=row.superseded_by_id,
    )


def answer(row: Knowing) -> AnswerOut:
    return AnswerOut(
        question=row.question,
        answer=row.answer,
        words=row.words,
        told_by=row.told_by_id,
        told_at=row.told_at,
    )


def _statement(request: HttpRequest, id: int) -> StatementOut:
    return statement(told.statement(id, by=actor(request)))
