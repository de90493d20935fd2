"""Events of a handoff: its checklist, the offer, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.events.facts import Fact, Personal, deletes, inserts, updates
from wellkept.journeys.facts import ANSWERED, COURT, DONE

SUBJECTS = ("journey",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class ItemTicked(Fact):
    type = "item_ticked"
    allows = (inserts("handoff_check"),)
    item: str
    note: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class ItemUnticked(Fact):
    type = "item_unticked"
    allows = (deletes("handoff_check"),)
    item: str


@dataclass(frozen=True, kw_only=True)
class HandoffCalled(Fact):
    type = "handoff_called"
    to_stage: str
    team: int


@dataclass(frozen=True, kw_only=True)
class HandoffOffered(Fact):
    type = "handoff_offered"
    allows = (inserts("handoff"), DONE, COURT)
    handoff: int
    from_stage: str
    to_stage: str
    team: int
    giver: int
    receiver: int
    complete: bool
    missing: list[str]
    answer_by: datetime
    is_return: bool = False
    reason: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class HandoffAccepted(Fact):
    type = "handoff_accepted"
    allows = (
        updates("handoff", "state", "answered_at", "answered_by_id", "rating", "by_rule_id"),
        inserts("move"),
        updates("journey", "stage", "move", "version_id", "team_id", "holder_id", "silent_at"),
        DONE,
        COURT,
    )
    handoff: int
    from_stage: str
    to_stage: str
    team: int
    giver: int
    holder: int
    version: int
    rating: int | None = None
    open_points: int = 0
    by_rule: int | None = None
    to_oneself: bool = False


@dataclass(frozen=True, kw_only=True)
class HandoffDeclined(Fact):
    type = "handoff_declined"
    allows = (ANSWERED, DONE, COURT)
    handoff: int
    to_stage: str
    reason: Personal[str]


@dataclass(frozen=True, kw_only=True)
class HandoffWithdrawn(Fact):
    type = "handoff_withdrawn"
    allows = (ANSWERED, DONE, COURT)
    handoff: int
    reason: Personal[str] = ""
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoffEscalated(Fact):
    type = "handoff_escalated"
    allows = (
        updates("handoff", "receiver_id", "answer_by", "escalated_at", "escalations", "step_id"),
        DONE,
        COURT,
    )
    handoff: int
    receiver: int
    rung: int


@dataclass(frozen=True, kw_only=True)
class OfferHanded(Fact):
    """An offer went to another receiver, because the former one has left."""

    type = "offer_handed"
    allows = (updates("handoff", "receiver_id"),)
    handoff: int
    receiver_before: int
    receiver: int
