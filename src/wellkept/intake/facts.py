"""Events of incoming mail, intake items, rules and forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("intake",)  # kinds of subject on which these events stand
HANDLED = updates(
    "message_in", "handled_at", "outcome", "subject_id"
)  # beside an event that names the message
MOVED = updates("message_in", "outcome", "subject_id")
JUDGED = updates("sampled_item", "right", "said_at")

ALSO_ALLOWED = {
    "journey_opened": (HANDLED,),
    "touch_logged": (HANDLED,),
    "touch_put_elsewhere": (MOVED,),
    "touch_taken_over": (MOVED,),
}


@dataclass(frozen=True, kw_only=True)
class IntakeRuleMade(Fact):
    """Recorded on the company: a rule sets mail aside automatically, and a person answers for it."""

    type = "intake_rule_made"
    on = ("company",)
    allows = (inserts("intake_rule"),)
    rule: int
    kind: str
    pattern: Personal[str]
    why: str
    answerable: int


@dataclass(frozen=True, kw_only=True)
class IntakeRuleEnded(Fact):
    """Recorded on the company: a rule ended."""

    type = "intake_rule_ended"
    on = ("company",)
    allows = (updates("intake_rule", "ended_at"),)
    rule: int


@dataclass(frozen=True, kw_only=True)
class IntakeRuleHandedOver(Fact):
    """Recorded on the company: another person answers for the rule."""

    type = "intake_rule_handed_over"
    on = ("company",)
    allows = (updates("intake_rule", "answerable_id"),)
    rule: int
    answerable: int


@dataclass(frozen=True, kw_only=True)
class ItemArrived(Fact):
    """Recorded on the item: a message arrived that belongs to no journey yet."""

    type = "item_arrived"
    allows = (inserts("intake_item"), HANDLED)
    message: int
    handler: int
    due: datetime
    team: int | None
    sender: Personal[str]
    title: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ItemWroteAgain(Fact):
    """Recorded on the item: the same sender wrote again about it."""

    type = "item_wrote_again"
    allows = (HANDLED,)
    message: int
    title: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ItemHanded(Fact):
    """Recorded on the item: it was passed to a colleague."""

    type = "item_handed"
    allows = (updates("intake_item", "handler_id", "due_at", "warned_at"),)
    handler_before: int
    handler: int
    due: datetime
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemClockSet(Fact):
    """Recorded on the item: somebody was told another due time."""

    type = "item_clock_set"
    allows = (updates("intake_item", "due_at", "warned_at"),)
    due: datetime


@dataclass(frozen=True, kw_only=True)
class ItemOverdue(Fact):
    """Recorded on the item: its due time passed, and a person was warned."""

    type = "item_overdue"
    allows = (updates("intake_item", "warned_at"),)
    warned: int


@dataclass(frozen=True, kw_only=True)
class ItemBecameJourney(Fact):
    """Recorded on the item: it opened a journey."""

    type = "item_became_journey"
    allows = (updates("intake_item", "state", "journey_id", "decided_at", "decided_by_id"), MOVED)
    journey: int
    number: str


@dataclass(frozen=True, kw_only=True)
class ItemAttached(Fact):
    """Recorded on the item: it was attached to a known journey."""

    type = "item_attached"
    allows = (updates("intake_item", "state", "journey_id", "decided_at", "decided_by_id"), MOVED)
    journey: int
    number: str


@dataclass(frozen=True, kw_only=True)
class ItemSetAside(Fact):
    """Recorded on the item: it was set aside, by a person or by `rule`."""

    type = "item_set_aside"
    allows = (
        inserts("intake_item"),
        updates("intake_item", "state", "reason", "decided_at", "decided_by_id"),
        HANDLED,
    )
    reason: Personal[str]
    rule: int | None = None
    message: int | None = None  # the one that a rule set aside as it came


@dataclass(frozen=True, kw_only=True)
class ItemTakenBack(Fact):
    """Recorded on the item: it had been set aside wrongly and waits again."""

    type = "item_taken_back"
    allows = (
        updates(
            "intake_item",
            "state",
            "mistake_of_id",
            "reason",
            "rule_id",
            "decided_at",
            "decided_by_id",
            "handler_id",
            "due_at",
            "warned_at",
        ),
        JUDGED,
    )
    handler: int
    due: datetime
    reason: Personal[str] = ""
    in_sample: bool = False  # seen in the weekly sample: a mistake of the rule


@dataclass(frozen=True, kw_only=True)
class ItemSetAsideRightly(Fact):
    """Recorded on the item: somebody saw it in a sample of what the rule set aside, and the rule was right."""

    type = "item_set_aside_rightly"
    allows = (JUDGED,)
    rule: int


@dataclass(frozen=True, kw_only=True)
class AutomaticMailCame(Fact):
    """Recorded on the journey: a program's mail arrived. It needs no answer and is no touch."""

    type = "automatic_mail_came"
    on = ("journey",)
    allows = (HANDLED,)
    message: int
    title: Personal[str]
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class DeliveryReportCame(Fact):
    """Recorded on the notice's subject: a mail server's report on a letter. `final`: it did not arrive."""

    type = "delivery_report_came"
    on = ("journey", "customer")
    allows = (HANDLED,)
    message: int
    notice: str
    final: bool
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class CallPlaced(Fact):
    """Recorded on the journey: a call was put here automatically, as the likeliest of `of` journeys, with the
    reason.
    """

    type = "call_placed"
    on = ("journey",)
    message: int
    touch: int
    of: int
    signs: Personal[list[list[str]]]


@dataclass(frozen=True, kw_only=True)
class CallConfirmed(Fact):
    """Recorded on the journey: a call that was put here automatically belongs here."""

    type = "call_confirmed"
    on = ("journey",)
    message: int
    touch: int


@dataclass(frozen=True, kw_only=True)
class WebFormSet(Fact):
    """Recorded on the team: a web form was created or changed."""

    type = "web_form_set"
    on = ("team",)
    allows = (
        inserts("web_form"),
        updates(
            "web_form",
            "team_id",
            "standing_id",
            "opens",
            "blueprint",
            "hours",
            "languages",
            "words",
            "asks",
            "questions",
            "files",
            "origins",
            "active",
        ),
    )
    form: str
    opens: bool
    standing: int | None
    active: bool
