"""Events that correct a touch which a program reported. Their names stay in the log for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.events.facts import Fact, Personal, updates
from wellkept.journeys.facts import COURT, DONE, HEARD

SUBJECTS = ("journey",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class TouchTold(Fact):
    """Somebody wrote down the content of a touch that a program reported."""

    type = "touch_told"
    allows = (updates("touch", "chase", "explained_again"),)
    touch: int
    chase: bool
    explained_again: bool
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class TouchPutElsewhere(Fact):
    """A touch was moved away: it counts on journey `to_number` now, and no longer here."""

    type = "touch_put_elsewhere"
    allows = (updates("touch", "journey_id", "contact_id"), HEARD)
    touch: int
    to_number: str


@dataclass(frozen=True, kw_only=True)
class TouchTakenOver(Fact):
    """A touch was moved here from journey `from_number`."""

    type = "touch_taken_over"
    allows = (updates("touch", "journey_id", "contact_id"), HEARD)
    touch: int
    from_number: str
    incoming: bool
    channel: str
    contact: int | None
    person: int | None
    chase: bool = False
    explained_again: bool = False
    unanswered: bool = False
    seconds_waited: int | None = None
    said: Personal[str]
    spoke: bool | None = None
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class RestedAgain(Fact):
    """The journey rests again: the touch that woke it belongs elsewhere, and nothing else happened."""

    type = "rested_again"
    allows = (updates("journey", "state", "holder_id", "silent_at"), DONE, COURT)
    check_in: datetime
    to_number: str


@dataclass(frozen=True, kw_only=True)
class FirstWordMoved(Fact):
    """An older touch was written down: the journey begins with it, and no longer with `before`."""

    type = "first_word_moved"
    allows = (updates("journey", "opened_at"),)
    touch: int
    before: datetime
    opened: datetime
