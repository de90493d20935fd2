"""What can happen to a look-up that found nothing. All of it is on the company."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.events.facts import Fact, Personal


@dataclass(frozen=True, kw_only=True)
class LookUpFailed(Fact):
    """On the company: somebody asked, and nothing was found. In whose hands it is, and until when."""

    type = "look_up_failed"
    miss: int
    asked: Personal[str]
    handler: int | None = None
    due: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class LookUpExplained(Fact):
    """On the company: what the customer said when nothing was found."""

    type = "look_up_explained"
    miss: int
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class LookUpsPaired(Fact):
    """Another search found what this one may have meant: with the `same` words, or minutes later with `other` ones."""

    type = "look_ups_paired"
    miss: int
    pair: int
    words: str
    to: int
    asked: Personal[str]


@dataclass(frozen=True, kw_only=True)
class PairSetRight(Fact):
    """A person says that the two searches did not mean the same."""

    type = "pair_set_right"
    miss: int
    pair: int
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class LookUpHanded(Fact):
    type = "look_up_handed"
    misses: list[int]
    handler_before: int
    handler: int


@dataclass(frozen=True, kw_only=True)
class LookUpsOverdue(Fact):
    """Nobody has looked at them in time; who is told now."""

    type = "look_ups_overdue"
    misses: list[int]
    warned: int


@dataclass(frozen=True, kw_only=True)
class LookUpEnded(Fact):
    """How it ended: `reference` of a journey or customer, `nonconformity`, or `not_ours`. All that asked the same."""

    type = "look_up_ended"
    misses: list[int]
    how: str
    asked: Personal[str]
    why: Personal[str] = ""
    kind: str = ""
    of: int | None = None
    nonconformity: int | None = None
