"""Events of visits, on their journey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("journey",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class VisitOffered(Fact):
    """A visit was planned. Its windows are offered to the customer, each as `start/end`."""

    type = "visit_offered"
    allows = (inserts("visit"),)
    visit: int
    person: int
    windows: list[str]
    sequence: int = 0
    place: Personal[str]
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class WindowsOffered(Fact):
    """Other windows were offered instead."""

    type = "visit_windows_offered"
    visit: int
    windows: list[str]


_FIXED = ("state", "starts_at", "ends_at", "promise_id", "fixed_at")
_MOVED = ("starts_at", "ends_at", "promise_id", "sequence", "late_told_at", "late_minutes")


@dataclass(frozen=True, kw_only=True)
class VisitFixed(Fact):
    """The customer picked a window, or staff fixed one. From now on it is promised."""

    type = "visit_fixed"
    allows = (updates("visit", *_FIXED),)
    visit: int
    promise: int
    starts: datetime
    ends: datetime
    said: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class VisitMoved(Fact):
    """Another time for a visit: `asked` by the customer, or because we have to."""

    type = "visit_moved"
    allows = (updates("visit", *_MOVED),)
    visit: int
    promise: int
    starts_before: datetime
    starts: datetime
    ends: datetime
    sequence: int
    asked: bool
    said: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class VisitHanded(Fact):
    """A colleague goes instead."""

    type = "visit_handed"
    allows = (updates("visit", "person_id", "sequence"),)
    visit: int
    person_before: int
    person: int
    sequence: int


@dataclass(frozen=True, kw_only=True)
class VisitLate(Fact):
    """The person comes later than agreed, by so many minutes if they said so. The customer is told."""

    type = "visit_late"
    allows = (updates("visit", "late_told_at", "late_minutes"),)
    visit: int
    minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class VisitBegun(Fact):
    """The person is there."""

    type = "visit_begun"
    allows = (updates("visit", "begun_at"),)
    visit: int


_END = ("state", "ended_at", "sequence")


@dataclass(frozen=True, kw_only=True)
class VisitDone(Fact):
    type = "visit_done"
    allows = (updates("visit", *_END),)
    visit: int


@dataclass(frozen=True, kw_only=True)
class VisitMissed(Fact):
    """A visit did not take place: nobody of ours came, or the customer was not there (`by_them`)."""

    type = "visit_missed"
    allows = (updates("visit", *_END),)
    visit: int
    by_them: bool
    said: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class VisitCancelled(Fact):
    """A visit was cancelled: by the customer, who want it no longer (`by_them`), or because we cannot come."""

    type = "visit_cancelled"
    allows = (updates("visit", *_END),)
    visit: int
    by_them: bool
    said: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class VisitRecorded(Fact):
    """One thing was recorded at a visit. `conflict` says how the visit had changed when it came."""

    type = "visit_recorded"
    allows = (inserts("visit_record"),)
    visit: int
    record: int
    kind: str
    conflict: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    checked: str = ""
    file: int | None = None
    item: int | None = None
    serial: Personal[str] = ""
    said: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class RecordJudged(Fact):
    """Somebody said of a record whether it counts."""

    type = "record_judged"
    allows = (updates("visit_record", "state", "judged_at", "judged_by_id", "judged_words", "item_id"),)
    visit: int
    record: int
    counts: bool
    item: int | None = None
    said: Personal[str] = ""
