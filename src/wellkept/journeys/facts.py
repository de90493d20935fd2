"""Events of a journey on the spine. Their names stay in the log for ever."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from wellkept.events.facts import Fact, Personal

SUBJECTS = ("journey",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class JourneyOpened(Fact):
    type = "journey_opened"
    number: str
    customer: int
    contact: int | None
    blueprint: int
    version: int
    stage: str
    team: int
    owner: int
    holder: int
    channel: str
    came_from: int | None = None
    came_by: str = ""
    budget: Decimal | None = None
    requested_for: datetime | None = None
    need: Personal[str]


@dataclass(frozen=True, kw_only=True)
class NeedCorrected(Fact):
    type = "need_corrected"
    need: Personal[str]
    budget: Decimal | None = None
    requested_for: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SpeakerChanged(Fact):
    """The contact of this journey changed, or there is none for now."""

    type = "speaker_changed"
    contact: int | None
    contact_before: int


@dataclass(frozen=True, kw_only=True)
class TouchLogged(Fact):
    type = "touch_logged"
    touch: int
    incoming: bool
    channel: str
    contact: int | None
    person: int | None
    chase: bool = False
    explained_again: bool = False
    unanswered: bool = False
    seconds_waited: int | None = None
    needs_answer: bool = True
    said: Personal[str]
    title: Personal[str | None] = None
    stranger: Personal[str | None] = None
    spoke: bool | None = None  # where a program tells of it: whether somebody of ours spoke with them
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class WroteToCustomer(Fact):
    type = "wrote_to_customer"
    notice: str
    contact: int
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class NoAnswerNeeded(Fact):
    type = "no_answer_needed"
    step: int


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Fact):
    type = "note_written"
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class StepPlanned(Fact):
    type = "step_planned"
    step: int
    kind: str
    text: Personal[str] = ""
    parameters: Personal[dict[str, str]] = field(default_factory=dict)
    due: datetime
    awaits: str
    whom: str = ""
    handler: int | None = None


@dataclass(frozen=True, kw_only=True)
class StepMoved(Fact):
    type = "step_moved"
    step: int
    due_before: datetime
    due: datetime
    reason: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class StepHanded(Fact):
    """A step went to another handler, because the former one has left."""

    type = "step_handed"
    step: int
    handler_before: int
    handler: int


@dataclass(frozen=True, kw_only=True)
class StepDone(Fact):
    type = "step_done"
    step: int
    kind: str
    how: str = "done"
    note: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class CourtMarked(Fact):
    type = "court_marked"
    waits_for: str = ""


@dataclass(frozen=True, kw_only=True)
class Triggered(Fact):
    type = "triggered"
    trigger: int
    kind: str
    evidence: str
    contact: int | None
    written_by: int | None
    said: Personal[str]
    shown_digest: str | None = None
    address: Personal[str | None] = None

    @property
    def proof(self) -> str:
        return self.said


@dataclass(frozen=True, kw_only=True)
class TriggerObjected(Fact):
    type = "trigger_objected"
    trigger: int
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ItemTicked(Fact):
    type = "item_ticked"
    item: str
    note: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class ItemUnticked(Fact):
    type = "item_unticked"
    item: str


@dataclass(frozen=True, kw_only=True)
class HandoffCalled(Fact):
    type = "handoff_called"
    to_stage: str
    team: int


@dataclass(frozen=True, kw_only=True)
class HandoffOffered(Fact):
    type = "handoff_offered"
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
    handoff: int
    to_stage: str
    reason: Personal[str]


@dataclass(frozen=True, kw_only=True)
class HandoffWithdrawn(Fact):
    type = "handoff_withdrawn"
    handoff: int
    reason: Personal[str] = ""
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoffEscalated(Fact):
    type = "handoff_escalated"
    handoff: int
    receiver: int
    rung: int


@dataclass(frozen=True, kw_only=True)
class OfferHanded(Fact):
    """An offer went to another receiver, because the former one has left."""

    type = "offer_handed"
    handoff: int
    receiver_before: int
    receiver: int


@dataclass(frozen=True, kw_only=True)
class GoalsRecorded(Fact):
    type = "goals_recorded"
    stage: str
    customer_met: bool
    business_met: bool
    note: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class OwnerChanged(Fact):
    type = "owner_changed"
    owner_before: int
    owner: int
    reason: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class HolderChanged(Fact):
    type = "holder_changed"
    holder_before: int
    holder: int
    reason: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class BlueprintStepDone(Fact):
    type = "blueprint_step_done"
    step: str
    title: str
    evidence: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class Deviated(Fact):
    type = "deviated"
    step: str
    title: str
    reason: Personal[str]


@dataclass(frozen=True, kw_only=True)
class HoldPlaced(Fact):
    type = "hold_placed"
    hold: int
    stops: str
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class HoldLifted(Fact):
    type = "hold_lifted"
    hold: int
    stops: str


@dataclass(frozen=True, kw_only=True)
class WentToRest(Fact):
    type = "went_to_rest"
    check_in: datetime
    evidence: str
    said: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class Woke(Fact):
    type = "woke"
    version: int
    holder: int
    why: str
    channel: str = ""
    said: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class JourneyEnded(Fact):
    type = "journey_ended"
    how: str
    why: Personal[str] = ""
    notice: str | None = None
    next_journey: int | None = None
    into: int | None = None
    asks: int = 0


@dataclass(frozen=True, kw_only=True)
class JourneyJoined(Fact):
    type = "journey_joined"
    other: int
    number: str


@dataclass(frozen=True, kw_only=True)
class ProblemSplitOff(Fact):
    type = "problem_split_off"
    other: int
    number: str


@dataclass(frozen=True, kw_only=True)
class MadeConfidential(Fact):
    type = "made_confidential"
    confidential: bool


@dataclass(frozen=True, kw_only=True)
class ReaderNamed(Fact):
    type = "reader_named"
    person: int


@dataclass(frozen=True, kw_only=True)
class ConfidentialRead(Fact):
    type = "confidential_read"


@dataclass(frozen=True, kw_only=True)
class ReferenceNoted(Fact):
    type = "reference_noted"
    on = ("journey", "customer")
    kind: str
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class SilenceWarned(Fact):
    type = "silence_warned"
    warned: int
    since: datetime
    rung: int


@dataclass(frozen=True, kw_only=True)
class CouldNotBeTold(Fact):
    type = "could_not_be_told"
    notice: str
    tries: Personal[str]
