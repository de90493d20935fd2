from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("journey",)  # kinds of subject on which these events stand

# A moved date comes into force, or stops being so, when its notice was told or came back.
ALSO_ALLOWED = {
    "notice_told": (updates("promise_move", "told_at"), updates("promise", "due")),
    "notice_returned": (updates("promise_move", "told_at"), updates("promise", "due")),
}


@dataclass(frozen=True, kw_only=True)
class PromiseMade(Fact):
    type = "promise_made"
    allows = (inserts("promise"),)
    promise: int
    kind: str
    purpose: str = "custom"
    text: Personal[str] = ""
    due: datetime | None = None
    requested_for: datetime | None = None
    amount: Decimal | None = None
    currency: str = ""
    told: bool = True


@dataclass(frozen=True, kw_only=True)
class PromiseKept(Fact):
    type = "promise_kept"
    allows = (updates("promise", "kept_at"),)
    promise: int
    purpose: str = "custom"
    text: Personal[str] = ""
    on_time: bool  # against the first promise
    late_seconds: int = 0  # after the first promise
    late_seconds_as_moved: int = 0  # after the date then in force


@dataclass(frozen=True, kw_only=True)
class PromiseReopened(Fact):
    """The customer did not accept what was delivered: the promise is owed again, for the same date."""

    type = "promise_reopened"
    allows = (updates("promise", "kept_at"),)
    promise: int
    purpose: str = "custom"
    text: Personal[str] = ""
    due: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseMoveAsked(Fact):
    """We said that we will be late. The move counts once the notice is told."""

    type = "promise_move_asked"
    allows = (inserts("promise_move"),)
    promise: int
    move: int
    purpose: str = "custom"
    text: Personal[str] = ""
    due_before: datetime
    due: datetime
    reason: Personal[str]
    notice: str
    needs_yes: bool


@dataclass(frozen=True, kw_only=True)
class PromiseMoved(Fact):
    """The new date is in force: told before the due time and not refused, or accepted."""

    type = "promise_moved"
    allows = (updates("promise", "due"),)
    promise: int
    move: int
    due_before: datetime
    due: datetime


@dataclass(frozen=True, kw_only=True)
class NewDateAnswered(Fact):
    type = "new_date_answered"
    allows = (updates("promise_move", "answer", "answered_at", "answered_by_id"), updates("promise", "due"))
    promise: int
    move: int
    answer: str
    said: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class PromiseReleased(Fact):
    type = "promise_released"
    allows = (updates("promise", "released_at", "released_because", "released_why", "replaced_by_id"),)
    promise: int
    purpose: str = "custom"
    text: Personal[str] = ""
    because: str = "said"
    number: str | None = None  # of the journey on which it goes on
    said: Personal[str] = ""
    replaced_by: int | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseStruck(Fact):
    type = "promise_struck"
    allows = (updates("promise", "struck_at", "struck_why"),)
    promise: int
    reason: Personal[str]


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(Fact):
    """Recorded by the sweep; the clock had marked it already."""

    type = "promise_broken"
    allows = (updates("promise", "broken_noted"),)
    promise: int
    due: datetime
    purpose: str = "custom"
    text: Personal[str] = ""
