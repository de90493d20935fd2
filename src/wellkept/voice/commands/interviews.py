"""Interviews: planned for two of us, held, written down in the customer's words, taken up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Audience, Entry, record
from wellkept.kernel import clock
from wellkept.kernel.instants import must_be_ahead
from wellkept.kernel.refusal import Refusal, forbidden, invalid, missing
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.queries import is_alone, stand_in
from wellkept.voice import facts
from wellkept.voice.commands.checks import (
    colleague,
    happened_at,
    locked_customer,
    required_words,
    staff,
    their_contact,
    their_journey,
)
from wellkept.voice.commands.questions import shelf
from wellkept.voice.models import KINDS, Answer, Interview, Question, Statement
from wellkept.voice.queries.interviews import questions_for
from wellkept.voice.queries.rights import keeps_the_process


@dataclass(frozen=True, kw_only=True, slots=True)
class Interviewers:
    """Our two people at an interview: one asks, another writes. Without them the person who plans it asks."""

    asks: int | None = None
    writes: int | None = None


ALONE = Interviewers()


@transaction.atomic
def plan_interview(
    *,
    customer: int,
    contact: int,
    planned_for: datetime,
    by: Actor,
    interviewers: Interviewers = ALONE,
    questions: str = "any",
    about: str = "",
    journey: int | None = None,
) -> Interview:
    """Plan an interview with a contact: who asks, who writes, when, and with which questions.

    A company of one asks and writes alone. The interview keeps the questions that are in force now.
    """
    me = staff(by=by)
    must_be_ahead("planned_for", planned_for, now=clock.now())
    asker, writer = _two_of_us(interviewers, asks=me)
    row = locked_customer(customer)
    interviewee = their_contact(contact, row)
    assert interviewee is not None
    if not interviewee.active:
        raise invalid(
            "contact",
            fill(_("%(name)s no longer speaks for %(customer)s."), name=interviewee.name, customer=row.name),
        )
    on = their_journey(journey=journey, customer=row, by=by)
    shelf(by=by)
    chosen = questions_for(questions)
    interview = Interview.objects.create(
        customer=row,
        journey=on,
        contact=interviewee,
        question_set=chosen,
        about=about.strip(),
        planned_for=planned_for,
        planned_at=clock.now(),
        planned_by_id=me,
        asks_id=asker,
        writes_id=writer,
    )
    record(Entry(row.pk, _planned(interview)), by=by.by, audience=Audience([asker, writer]))
    return interview


@transaction.atomic
def move_interview(
    *,
    interview: int,
    planned_for: datetime,
    by: Actor,
    interviewers: Interviewers = ALONE,
) -> None:
    """Move an interview to another day, or to other colleagues. The earlier plan stays in the record."""
    staff(by=by)
    row = under_way(interview=interview, by=by)
    if planned_for != row.planned_for:  # other colleagues alone may be named after its time
        must_be_ahead("planned_for", planned_for, now=clock.now())
    before, people = row.planned_for, {row.asks_id, row.writes_id}
    row.planned_for = planned_for
    if interviewers != ALONE:
        row.asks_id, row.writes_id = _two_of_us(interviewers, asks=row.asks_id, writes=row.writes_id)
    row.save(update_fields=["planned_for", "asks", "writes"])
    record(
        Entry(row.customer_id, _planned(row, before=before)),
        by=by.by,
        audience=Audience(people | {row.asks_id, row.writes_id}),
    )


@transaction.atomic
def call_off_interview(*, interview: int, why: str, by: Actor) -> None:
    """Call an interview off, with the reason."""
    staff(by=by)
    reason = required_words(why, "why", _("Why is it called off?"))
    row = under_way(interview=interview, by=by)
    row.called_off_at, row.called_off_why = clock.now(), reason
    row.save(update_fields=["called_off_at", "called_off_why"])
    record(
        Entry(row.customer_id, facts.InterviewCalledOff(interview=row.pk, why=reason)),
        by=by.by,
        audience=Audience([row.asks_id, row.writes_id]),
    )


@transaction.atomic
def hold_interview(
    *, interview: int, answers: Mapping[str, str], by: Actor, held_at: datetime | None = None
) -> None:
    """Record that the interview was held, with the answers by the questions' keys.

    More answers can be added until it is read back.
    """
    row = under_way(interview=interview, by=by)
    _attends(row, by)
    at = happened_at(held_at, "held_at")
    entries = _write(row, answers, by)
    if not entries:
        raise invalid("answers", _("What did they say? Write down at least one answer."))
    row.held_at = at
    row.save(update_fields=["held_at"])
    record(
        Entry(
            row.customer_id,
            facts.InterviewHeld(interview=row.pk, answers=row.answers.count()),
            happened=at,
        ),
        *entries,
        by=by.by,
        audience=Audience([row.asks_id, row.writes_id]),
    )


@transaction.atomic
def write_answers(*, interview: int, answers: Mapping[str, str], by: Actor) -> None:
    """Add or correct answers. Answers that were read back stay until the customer corrects them."""
    row = held(interview=interview, by=by)
    _attends(row, by)
    if row.called_off_at is not None:
        raise Refusal("called_off", _("This interview was called off."))
    if row.read_backs.filter(state__in=("put", "confirmed")).exists():
        raise Refusal(
            "what_was_read_back_stays",
            _("A read-back stays as the customer read it."),
            law=11,
            instead=_("Note what they say now as a statement of its own."),
        )
    entries = _write(row, answers, by)
    if entries:
        record(*entries, by=by.by, audience=Audience([row.asks_id, row.writes_id]))


@transaction.atomic
def take_up_answers(*, interview: int, kinds: Mapping[int, str], by: Actor) -> list[Statement]:
    """Turn answers into statements, each of its kind, in one act.

    `kinds` maps keys of answers to kinds. The interview says who told it, to whom and when.
    """
    row = held(interview=interview, by=by)
    _attends(row, by)
    if row.held_at is None:
        raise Refusal("not_held", _("This interview was not held yet."))
    chosen = {
        answer.pk: answer for answer in row.answers.select_related("question").filter(pk__in=list(kinds))
    }
    if not kinds or set(kinds) != set(chosen) or any(kind not in KINDS for kind in kinds.values()):
        raise invalid(
            "kinds", _("Which of their answers is an expectation, a goal, a pressure or an obstacle?")
        )
    if Statement.objects.filter(answer__in=list(chosen)).exists():
        raise Refusal("an_answer_is_taken_up_once", _("This answer is taken up already."))
    now = clock.now()
    statements = [
        Statement.objects.create(
            customer_id=row.customer_id,
            kind=kinds[key],
            words=answer.words,
            told_at=row.held_at,
            told_to_id=row.asks_id,
            told_by_id=row.contact_id,
            journey_id=row.journey_id,
            answer=answer,
            noted_at=now,
        )
        for key, answer in sorted(chosen.items())
    ]
    noted = [
        Entry(
            row.customer_id,
            facts.StatementNoted(
                statement=statement.pk,
                kind=statement.kind,
                told_to=row.asks_id,
                words=statement.words,
                contact=row.contact_id,
                journey=row.journey_id,
                interview=row.pk,
            ),
            happened=row.held_at,
        )
        for statement in statements
    ]
    act = facts.AnswersTakenUp(interview=row.pk, statements=len(statements))
    record(Entry(row.customer_id, act), *noted, by=by.by)
    return statements


@transaction.atomic
def hand_over_interviews(*, person: int, to: int, by: Actor) -> None:
    """Give the coming interviews of a person who leaves to their successor. Part of `leaving.leave`."""
    theirs = Interview.objects.filter(held_at__isnull=True, called_off_at__isnull=True)
    for row in (theirs.filter(asks_id=person) | theirs.filter(writes_id=person)).order_by("customer_id"):
        locked_customer(row.customer_id)
        if row.asks_id == person:
            row.asks_id = to
        if row.writes_id == person or row.writes_id == row.asks_id:
            row.writes_id = to if row.asks_id != to else None
        row.save(update_fields=["asks", "writes"])
        record(Entry(row.customer_id, _planned(row, before=row.planned_for)), by=by.by)


def held(*, interview: int, by: Actor) -> Interview:
    """Return an interview that was held and lock its customer. Refuse a reader without the right to its
    journey."""
    by.as_writer()
    customer = Interview.objects.filter(pk=interview).values_list("customer_id", flat=True).first()
    if customer is None:
        raise missing("interview", _("There is no such interview."))
    theirs = locked_customer(customer)
    row = Interview.objects.select_related("contact", "customer", "asks", "question_set").get(pk=interview)
    if row.customer_id != theirs.pk:  # they went along with another meanwhile
        locked_customer(row.customer_id)
    if row.journey_id is not None:
        their_journey(journey=row.journey_id, customer=row.customer, by=by)
    return row


def under_way(*, interview: int, by: Actor) -> Interview:
    """Return an interview that is still to come, locked and checked like `held`."""
    row = held(interview=interview, by=by)
    if row.held_at is not None or row.called_off_at is not None:
        raise Refusal("over_already", _("This interview was held or called off already."))
    return row


def _attends(row: Interview, by: Actor) -> None:
    """Allow the colleague who asks, who writes, their stand-ins, and the process owner."""
    me = staff(by=by)
    if me in (row.asks_id, row.writes_id) or by.admin or keeps_the_process(me):
        return
    if me in {stand_in(key) for key in (row.asks_id, row.writes_id) if key is not None}:
        return
    raise forbidden(
        _("Only people who attend an interview write down what was said in it."),
        instead=fill(
            _("Ask %(asks)s, or note what they told you as a statement of its own."), asks=row.asks.name
        ),
    )


def _two_of_us(interviewers: Interviewers, *, asks: int, writes: int | None = None) -> tuple[int, int | None]:
    """Check the two who attend; who is not named is as given."""
    asks = interviewers.asks if interviewers.asks is not None else asks
    writes = interviewers.writes if interviewers.writes is not None else writes
    asker = colleague(asks, "asks").pk
    if writes is None:
        if not is_alone():
            raise invalid("writes", _("Two of us attend: who writes?"))
        return asker, None
    if writes == asks:
        raise invalid("writes", _("Two of us attend: one asks, another writes."))
    return asker, colleague(writes, "writes").pk


def _write(row: Interview, answers: Mapping[str, str], by: Actor) -> list[Entry]:
    """Store the answers that are new or different."""
    me = staff(by=by)
    questions = {question.key: question for question in Question.objects.filter(set_id=row.question_set_id)}
    if unknown := sorted(set(answers) - set(questions)):
        raise invalid(
            "answers", fill(_("There is no question “%(question)s” in this interview."), question=unknown[0])
        )
    now = clock.now()
    known = {answer.question_id: answer for answer in row.answers.all()}
    entries = []
    for key, text in answers.items():
        words, question = text.strip(), questions[key]
        before = known.get(question.pk)
        if not words or (before is not None and before.words == words):
            continue
        if before is None:
            Answer.objects.create(
                customer_id=row.customer_id,
                interview=row,
                question=question,
                words=words,
                noted_at=now,
                noted_by_id=me,
            )
        else:
            before.words, before.noted_at, before.noted_by_id = words, now, me
            before.save(update_fields=["words", "noted_at", "noted_by"])
        fact = facts.InterviewAnswered(interview=row.pk, question=question.ask, words=words)
        entries.append(Entry(row.customer_id, fact))
    return entries


def _planned(row: Interview, *, before: datetime | None = None) -> facts.InterviewPlanned:
    return facts.InterviewPlanned(
        interview=row.pk,
        questions=row.question_set.title,
        version=row.question_set.version,
        due=row.planned_for,
        asks=row.asks_id,
        writes=row.writes_id,
        contact=row.contact_id,
        journey=row.journey_id,
        due_before=before,
    )
