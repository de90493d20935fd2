from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, Personal

SUBJECTS = ("journey",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class ReadBackPut(Fact):
    type = "read_back_put"
    read_back: int
    text: Personal[str]


@dataclass(frozen=True, kw_only=True)
class NeedConfirmed(Fact):
    type = "need_confirmed"
    read_back: int


@dataclass(frozen=True, kw_only=True)
class ReadBackCorrected(Fact):
    type = "read_back_corrected"
    read_back: int
    correction: Personal[str]
