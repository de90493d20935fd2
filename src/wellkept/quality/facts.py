"""Events of a nonconformity, each on its own subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("nonconformity",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class NonconformityRaised(Fact):
    """A requirement was not met. `about` is the subject concerned, where there is one."""

    type = "nonconformity_raised"
    allows = (inserts("nonconformity"),)
    what: Personal[str]
    handler: int
    next_step: Personal[str]
    due: datetime
    about: int | None = None


@dataclass(frozen=True, kw_only=True)
class NonconformityPlanned(Fact):
    """The next step and its date were set."""

    type = "nonconformity_planned"
    allows = (updates("nonconformity", "next_step", "due_at", "warned_at"),)
    next_step: Personal[str]
    due: datetime


@dataclass(frozen=True, kw_only=True)
class NonconformityHanded(Fact):
    type = "nonconformity_handed"
    allows = (updates("nonconformity", "handler_id"),)
    handler_before: int
    handler: int


@dataclass(frozen=True, kw_only=True)
class NonconformityOverdue(Fact):
    """Its next step is overdue; names the person who is told now."""

    type = "nonconformity_overdue"
    allows = (updates("nonconformity", "warned_at"),)
    warned: int


@dataclass(frozen=True, kw_only=True)
class NonconformityClosed(Fact):
    type = "nonconformity_closed"
    allows = (updates("nonconformity", "correction", "cause", "closed_at", "closed_by_id"),)
    correction: Personal[str]
    cause: Personal[str]
