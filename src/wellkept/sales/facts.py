from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("journey",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class ReadBackPut(Fact):
    type = "read_back_put"
    allows = (inserts("read_back"), updates("read_back", "state", "answered_at"))
    read_back: int
    text: Personal[str]


@dataclass(frozen=True, kw_only=True)
class NeedConfirmed(Fact):
    type = "need_confirmed"
    allows = (updates("read_back", "state", "answered_at", "answered_by_id"),)
    read_back: int


@dataclass(frozen=True, kw_only=True)
class ReadBackCorrected(Fact):
    type = "read_back_corrected"
    allows = (updates("read_back", "state", "answered_at", "answered_by_id", "correction"),)
    read_back: int
    correction: Personal[str]
