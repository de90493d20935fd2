"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wellkept.events.facts import LoggedFacts
from wellkept.events.line import Line, Words
from wellkept.journeys import facts as journeys
from wellkept.journeys import handoff_facts as handoffs
from wellkept.journeys.correction_facts import (
    FirstWordMoved,
    RestedAgain,
    TouchPutElsewhere,
    TouchTakenOver,
    TouchTold,
)

EVIDENCE: dict[str, Words] = {
    "click": _("by their own click"),
    "paper": _("on signed paper"),
    "purchase_order": _("by purchase order"),
    "mail": _("by mail"),
    "spoken": _("spoken, written down"),
    "deemed": _("deemed, after a notice that said so"),
}


def _touch(facts: LoggedFacts) -> Words:
    if facts.get("unanswered"):
        return (
            _("called, and nobody answered")
            if facts["incoming"]
            else _("called {contact}, who did not answer")
        )
    if facts.get("chase"):
        return _("had to ask")
    if facts["incoming"]:
        return {
            "mail": _("wrote"),
            "call": _("called"),
            "page": _("asked on the page"),
            "message": _("sent a message"),
            "visit": _("came by"),
            "letter": _("sent a letter"),
        }[facts["channel"]]
    return {
        "mail": _("wrote to {contact}"),
        "call": _("called {contact}"),
        "page": _("answered {contact} on the page"),
        "message": _("sent {contact} a message"),
        "visit": _("met {contact}"),
        "letter": _("sent {contact} a letter"),
    }[facts["channel"]]


def _speaker(facts: LoggedFacts) -> Words:
    if facts.get("contact") is None:
        return _("noted that the contact of this journey has left")
    return _("noted that {contact} speaks for them here now")


def _touch_for_customer(facts: LoggedFacts) -> Words | None:
    if facts.get("unanswered"):
        return None if not facts["incoming"] else _("You called and did not reach us.")
    if facts["incoming"]:
        return {
            "mail": _("You wrote to us."),
            "call": _("You called us."),
            "page": _("You asked us here."),
            "message": _("You sent us a message."),
            "visit": _("You came by."),
            "letter": _("You sent us a letter."),
        }[facts["channel"]]
    return _("{person} called you.") if facts["channel"] == "call" else _("{person} was in touch with you.")


def _touch_kind(facts: LoggedFacts) -> str:
    if facts.get("chase"):
        return "chase"
    return {"call": "call", "message": "message"}.get(facts["channel"], "mail")


def _opened(facts: LoggedFacts) -> Words:
    if facts.get("came_by") == "next_need":
        return _("opened the next journey, with everything known")
    if facts.get("came_by") == "split":
        return _("opened this for a second problem")
    if facts.get("came_by") == "import":
        return _("imported it from the old system")
    return _("opened the journey")


def _opened_alone(facts: LoggedFacts) -> Words | None:
    return None if facts.get("came_by") else _("The journey was opened")


def _planned(facts: LoggedFacts) -> Words:
    if facts["awaits"] == "third":
        return _("waits for {whom}: {what}. We ask again {due}.")
    if facts["awaits"] == "customer":
        return _("waits for the customer: {what}, {due}")
    return _("planned: {what}, {due}")


def _planned_alone(facts: LoggedFacts) -> Words:
    if facts["awaits"] == "third":
        return _("Waits for {whom}: {what}. We ask again {due}.")
    if facts["awaits"] == "customer":
        return _("Waits for the customer: {what}, {due}")
    return _("Planned: {what}, {due}")


def _woke(facts: LoggedFacts) -> Words:
    if facts["why"] == "came_in":
        return {
            "mail": _("woke it: the customer wrote"),
            "call": _("woke it: the customer called"),
            "page": _("woke it: the customer asked on the page"),
            "message": _("woke it: the customer sent a message"),
            "visit": _("woke it: the customer came by"),
            "letter": _("woke it: the customer sent a letter"),
        }[facts["channel"]]
    return {
        "objection": _("woke it: the customer objected"),
        "check_in": _("woke it: the check-in is due"),
        "by_hand": _("woke it"),
    }[facts["why"]]


def _withdrawn(facts: LoggedFacts) -> Words:
    if facts.get("because") == "at_rest":
        return _("took the offer back: the journey went to rest")
    return _("took the offer back")


def _triggered(facts: LoggedFacts) -> Words:
    if facts["evidence"] == "click":
        return {
            "decision": _("decided"),
            "agreement": _("agreed by their own click"),
            "acceptance": _("accepted by their own click"),
            "next_need": _("told us what is next"),
        }[facts["kind"]]
    return {
        "decision": _("recorded the customer's decision ({evidence})"),
        "agreement": _("recorded the agreement ({evidence})"),
        "acceptance": _("recorded the acceptance ({evidence})"),
        "next_need": _("recorded the next need ({evidence})"),
    }[facts["kind"]]


def _triggered_alone(facts: LoggedFacts) -> Words:
    if facts["evidence"] == "click":
        return {
            "decision": _("Decided by their own click"),
            "agreement": _("Agreed by their own click"),
            "acceptance": _("Accepted by their own click"),
            "next_need": _("Told us what is next"),
        }[facts["kind"]]
    return {
        "decision": _("Recorded: the customer's decision ({evidence})"),
        "agreement": _("Recorded: the agreement ({evidence})"),
        "acceptance": _("Recorded: the acceptance ({evidence})"),
        "next_need": _("Recorded: the next need ({evidence})"),
    }[facts["kind"]]


def _triggered_for_customer(facts: LoggedFacts) -> Words:
    return {
        "decision": _("You decided."),
        "agreement": _("You agreed."),
        "acceptance": _("You accepted what was delivered."),
        "next_need": _("You told us what is next."),
    }[facts["kind"]]


def _offered(facts: LoggedFacts) -> Words:
    if facts["giver"] == facts["receiver"]:
        return _("keeps it in hand for {to_stage}")
    if facts.get("is_return"):
        return _("offered it back to {team}: {reason}")
    return (
        _("offered it to {team}")
        if facts["complete"]
        else _("offered it to {team}, with items still missing")
    )


def _accepted_handoff(facts: LoggedFacts) -> Words:
    if facts.get("to_oneself"):
        return _("went on to {to_stage}")
    if facts.get("by_rule"):
        return _("accepted the handoff by rule: now with {holder}")
    if facts.get("rating"):
        return _("accepted the handoff from {giver}, rated {rating} of 5")
    return _("accepted the handoff from {giver}")


def _new_stage_for_customer(facts: LoggedFacts) -> Words:
    return {
        "sales": _("We look at the problem once more."),
        "orders": _("We settle the details with you."),
        "delivery": _("We prepare the delivery."),
        "support": _("From now on we look after it."),
    }[facts["to_stage"]]


def _ended(facts: LoggedFacts) -> Words:
    if facts.get("taken_back_with"):
        return _("ended: opened in error, taken back with import {taken_back_with}")
    return {
        "happy": _("ended happy: the next need has its own journey"),
        "not_ours": _("ended: not ours, and the customer was told"),
        "customer_declined": _("ended: the customer declined"),
        "no_answer": _("ended: no answer, asked {asks} times"),
        "cancelled_by_them": _("ended: cancelled by the customer"),
        "cancelled_by_us": _("ended: cancelled by us"),
        "merged": _("ended: goes on under another number"),
        "opened_in_error": _("ended: opened in error"),
        "elsewhere": _("ended before it came here"),
    }[facts["how"]]


def _ended_for_customer(facts: LoggedFacts) -> Words | None:
    return {
        "happy": _("This is done, and your next one has begun."),
        "not_ours": _("We told you that we are not the right ones for this."),
        "customer_declined": _("You decided against it."),
        "no_answer": _("We did not hear from you and closed this."),
        "cancelled_by_them": _("You cancelled this."),
        "cancelled_by_us": _("We had to cancel this and told you why."),
        "merged": _("This goes on under another number."),
        "opened_in_error": None,
        "elsewhere": _("This was done before we moved to these pages."),
    }[facts["how"]]


def _told(facts: LoggedFacts) -> Words:
    return _("noted that they had to ask") if facts.get("chase") else _("wrote down what was said")


def _told_kind(facts: LoggedFacts) -> str:
    return "chase" if facts.get("chase") else "call"


def _taken_over(facts: LoggedFacts) -> Words:
    if facts.get("unanswered"):
        return _("moved an unanswered call here; it was on {from_number}")
    return _("moved a touch here from {from_number}")


LINES: tuple[Line, ...] = (
    Line(
        journeys.JourneyOpened,
        _opened,
        _("You told us about it."),
        "flag",
        "need",
        alone=_opened_alone,
    ),
    Line(journeys.NeedCorrected, _("reworded the need"), _("The problem was reworded."), "note", "need"),
    Line(journeys.SpeakerChanged, _speaker, None, "note"),
    Line(journeys.TouchLogged, _touch, _touch_for_customer, _touch_kind, "said"),
    Line(journeys.WroteToCustomer, _("wrote to {contact}"), _("We wrote to you."), "mail", "said"),
    Line(journeys.NoAnswerNeeded, _("says that it needs no answer"), None, "tick"),
    Line(journeys.NoteWritten, _("noted"), None, "note", "said"),
    Line(journeys.StepPlanned, _planned, None, "system", alone=_planned_alone),
    Line(journeys.StepHanded, _("gave a step to {handler}"), None, "handoff"),
    Line(handoffs.OfferHanded, _("offered it to {receiver} instead"), None, "handoff"),
    Line(journeys.StepMoved, _("moved a step from {due_before} to {due}"), None, "system", "reason"),
    Line(journeys.StepDone, _("finished a step"), None, "tick", "note", alone=_("Step finished")),
    Line(journeys.CourtMarked, _("wrote it down late; the waiting time counts from now"), None, "system"),
    Line(journeys.Triggered, _triggered, _triggered_for_customer, "flag", "said", alone=_triggered_alone),
    Line(
        journeys.TriggerObjected,
        _("objected to what was recorded"),
        _("You objected to what we wrote down."),
        "chase",
        "said",
    ),
    Line(handoffs.ItemTicked, _("ticked “{item}”"), None, "tick", "note", alone=_("Ticked: “{item}”")),
    Line(handoffs.ItemUnticked, _("unchecked “{item}”"), None, "system", alone=_("Unchecked: “{item}”")),
    Line(
        handoffs.HandoffCalled,
        _("has to hand it over to {team}"),
        None,
        "handoff",
        alone=_("Now to be handed over to {team}"),
    ),
    Line(handoffs.HandoffOffered, _offered, None, "handoff"),
    Line(handoffs.HandoffAccepted, _accepted_handoff, _new_stage_for_customer, "handoff"),
    Line(handoffs.HandoffDeclined, _("declined the handoff"), None, "handoff", "reason"),
    Line(handoffs.HandoffWithdrawn, _withdrawn, None, "handoff", "reason"),
    Line(handoffs.HandoffEscalated, _("passed the unanswered offer up to {receiver}"), None, "handoff"),
    Line(
        journeys.GoalsRecorded,
        _("recorded both goals of the stage: {both}"),
        None,
        "tick",
        "note",
        alone=_("Both goals of the stage: {both}"),
    ),
    Line(
        journeys.OwnerChanged,
        _("made {owner} the owner"),
        _("{owner} looks after you from now on."),
        "handoff",
        "reason",
    ),
    Line(journeys.HolderChanged, _("gave it to {holder}"), None, "handoff", "reason"),
    Line(journeys.BlueprintStepDone, _("did “{title}”"), None, "tick", "evidence"),
    Line(journeys.Deviated, _("did “{title}” differently"), None, "flag", "reason"),
    Line(
        journeys.HoldPlaced,
        lambda facts: _("put billing on hold") if facts["stops"] == "billing" else _("put delivery on hold"),
        None,
        "flag",
        "why",
    ),
    Line(
        journeys.HoldLifted,
        lambda facts: (
            _("lifted the hold on billing")
            if facts["stops"] == "billing"
            else _("lifted the hold on delivery")
        ),
        None,
        "tick",
    ),
    Line(
        journeys.WentToRest,
        _("put it to rest until the check-in {check_in}"),
        _("It works."),
        "tick",
        "said",
    ),
    Line(journeys.Woke, _woke, _("We are on it again."), "system", "said"),
    Line(journeys.JourneyEnded, _ended, _ended_for_customer, "flag", "why"),
    Line(journeys.JourneyJoined, _("joined {number} into this one"), _("{number} goes on here."), "handoff"),
    Line(
        journeys.ProblemSplitOff,
        _("split a second problem off as {number}"),
        _("The second problem has its own number: {number}."),
        "handoff",
    ),
    Line(journeys.SellerChanged, _("changed who sells: {name}"), None, "system"),
    Line(
        journeys.MadeConfidential,
        lambda facts: _("made it confidential") if facts["confidential"] else _("made it readable for all"),
        None,
        "system",
    ),
    Line(journeys.ReaderNamed, _("named {person} as a reader"), None, "system"),
    Line(journeys.ConfidentialRead, pgettext_lazy("event", "read it"), None, "system"),
    Line(
        journeys.ReferenceNoted,
        _("added a reference: {said}"),
        None,
        "note",
        alone=_("New reference: {said}"),
    ),
    Line(
        journeys.SilenceWarned,
        _("warned {warned}: the customer has heard nothing since {since}"),
        None,
        "chase",
        alone=_("Warning for {warned}: the customer has heard nothing since {since}"),
    ),
    Line(journeys.CouldNotBeTold, _("recorded that the customer could not be told"), None, "chase", "tries"),
    Line(TouchTold, _told, None, _told_kind, "said"),
    Line(TouchPutElsewhere, _("moved a touch to {to_number}, where it belongs and counts"), None),
    Line(
        RestedAgain,
        _("at rest again until {check_in}: what had woken it belongs to {to_number}"),
        None,
        "system",
    ),
    Line(TouchTakenOver, _taken_over, None, "call", "said"),
    Line(
        FirstWordMoved, _("the journey begins with an earlier touch: {opened}, not {before}"), None, "system"
    ),
)
