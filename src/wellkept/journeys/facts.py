"""Events of a journey on the spine. Their names stay in the log for ever.

Those of handoffs and of corrected touches have files of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("journey",)  # kinds of subject on which these events stand

# Changes that several acts bring with them: a step that is done, the court and next step that follow from the open
# steps when a turn ends, when the customer last heard from us, and the limit of silence that follows from it.
DONE = updates("next_step", "done_at", "done_how", "done_note")
COURT = updates("journey", "next_step_id", "court", "court_since", "waits_for")
HEARD = updates("journey", "heard_at", "silent_at", "silence_warnings")
ANSWERED = updates("handoff", "state", "answered_at", "answered_by_id", "answer")
# A notice that was told or came back ends a silence and what waited for it, in the transaction that says so.
ALSO_ALLOWED = {"notice_told": (HEARD, DONE, COURT), "notice_returned": (HEARD, DONE, COURT)}


@dataclass(frozen=True, kw_only=True)
class JourneyOpened(Fact):
    type = "journey_opened"
    allows = (inserts("journey"), inserts("move"))
    number: str
    customer: int
    contact: int | None
    blueprint: int
    version: int
    entity: int
    stage: str
    team: int
    owner: int
    holder: int
    channel: str
    came_from: int | None = None
    came_by: str = ""
    budget: Decimal | None = None
    requested_for: datetime | None = None
    source: str | None = None
    need: Personal[str]


@dataclass(frozen=True, kw_only=True)
class NeedCorrected(Fact):
    type = "need_corrected"
    allows = (updates("journey", "need", "budget", "requested_for", "contact_id", "site_id"),)
    need: Personal[str]
    budget: Decimal | None = None
    requested_for: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SpeakerChanged(Fact):
    """The contact of this journey changed, or there is none for now."""

    type = "speaker_changed"
    allows = (updates("journey", "contact_id"),)
    contact: int | None
    contact_before: int


@dataclass(frozen=True, kw_only=True)
class TouchLogged(Fact):
    type = "touch_logged"
    allows = (inserts("touch"), HEARD)
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
    allows = (inserts("touch"), HEARD)
    touch: int
    notice: str
    contact: int
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class NoAnswerNeeded(Fact):
    type = "no_answer_needed"
    allows = (DONE, COURT)
    step: int


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Fact):
    type = "note_written"
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class StepPlanned(Fact):
    type = "step_planned"
    allows = (inserts("next_step"), COURT)
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
    allows = (updates("next_step", "due_at"), COURT)
    step: int
    due_before: datetime
    due: datetime
    reason: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class StepHanded(Fact):
    """A step went to another handler, because the former one has left."""

    type = "step_handed"
    allows = (updates("next_step", "handler_id"),)
    step: int
    handler_before: int
    handler: int


@dataclass(frozen=True, kw_only=True)
class StepDone(Fact):
    type = "step_done"
    allows = (DONE, COURT)
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
    allows = (inserts("stage_trigger"),)
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
    allows = (updates("stage_trigger", "objected_at"),)
    trigger: int
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class GoalsRecorded(Fact):
    type = "goals_recorded"
    allows = (inserts("stage_goal"),)
    stage: str
    customer_met: bool
    business_met: bool
    note: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class OwnerChanged(Fact):
    type = "owner_changed"
    allows = (updates("journey", "owner_id"),)
    owner_before: int
    owner: int
    reason: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class HolderChanged(Fact):
    type = "holder_changed"
    allows = (updates("journey", "holder_id"),)
    holder_before: int
    holder: int
    reason: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class BlueprintStepDone(Fact):
    type = "blueprint_step_done"
    allows = (inserts("step_record"),)
    step: str
    title: str
    evidence: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class Deviated(Fact):
    type = "deviated"
    allows = (inserts("step_record"),)
    step: str
    title: str
    reason: Personal[str]


@dataclass(frozen=True, kw_only=True)
class HoldPlaced(Fact):
    type = "hold_placed"
    allows = (inserts("hold"),)
    hold: int
    stops: str
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class HoldLifted(Fact):
    type = "hold_lifted"
    allows = (updates("hold", "lifted_at", "lifted_by_id"),)
    hold: int
    stops: str


@dataclass(frozen=True, kw_only=True)
class WentToRest(Fact):
    type = "went_to_rest"
    allows = (updates("journey", "state", "rested_at", "holder_id", "silent_at"), DONE, COURT)
    check_in: datetime
    evidence: str
    said: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class Woke(Fact):
    type = "woke"
    allows = (
        inserts("move"),
        updates("journey", "state", "move", "version_id", "team_id", "holder_id", "silent_at"),
        DONE,
        COURT,
    )
    version: int
    holder: int
    why: str
    channel: str = ""
    said: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class JourneyEnded(Fact):
    type = "journey_ended"
    allows = (
        inserts("ending"),
        updates("ending", "how", "why", "taken_back_with"),
        ANSWERED,
        updates("journey", "state", "ended_at", "holder_id", "silent_at"),
        DONE,
        COURT,
    )
    how: str
    why: Personal[str] = ""
    notice: str | None = None
    next_journey: int | None = None
    into: int | None = None
    taken_back_with: int | None = None  # the import that brought it
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
class SellerChanged(Fact):
    """Another entity stands on the papers of this journey."""

    type = "seller_changed"
    allows = (updates("journey", "entity_id"),)
    entity: int
    entity_before: int
    name: str


@dataclass(frozen=True, kw_only=True)
class MadeConfidential(Fact):
    type = "made_confidential"
    allows = (updates("journey", "confidential"),)
    confidential: bool


@dataclass(frozen=True, kw_only=True)
class ReaderNamed(Fact):
    type = "reader_named"
    allows = (inserts("reader"),)
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
    allows = (updates("journey", "silence_warnings"),)
    warned: int
    since: datetime
    rung: int


@dataclass(frozen=True, kw_only=True)
class CouldNotBeTold(Fact):
    type = "could_not_be_told"
    notice: str
    tries: Personal[str]
