from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, Personal


@dataclass(frozen=True, kw_only=True)
class LookUpFailed(Fact):
    """On the company: somebody asked, and nothing was found."""

    type = "look_up_failed"
    miss: int
    asked: Personal[str]


@dataclass(frozen=True, kw_only=True)
class LookUpExplained(Fact):
    """On the company: what the customer said when nothing was found."""

    type = "look_up_explained"
    miss: int
    said: Personal[str]
