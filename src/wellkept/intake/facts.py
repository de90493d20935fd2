"""Events of incoming mail, intake items, rules and forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wellkept.events.facts import Fact, Personal

SUBJECTS = ("intake",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class IntakeRuleMade(Fact):
    """On the company: a rule sets mail aside automatically; a person answers for it."""

    type = "intake_rule_made"
    on = ("company",)
    rule: int
    kind: str
    pattern: Personal[str]
    why: str
    answerable: int


@dataclass(frozen=True, kw_only=True)
class IntakeRuleEnded(Fact):
    """On the company: a rule ended."""

    type = "intake_rule_ended"
    on = ("company",)
    rule: int


@dataclass(frozen=True, kw_only=True)
class IntakeRuleHandedOver(Fact):
    """On the company: another person answers for the rule."""

    type = "intake_rule_handed_over"
    on = ("company",)
    rule: int
    answerable: int


@dataclass(frozen=True, kw_only=True)
class ItemArrived(Fact):
    """On the item: a message that belongs to no journey yet."""

    type = "item_arrived"
    message: int
    handler: int
    due: datetime
    team: int | None
    sender: Personal[str]
    title: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ItemWroteAgain(Fact):
    """On the item: the same sender wrote again about it."""

    type = "item_wrote_again"
    message: int
    title: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ItemHanded(Fact):
    """On the item: passed to a colleague."""

    type = "item_handed"
    handler_before: int
    handler: int
    due: datetime
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemClockSet(Fact):
    """On the item: a due time that somebody was told."""

    type = "item_clock_set"
    due: datetime


@dataclass(frozen=True, kw_only=True)
class ItemOverdue(Fact):
    """On the item: its due time passed, and a person was warned."""

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
    """On the item: attached to a known journey."""

    type = "item_attached"
    journey: int
    number: str


@dataclass(frozen=True, kw_only=True)
class ItemSetAside(Fact):
    """On the item: set aside, by a person or by `rule`."""

    type = "item_set_aside"
    reason: Personal[str]
    rule: int | None = None


@dataclass(frozen=True, kw_only=True)
class ItemTakenBack(Fact):
    """On the item: wrongly set aside, and waiting again."""

    type = "item_taken_back"
    handler: int
    due: datetime
    reason: Personal[str]


@dataclass(frozen=True, kw_only=True)
class AutomaticMailCame(Fact):
    """On the journey: a program's mail arrived. It needs no answer and is no touch."""

    type = "automatic_mail_came"
    on = ("journey",)
    message: int
    title: Personal[str]
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class DeliveryReportCame(Fact):
    """On the notice's subject: a mail server's report on a letter. `final`: it did not arrive."""

    type = "delivery_report_came"
    on = ("journey", "customer")
    message: int
    notice: str
    final: bool
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class CallPlaced(Fact):
    """On the journey: a call was put here, chosen from `of` journeys, with the reason."""

    type = "call_placed"
    on = ("journey",)
    message: int
    touch: int
    of: int
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class WebFormSet(Fact):
    """On the team: a web form was created or changed."""

    type = "web_form_set"
    on = ("team",)
    form: str
    opens: bool
    standing: int | None
    active: bool
