"""Events of a search that found nothing. Their subject is the company."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("company",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class LookUpFailed(Fact):
    """A search found nothing: its words, the person who looks at it, and by when."""

    type = "look_up_failed"
    allows = (inserts("search_miss"),)
    miss: int
    asked: Personal[str]
    handler: int | None = None
    due: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class LookUpExplained(Fact):
    """Note of the customer's own explanation after a search found nothing."""

    type = "look_up_explained"
    allows = (updates("search_miss", "said", "said_at"),)
    miss: int
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class CounterpartNoted(Fact):
    """Another search found what a miss may have meant: with the `same` words, or minutes later with `other`
    words.
    """

    type = "counterpart_noted"
    allows = (inserts("search_counterpart"),)
    miss: int
    counterpart: int
    words: str
    to: int
    asked: Personal[str]


@dataclass(frozen=True, kw_only=True)
class CounterpartRejected(Fact):
    """A person decided that the two searches did not mean the same."""

    type = "counterpart_rejected"
    allows = (updates("search_counterpart", "how", "why", "settled_at", "settled_by_id"),)
    miss: int
    counterpart: int
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class LookUpHanded(Fact):
    """Misses passed from one handler to another."""

    type = "look_up_handed"
    allows = (updates("search_miss", "handler_id"),)
    misses: list[int]
    handler_before: int
    handler: int


@dataclass(frozen=True, kw_only=True)
class LookUpsOverdue(Fact):
    """Misses past their due time, and the person who was warned."""

    type = "look_ups_overdue"
    allows = (updates("search_miss", "warned_at"),)
    misses: list[int]
    warned: int


@dataclass(frozen=True, kw_only=True)
class LookUpEnded(Fact):
    """End of a miss and of all open misses for the same words.

    `how` is `reference` (of a journey or customer), `nonconformity`, or `not_ours`.
    """

    type = "look_up_ended"
    allows = (
        updates("search_miss", "how", "why", "kind", "of_id", "nonconformity_id", "ended_at", "ended_by_id"),
        updates("search_counterpart", "how", "why", "settled_at", "settled_by_id"),
    )
    misses: list[int]
    how: str
    asked: Personal[str]
    why: Personal[str] = ""
    kind: str = ""
    of: int | None = None
    nonconformity: int | None = None
