from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.events.facts import Fact, Personal, inserts, updates

# What they told us

SUBJECTS = ("customer",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class StatementNoted(Fact):
    type = "statement_noted"
    allows = (inserts("statement"), updates("statement", "ended_at", "ended_by_id", "superseded_by_id"))
    statement: int
    kind: str
    told_to: int
    words: Personal[str]
    contact: int | None = None
    journey: int | None = None
    interview: int | None = None
    replaces: int | None = None


@dataclass(frozen=True, kw_only=True)
class StatementEnded(Fact):
    type = "statement_ended"
    allows = (updates("statement", "ended_at", "ended_by_id", "ended_why"),)
    statement: int
    kind: str
    why: Personal[str]


# Interviews


@dataclass(frozen=True, kw_only=True)
class QuestionsLoaded(Fact):
    type = "questions_loaded"
    on = ("company",)
    allows = (inserts("question_set"),)
    key: str
    version: int
    title: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class InterviewPlanned(Fact):
    type = "interview_planned"
    allows = (inserts("interview"), updates("interview", "planned_for", "asks_id", "writes_id"))
    interview: int
    questions: str
    version: int
    due: datetime
    asks: int
    writes: int | None
    contact: int
    journey: int | None = None
    due_before: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class InterviewCalledOff(Fact):
    type = "interview_called_off"
    allows = (updates("interview", "called_off_at", "called_off_why"),)
    interview: int
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class InterviewAnswered(Fact):
    type = "interview_answered"
    allows = (inserts("interview_answer"), updates("interview_answer", "words", "noted_at", "noted_by_id"))
    interview: int
    question: str
    words: Personal[str]


@dataclass(frozen=True, kw_only=True)
class InterviewHeld(Fact):
    type = "interview_held"
    allows = (updates("interview", "held_at"),)
    interview: int
    answers: int


@dataclass(frozen=True, kw_only=True)
class InterviewReadBackPut(Fact):
    type = "interview_read_back_put"
    allows = (inserts("interview_read_back"), updates("interview_read_back", "state", "answered_at"))
    interview: int
    read_back: int
    digest: str
    text: Personal[str]


@dataclass(frozen=True, kw_only=True)
class InterviewConfirmed(Fact):
    """The customer confirmed exactly these words."""

    type = "interview_confirmed"
    allows = (updates("interview_read_back", "state", "answered_at", "answered_by_id"),)
    interview: int
    read_back: int
    digest: str
    text: Personal[str]


@dataclass(frozen=True, kw_only=True)
class InterviewCorrected(Fact):
    type = "interview_corrected"
    allows = (updates("interview_read_back", "state", "answered_at", "answered_by_id", "correction"),)
    interview: int
    read_back: int
    digest: str
    correction: Personal[str]


@dataclass(frozen=True, kw_only=True)
class AnswersTakenUp(Fact):
    type = "answers_taken_up"
    interview: int
    statements: int


# Do they know us?


@dataclass(frozen=True, kw_only=True)
class SevenAnswered(Fact):
    type = "seven_answered"
    allows = (inserts("knowing"),)
    question: str
    answer: str
    words: Personal[str]
    contact: int | None = None


# Meetings


@dataclass(frozen=True, kw_only=True)
class RhythmSet(Fact):
    type = "rhythm_set"
    allows = (
        inserts("rhythm"),
        updates("rhythm", "every_days", "next_at", "person_id", "contact_id", "about"),
    )
    every_days: int
    due: datetime
    person: int


@dataclass(frozen=True, kw_only=True)
class MeetingHeld(Fact):
    type = "meeting_held"
    allows = (inserts("meeting"), updates("rhythm", "next_at"))
    meeting: int
    said: Personal[str]
    due_before: datetime
    due: datetime


@dataclass(frozen=True, kw_only=True)
class MeetingMoved(Fact):
    type = "meeting_moved"
    allows = (updates("rhythm", "next_at"),)
    due_before: datetime
    due: datetime
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class RhythmEnded(Fact):
    type = "rhythm_ended"
    allows = (updates("rhythm", "ended_at", "ended_why", "one_with_id"),)
    why: str = ""
    one_with: int | None = None  # the customer whose meetings go on, after a merge


@dataclass(frozen=True, kw_only=True)
class KeyCustomerMarked(Fact):
    type = "key_customer_marked"
    allows = (inserts("key_customer"), updates("key_customer", "person_id", "why"))
    person: int
    why: str


@dataclass(frozen=True, kw_only=True)
class KeyCustomerUnmarked(Fact):
    type = "key_customer_unmarked"
    allows = (updates("key_customer", "ended_at", "ended_why", "one_with_id"),)
    why: str = ""
    one_with: int | None = None  # the customer whose mark stays, after a merge


# Fit


@dataclass(frozen=True, kw_only=True)
class StrengthNoted(Fact):
    type = "strength_noted"
    on = ("company",)
    allows = (inserts("strength"),)
    strength: int
    words: str


@dataclass(frozen=True, kw_only=True)
class StrengthEnded(Fact):
    type = "strength_ended"
    on = ("company",)
    allows = (updates("strength", "ended_at", "ended_why"),)
    strength: int
    words: str
    why: str


@dataclass(frozen=True, kw_only=True)
class FitJudged(Fact):
    type = "fit_judged"
    on = ("journey",)
    allows = (inserts("fit"),)
    fit: int
    verdict: str
    strengths: list[int]
    asks: Personal[str]
    why: Personal[str]
    helper: Personal[str | None] = None
