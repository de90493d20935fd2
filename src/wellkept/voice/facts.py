from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.events.facts import Fact, Personal

# What they told us

SUBJECTS = ("customer",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class StatementNoted(Fact):
    type = "statement_noted"
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
    statement: int
    kind: str
    why: Personal[str]


# Interviews


@dataclass(frozen=True, kw_only=True)
class QuestionsLoaded(Fact):
    type = "questions_loaded"
    on = ("company",)
    key: str
    version: int
    title: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class InterviewPlanned(Fact):
    type = "interview_planned"
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
    interview: int
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class InterviewAnswered(Fact):
    type = "interview_answered"
    interview: int
    question: str
    words: Personal[str]


@dataclass(frozen=True, kw_only=True)
class InterviewHeld(Fact):
    type = "interview_held"
    interview: int
    answers: int


@dataclass(frozen=True, kw_only=True)
class InterviewReadBackPut(Fact):
    type = "interview_read_back_put"
    interview: int
    read_back: int
    digest: str
    text: Personal[str]


@dataclass(frozen=True, kw_only=True)
class InterviewConfirmed(Fact):
    """The customer confirmed exactly these words."""

    type = "interview_confirmed"
    interview: int
    read_back: int
    digest: str
    text: Personal[str]


@dataclass(frozen=True, kw_only=True)
class InterviewCorrected(Fact):
    type = "interview_corrected"
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
    question: str
    answer: str
    words: Personal[str]
    contact: int | None = None


# Meetings


@dataclass(frozen=True, kw_only=True)
class RhythmSet(Fact):
    type = "rhythm_set"
    every_days: int
    due: datetime
    person: int


@dataclass(frozen=True, kw_only=True)
class MeetingHeld(Fact):
    type = "meeting_held"
    meeting: int
    said: Personal[str]
    due_before: datetime
    due: datetime


@dataclass(frozen=True, kw_only=True)
class MeetingMoved(Fact):
    type = "meeting_moved"
    due_before: datetime
    due: datetime
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class RhythmEnded(Fact):
    type = "rhythm_ended"
    why: str


@dataclass(frozen=True, kw_only=True)
class KeyCustomerMarked(Fact):
    type = "key_customer_marked"
    person: int
    why: str


@dataclass(frozen=True, kw_only=True)
class KeyCustomerUnmarked(Fact):
    type = "key_customer_unmarked"
    why: str


# Fit


@dataclass(frozen=True, kw_only=True)
class StrengthNoted(Fact):
    type = "strength_noted"
    on = ("company",)
    strength: int
    words: str


@dataclass(frozen=True, kw_only=True)
class StrengthEnded(Fact):
    type = "strength_ended"
    on = ("company",)
    strength: int
    words: str
    why: str


@dataclass(frozen=True, kw_only=True)
class FitJudged(Fact):
    type = "fit_judged"
    on = ("journey",)
    fit: int
    verdict: str
    strengths: list[int]
    asks: Personal[str]
    why: Personal[str]
    helper: Personal[str | None] = None
