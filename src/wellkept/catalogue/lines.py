"""The list itself. `{…}` takes a fact by its name: people, teams, dates, stages and money are put into words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wellkept.blueprints import facts as blueprints
from wellkept.catalogue.duplicates import MERGED
from wellkept.catalogue.find import SOUGHT
from wellkept.catalogue.imports import EXCHANGED
from wellkept.catalogue.intake import ARRIVED
from wellkept.catalogue.line import Line, Words
from wellkept.catalogue.voice import TOLD
from wellkept.customers import facts as customers
from wellkept.delivery import facts as delivery
from wellkept.events.facts import Erased
from wellkept.intake import facts as intake
from wellkept.journeys import facts as journeys
from wellkept.notices import facts as notices
from wellkept.orders import facts as orders
from wellkept.people import facts as people
from wellkept.promises import facts as promises
from wellkept.sales import facts as sales


def _touch(facts: dict[str, Any]) -> Words:
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


def _speaker(facts: dict[str, Any]) -> Words:
    if facts.get("contact") is None:
        return _("noted that whom we talked to here has gone")
    return _("noted that {contact} speaks for them here now")


def _touch_for_customer(facts: dict[str, Any]) -> Words | None:
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


def _touch_kind(facts: dict[str, Any]) -> str:
    if facts.get("chase"):
        return "chase"
    return {"call": "call", "message": "message"}.get(facts["channel"], "mail")


def _opened(facts: dict[str, Any]) -> Words:
    if facts.get("came_by") == "next_need":
        return _("opened the next journey, with everything known")
    if facts.get("came_by") == "split":
        return _("opened this for a second problem")
    if facts.get("came_by") == "import":
        return _("brought it in from the old system")
    return _("opened the journey")


def _planned(facts: dict[str, Any]) -> Words:
    if facts["awaits"] == "third":
        return _("waits for {whom}: {what}. We ask again {due}.")
    if facts["awaits"] == "customer":
        return _("waits for the customer: {what}, {due}")
    return _("planned: {what}, {due}")


def _triggered(facts: dict[str, Any]) -> Words:
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


def _triggered_for_customer(facts: dict[str, Any]) -> Words:
    return {
        "decision": _("You decided."),
        "agreement": _("You agreed."),
        "acceptance": _("You accepted what was delivered."),
        "next_need": _("You told us what is next."),
    }[facts["kind"]]


def _offered(facts: dict[str, Any]) -> Words:
    if facts["giver"] == facts["receiver"]:
        return _("keeps it in hand for {to_stage}")
    if facts.get("is_return"):
        return _("offered it back to {team}: {reason}")
    return (
        _("offered it to {team}")
        if facts["complete"]
        else _("offered it to {team}, with items still missing")
    )


def _accepted_handoff(facts: dict[str, Any]) -> Words:
    if facts.get("to_oneself"):
        return _("went on to {to_stage}")
    if facts.get("by_rule"):
        return _("accepted the handoff by rule: now with {holder}")
    if facts.get("rating"):
        return _("accepted the handoff from {giver}, rated {rating} of 5")
    return _("accepted the handoff from {giver}")


def _new_stage_for_customer(facts: dict[str, Any]) -> Words:
    return {
        "sales": _("We look at the problem once more."),
        "orders": _("We settle the details with you."),
        "delivery": _("We prepare the delivery."),
        "support": _("From now on we look after it."),
    }[facts["to_stage"]]


def _ended(facts: dict[str, Any]) -> Words:
    return {
        "happy": _("ended happy: the next need has its own journey"),
        "not_ours": _("ended: not ours, and told so"),
        "customer_declined": _("ended: the customer declined"),
        "no_answer": _("ended: no answer"),
        "cancelled_by_them": _("ended: cancelled by the customer"),
        "cancelled_by_us": _("ended: cancelled by us"),
        "merged": _("ended: goes on under another number"),
        "opened_in_error": _("ended: opened in error"),
        "elsewhere": _("ended before it came here"),
    }[facts["how"]]


def _ended_for_customer(facts: dict[str, Any]) -> Words | None:
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


_NOTICES: dict[str, Words] = {
    "received": _("that we have their message, with the number"),
    "form_received": _("that what they wrote into a form has arrived"),
    "read_back": _("what we understood, to confirm"),
    "told_back": _("what we understood in a conversation, to confirm"),
    "please_agree": _("the page to agree to"),
    "agreed": _("the confirmation of what was agreed"),
    "delay": _("that it will be later, and why"),
    "please_accept": _("that it is delivered, and asked for their acceptance"),
    "accepted": _("the confirmation of their acceptance"),
    "cancelled": _("that it is cancelled, and why"),
    "letter": _("our letter"),
    "ask": _("a reminder that we wait for them"),
    "last_ask": _("that we close it if we hear nothing"),
    "recorded": _("what we wrote down as their word"),
    "new_person": _("who looks after them from now on"),
    "not_ours": _("that we are not the right ones, and who is"),
    "joined": _("that it goes on under another number"),
    "code": _("the code to agree with"),
    "link": _("a fresh link to their page"),
    "where_it_is": _("where it is, as they asked"),
}


def notice_words(kind: str) -> Words:
    """What a notice of this kind told, as the end of a sentence."""
    return _NOTICES.get(kind, _("a notice"))


LINES: tuple[Line, ...] = (
    # journeys
    Line(journeys.JourneyOpened, _opened, _("You told us about it."), "flag", "need"),
    Line(journeys.NeedCorrected, _("put the need anew"), _("The problem was put anew."), "note", "need"),
    Line(journeys.SpeakerChanged, _speaker, None, "note"),
    Line(journeys.TouchLogged, _touch, _touch_for_customer, _touch_kind, "said"),
    Line(journeys.WroteToCustomer, _("wrote to {contact}"), _("We wrote to you."), "mail", "said"),
    Line(journeys.NoAnswerNeeded, _("says that it needs no answer"), None, "tick"),
    Line(journeys.NoteWritten, _("noted"), None, "note", "said"),
    Line(journeys.StepPlanned, _planned, None, "system"),
    Line(journeys.StepHanded, _("put a step into {handler}'s hands"), None, "handoff"),
    Line(journeys.OfferHanded, _("offered it to {receiver} instead"), None, "handoff"),
    Line(journeys.StepMoved, _("moved a step from {due_before} to {due}"), None, "system", "reason"),
    Line(journeys.StepDone, _("finished a step"), None, "tick", "how"),
    Line(journeys.CourtMarked, _("wrote it down late; the court counts from now"), None, "system"),
    Line(journeys.Triggered, _triggered, _triggered_for_customer, "flag", "said"),
    Line(
        journeys.TriggerObjected,
        _("objected to what was recorded"),
        _("You objected to what we wrote down."),
        "chase",
        "said",
    ),
    Line(journeys.ItemTicked, _("ticked “{item}”"), None, "tick", "note"),
    Line(journeys.ItemUnticked, _("took the tick off “{item}”"), None, "system"),
    Line(journeys.HandoffCalled, _("is called to hand it over to {team}"), None, "handoff"),
    Line(journeys.HandoffOffered, _offered, None, "handoff"),
    Line(journeys.HandoffAccepted, _accepted_handoff, _new_stage_for_customer, "handoff"),
    Line(journeys.HandoffDeclined, _("declined the handoff"), None, "handoff", "reason"),
    Line(journeys.HandoffWithdrawn, _("took the offer back"), None, "handoff", "reason"),
    Line(journeys.HandoffEscalated, _("passed the unanswered offer up to {receiver}"), None, "handoff"),
    Line(
        journeys.GoalsRecorded,
        lambda facts: _("recorded both goals of the stage: {both}"),
        None,
        "tick",
        "note",
    ),
    Line(
        journeys.OwnerChanged,
        _("made {owner} the owner"),
        _("{owner} looks after you from now on."),
        "handoff",
        "reason",
    ),
    Line(journeys.HolderChanged, _("put it into {holder}'s hands"), None, "handoff", "reason"),
    Line(journeys.BlueprintStepDone, _("did “{title}”"), None, "tick", "evidence"),
    Line(journeys.Deviated, _("did “{title}” otherwise"), None, "flag", "reason"),
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
        _("laid it to rest until the check-in {check_in}"),
        _("It works."),
        "tick",
        "said",
    ),
    Line(journeys.Woke, _("woke it: {why}"), _("We are on it again."), "system"),
    Line(journeys.JourneyEnded, _ended, _ended_for_customer, "flag", "why"),
    Line(journeys.JourneyJoined, _("joined {number} into this one"), _("{number} goes on here."), "handoff"),
    Line(
        journeys.ProblemSplitOff,
        _("split a second problem off as {number}"),
        _("The second problem has its own number: {number}."),
        "handoff",
    ),
    Line(
        journeys.MadeConfidential,
        lambda facts: _("made it confidential") if facts["confidential"] else _("made it readable for all"),
        None,
        "system",
    ),
    Line(journeys.ReaderNamed, _("named {person} as one who may read it"), None, "system"),
    Line(journeys.ConfidentialRead, _("read it"), None, "system"),
    Line(journeys.ReferenceNoted, _("noted what else finds it: {said}"), None, "note"),
    Line(
        journeys.SilenceWarned,
        _("warned {warned}: the customer has heard nothing since {since}"),
        None,
        "chase",
    ),
    Line(journeys.CouldNotBeTold, _("recorded that they could not be told"), None, "chase", "tries"),
    # promises
    Line(promises.PromiseMade, _("promised: {text}{by_due}"), _("We promised: {text}{by_due}."), "flag"),
    Line(
        promises.PromiseKept,
        lambda facts: (
            _("kept the promise “{text}”") if facts["on_time"] else _("kept the promise “{text}”, late")
        ),
        _("Done: {text}."),
        "flag",
    ),
    Line(
        promises.PromiseMoveAsked,
        _("tells them that “{text}” moves from {due_before} to {due}"),
        _("“{text}” will be {due}, not {due_before}."),
        "flag",
        "reason",
    ),
    Line(promises.PromiseMoved, _("the new date {due} is in force"), None, "flag"),
    Line(
        promises.NewDateAnswered,
        lambda facts: (
            _("accepted the new date") if facts["answer"] == "accepted" else _("refused the new date")
        ),
        lambda facts: (
            _("You accepted the new date.")
            if facts["answer"] == "accepted"
            else _("You refused the new date.")
        ),
        "flag",
        "said",
    ),
    Line(promises.PromiseReleased, _("released the promise “{text}”"), None, "flag", "said"),
    Line(promises.PromiseStruck, _("struck a promise entered in error"), None, "system", "reason"),
    Line(promises.PromiseBroken, _("the promise “{text}” for {due} is broken"), None, "chase"),
    # notices
    Line(notices.NoticeQueued, _("tells the customer {notice_words}"), None, "mail"),
    Line(notices.NoticeTold, _("the customer was told {notice_words}"), None, "mail"),
    Line(notices.NoticeReturned, _("it did not reach them: {notice_words}"), None, "chase", "why"),
    Line(notices.NoticeGivenUp, _("could not be sent: {notice_words}"), None, "chase", "why"),
    Line(notices.NoticeSentAgain, _("sent again: {notice_words}"), None, "mail"),
    # the stages
    Line(sales.ReadBackPut, _("read it back"), _("We wrote down what we understood."), "note", "text"),
    Line(sales.NeedConfirmed, _("confirmed: that is it"), _("You confirmed that we understood."), "tick"),
    Line(
        sales.ReadBackCorrected,
        _("corrected what we understood"),
        _("You corrected what we understood."),
        "message",
        "correction",
    ),
    Line(
        orders.AgreementPut,
        _("put the agreement to them: {money}, by {delivery_by}"),
        _("We put the agreement to you: {money}."),
        "paper",
    ),
    Line(orders.AgreementWithdrawn, _("withdrew the agreement"), None, "paper", "reason"),
    Line(
        orders.AgreementDeclined,
        _("wants the agreement different"),
        _("You asked for something different."),
        "paper",
        "said",
    ),
    Line(orders.Agreed, _("agreed to {money}, signed {signed_name}"), _("You agreed: {money}."), "paper"),
    Line(orders.CodeSent, _("had a code sent to the address on record"), None, "system"),
    Line(orders.WrongCodeGiven, _("a wrong code was given"), None, "system"),
    Line(delivery.Delivered, _("delivered"), _("It was delivered."), "flag", "said"),
    Line(
        delivery.Accepted,
        lambda facts: (
            _("accepted, with defects: {defects}") if facts["defects"] else _("accepted without defects")
        ),
        None,
        "flag",
        "said",
    ),
    Line(delivery.Rejected, _("did not accept it"), _("You told us what is not right."), "chase", "said"),
    # mail in
    Line(intake.MailboxSet, _("set the mailbox {address}"), None, "system"),
    Line(intake.AccountSet, _("settled how the mailbox {address} is read"), None, "system"),
    Line(intake.IntakeRuleMade, _("answers for a rule that sets mail aside: {why}"), None, "system"),
    Line(intake.IntakeRuleEnded, _("ended a rule that set mail aside"), None, "system"),
    Line(intake.IntakeRuleHandedOver, _("made {answerable} answer for a rule"), None, "system"),
    Line(intake.ItemArrived, _("came in from {sender}: {title}"), None, "mail"),
    Line(intake.ItemWroteAgain, _("wrote again: {title}"), None, "mail"),
    Line(intake.ItemHanded, _("put it into {handler}'s hands"), None, "handoff", "why"),
    Line(intake.ItemOverdue, _("its clock has run out; {warned} is told"), None, "chase"),
    Line(intake.ItemBecameJourney, _("opened {number} from it"), None, "flag"),
    Line(intake.ItemAttached, _("put it on {number}"), None, "flag"),
    Line(intake.ItemSetAside, _("set it aside"), None, "tick", "reason"),
    Line(intake.ItemTakenBack, _("took it back"), None, "system", "reason"),
    Line(intake.AutomaticMailCame, _("an automatic answer came: {title}"), None, "system", "said"),
    Line(intake.DeliveryReportCame, _("a mail server reports on our letter"), None, "system", "why"),
    # customers
    Line(customers.CustomerMet, _("met a new customer"), None, "flag"),
    Line(customers.CustomerChanged, _("changed the customer's details"), None, "note"),
    Line(customers.ContactAdded, _("added {name} as a contact"), None, "note"),
    Line(customers.ContactChanged, _("changed a contact's details"), None, "note"),
    Line(customers.SiteAdded, _("added the site {address}"), None, "note"),
    Line(customers.ContactLeft, _("noted that {contact} no longer speaks for them: {why}"), None, "note"),
    Line(customers.ContactBack, _("noted that {contact} speaks for them again"), None, "note"),
    Line(customers.SiteChanged, _("changed the site to {address}"), None, "note"),
    Line(customers.SiteClosed, _("closed the site {address}"), None, "note"),
    Line(customers.SiteOpenedAgain, _("opened the site {address} again"), None, "note"),
    Line(customers.LinkRevoked, _("revoked the personal links of {contact}"), None, "system"),
    # people
    Line(people.CompanySetUp, _("set the company up"), None, "flag"),
    Line(people.CompanyChanged, _("changed the company's details"), None, "system"),
    Line(people.PersonJoined, _("welcomed {name}"), None, "flag"),
    Line(people.PersonChanged, _("changed personal details"), None, "note"),
    Line(people.DeputyNamed, _("named {deputy} as deputy"), None, "handoff"),
    Line(people.WentAway, _("is away from {since}"), None, "system", "why"),
    Line(people.CameBack, _("is back"), None, "system"),
    Line(people.AccessWithdrawn, _("withdrew the access"), None, "flag", "reason"),
    Line(people.AccessGiven, _("gave access"), None, "flag"),
    Line(people.PersonLeft, _("handed everything over: the person has left"), None, "flag"),
    Line(people.TeamMade, _("made the team {name}"), None, "flag"),
    Line(people.MemberJoined, _("joined {team}"), None, "handoff"),
    Line(people.MemberLeft, _("left {team}"), None, "handoff"),
    Line(people.LeadNamed, _("made {lead} the lead"), None, "handoff"),
    Line(people.StandingMemberNamed, _("made {standing} the standing member"), None, "handoff"),
    Line(
        people.RotaSet,
        lambda facts: _("set the rota, from {first_day}") if facts["people"] else _("ended the rota"),
        None,
        "handoff",
    ),
    Line(people.RotaDaysSet, _("said that {stands} stands from {first_day} to {last_day}"), None, "handoff"),
    Line(
        people.RotaDaysEnded,
        _("said that {stands} no longer stands from {first_day} to {last_day}"),
        None,
        "handoff",
    ),
    Line(
        people.AcceptanceRuled,
        _("lets complete offers from {giving_team} be accepted by rule"),
        None,
        "system",
    ),
    Line(people.TokenMade, _("made the key “{name}”"), None, "system"),
    Line(people.TokenRevoked, _("revoked the key “{name}”"), None, "system"),
    # the rest
    Line(blueprints.ProcessOwnerNamed, _("made {owner} answer for the process"), None, "handoff"),
    Line(blueprints.VersionApproved, _("approved version {version} of “{title}”"), None, "paper"),
    Line(Erased, _("erased the words of an earlier event: {reason}"), None, "system"),
    *EXCHANGED,
    *SOUGHT,
    *MERGED,
    *TOLD,
    *ARRIVED,
)

STAGES: dict[str, Words] = {
    "sales": pgettext_lazy("stage", "sales"),
    "orders": pgettext_lazy("stage", "orders"),
    "delivery": pgettext_lazy("stage", "delivery"),
    "support": pgettext_lazy("stage", "support"),
}

EVIDENCE: dict[str, Words] = {
    "click": _("by their own click"),
    "paper": _("on signed paper"),
    "purchase_order": _("by purchase order"),
    "mail": _("by mail"),
    "spoken": _("by word, written down"),
    "deemed": _("deemed, after a notice that said so"),
}
