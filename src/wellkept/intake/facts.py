"""What can happen to mail that comes in, to an intake item, and to what decides about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.events.facts import Fact, Personal


@dataclass(frozen=True, kw_only=True)
class IntakeRuleMade(Fact):
    """On the company: what is set aside by itself, and who answers for it."""

    type = "intake_rule_made"
    rule: int
    kind: str
    pattern: Personal[str]
    why: str
    answerable: int


@dataclass(frozen=True, kw_only=True)
class IntakeRuleEnded(Fact):
    """On the company."""

    type = "intake_rule_ended"
    rule: int


@dataclass(frozen=True, kw_only=True)
class IntakeRuleHandedOver(Fact):
    """On the company: somebody else answers for the rule."""

    type = "intake_rule_handed_over"
    rule: int
    answerable: int


@dataclass(frozen=True, kw_only=True)
class ItemArrived(Fact):
    """On the item: a mail that is on no journey yet."""

    type = "item_arrived"
    message: int
    handler: int
    due: datetime
    team: int | None
    sender: Personal[str]
    title: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ItemWroteAgain(Fact):
    """On the item: the same sender wrote once more in the same matter."""

    type = "item_wrote_again"
    message: int
    title: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ItemHanded(Fact):
    """On the item: into a colleague's hands."""

    type = "item_handed"
    handler_before: int
    handler: int
    due: datetime
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemClockSet(Fact):
    """On the item: by when it is looked at, as somebody was told."""

    type = "item_clock_set"
    due: datetime


@dataclass(frozen=True, kw_only=True)
class ItemOverdue(Fact):
    """On the item: its clock has run out; who is told now."""

    type = "item_overdue"
    warned: int


@dataclass(frozen=True, kw_only=True)
class ItemBecameJourney(Fact):
    """On the item: it opened a journey."""

    type = "item_became_journey"
    journey: int
    number: str


@dataclass(frozen=True, kw_only=True)
class ItemAttached(Fact):
    """On the item: it belongs to a journey that we know."""

    type = "item_attached"
    journey: int
    number: str


@dataclass(frozen=True, kw_only=True)
class ItemSetAside(Fact):
    """On the item: nothing is to be done about it. `rule` when one did it."""

    type = "item_set_aside"
    reason: Personal[str]
    rule: int | None = None


@dataclass(frozen=True, kw_only=True)
class ItemTakenBack(Fact):
    """On the item: set aside wrongly; it waits again."""

    type = "item_taken_back"
    handler: int
    due: datetime
    reason: Personal[str]


@dataclass(frozen=True, kw_only=True)
class AutomaticMailCame(Fact):
    """On the journey: a program answered, no person. It asks nothing of us and is no touch."""

    type = "automatic_mail_came"
    message: int
    title: Personal[str]
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class DeliveryReportCame(Fact):
    """On what the notice told about: a mail server reports on a letter of ours. `final`: it did not arrive."""

    type = "delivery_report_came"
    message: int
    notice: str
    final: bool
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class CallPlaced(Fact):
    """On the journey: a call that may have been about `of` journeys of theirs was put on this one, and why."""

    type = "call_placed"
    message: int
    touch: int
    of: int
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class WebFormSet(Fact):
    """On the team: a form for our website, as it is from now on."""

    type = "web_form_set"
    form: str
    opens: bool
    standing: int | None
    active: bool
