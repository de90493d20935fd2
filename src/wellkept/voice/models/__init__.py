"""Rows: statements, interviews, the seven questions, meetings, fit."""

from wellkept.voice.models.fit import Fit, FitStrength, Strength
from wellkept.voice.models.interviews import (
    KINDS,
    Answer,
    Interview,
    InterviewReadBack,
    Question,
    QuestionSet,
)
from wellkept.voice.models.meetings import KeyCustomer, Meeting, Rhythm
from wellkept.voice.models.seven import SEVEN, Knowing
from wellkept.voice.models.statements import Statement

__all__ = [
    "KINDS",
    "SEVEN",
    "Answer",
    "Fit",
    "FitStrength",
    "Interview",
    "InterviewReadBack",
    "KeyCustomer",
    "Knowing",
    "Meeting",
    "Question",
    "QuestionSet",
    "Rhythm",
    "Statement",
    "Strength",
]
