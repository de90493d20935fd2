"""What can be done with a journey now, by whoever looks at it; and of what cannot, why not and what to do instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from wellkept.journey_page import likeliest_act
from wellkept.journey_page.state import Whole
from wellkept.kernel.refusal import Refusal

FORWARD, STAGE, CARE, HANDS, END = "forward", "stage", "care", "hands", "end"


@dataclass(frozen=True)
class Act:
    """The noun stands below the journey's address. An act that is not possible says why."""

    noun: str
    words: str
    group: str
    why_not: str = ""
    instead: str = ""
    law: int | None = None

    @property
    def possible(self) -> bool:
        return not self.why_not


def of(w: Whole) -> list[Act]:
    """Every act, in the order in which people look for them."""
    if w.row.state == "ended":
        return []
    found = [*_forward(w), *_stage(w), *_care(w), *_hands(w), *_ends(w)]
    if w.row.state == "at_rest":
        woken = {"next-need", "waking", "owner", "references", "confidentiality", "holds", "parts"}
        found = [act for act in found if act.noun in woken]
    return found


def primary(w: Whole, acts: list[Act]) -> Act | None:
    """The likeliest act of whoever looks, if it is possible."""
    if w.row.state == "ended":
        return None
    possible = {act.noun: act for act in acts if act.possible}
    if w.row.state == "at_rest":
        return possible.get("next-need")
    if w.offer is not None and w.may_answer_offer and w.offer_is_mine:
        return possible.get(f"handoffs/{w.offer.pk}/acceptance")
    if w.pending is not None and w.offer is None:
        return possible.get("handoffs")
    likely = likeliest_act.of_stage(w.stage.trigger, replace(w.standing, trigger=""))
    if likely is not None and likely.noun in possible:
        return possible[likely.noun]
    return possible.get("rest") or possible.get("delivery") or possible.get("next-need")


def _forward(w: Whole) -> Iterator[Act]:
    if w.offer is not None:
        base = f"handoffs/{w.offer.pk}"
        shut = (
            Refusal("", _("Only %(team)s can answer this offer.") % {"team": w.offer.team.name})
            if not w.may_answer_offer
            else None
        )
        yield _act(f"{base}/acceptance", _("Accept the handoff"), FORWARD, shut)
        yield _act(f"{base}/refusal", _("Decline the handoff"), FORWARD, shut)
        yield _act(f"{base}/withdrawal", _("Take the offer back"), FORWARD, w.no_work)
    elif w.onward is not None:
        words = _("Go on to %(stage)s") if w.alone else _("Offer to %(stage)s")
        if w.pending is not None or not w.alone:
            yield _act(
                "handoffs",
                words % {"stage": w.onward.stage},
                FORWARD,
                w.no_work or (None if w.pending is not None else _no_trigger(w)),
            )
    if w.offer is None:
        for stage in w.plan.returns(w.row.stage):
            words = _("Back to %(stage)s") if w.alone else _("Offer back to %(stage)s")
            yield _act(f"handoffs?to={stage.stage}", words % {"stage": stage.stage}, FORWARD, w.no_work)


def _no_trigger(w: Whole) -> Refusal:
    what = {
        "decision": _("Their decision ends this stage, and it is not there yet."),
        "agreement": _("Their agreement ends this stage, and it is not there yet."),
        "acceptance": _("Their acceptance ends this stage, and it is not there yet."),
        "next_need": _("Their next need ends this stage."),
    }
    return Refusal(
        "no_trigger", what[w.stage.trigger], law=5, instead=_("Record it with its evidence first.")
    )


def _stage(w: Whole) -> Iterator[Act]:
    ends, no = w.stage.trigger, w.no_work
    if ends == "decision":
        again = w.standing.read_back in ("put", "confirmed")
        yield _act("read-backs", _("Read it back again") if again else _("Read it back"), STAGE, no)
        if w.read_back is not None:
            yield _act("read-backs/answer", _("Write down what they say to it"), STAGE, no)
        yield _act("decision", _("Record their decision"), STAGE, no or _recorded(w))
    if ends == "agreement":
        words = _("Put another agreement") if w.put is not None else _("Put the agreement to them")
        yield _act("agreements", words, STAGE, no or _recorded(w))
        if w.put is not None:
            yield _act("agreement", _("Record their agreement"), STAGE, no)
            yield _act("agreement/refusal", _("They do not agree"), STAGE, no)
        else:
            nothing = Refusal(
                "", _("Nothing has been put to them yet."), instead=_("Put the agreement to them.")
            )
            yield _act("agreement", _("Record their agreement"), STAGE, no or _recorded(w) or nothing)
    if ends == "acceptance":
        held = next((hold for hold in w.holds if hold.stops == "delivery"), None)
        shut = (
            Refusal(
                "", _("Delivery is on hold: %(why)s") % {"why": held.why}, instead=_("Lift the hold first.")
            )
            if held
            else None
        )
        if not w.standing.delivered:
            yield _act("delivery", _("It is delivered"), STAGE, no or _recorded(w) or shut)
        yield _act("acceptance", _("Record their acceptance"), STAGE, no or _recorded(w))
        if w.standing.delivered and w.pending is None:
            yield _act("rejection", _("They do not accept it"), STAGE, no)
    if ends == "next_need" or w.row.accepted_at is not None:
        yield _act("rest", _("It works: lay it to rest"), STAGE, no or _unrested(w))
        yield _act("next-need", _("Their next need"), STAGE, no or _owed(w) or _unaccepted(w))
    if any(step.rule.is_asked for step in w.steps):
        yield _act("no-answer-needed", _("Needs no answer"), STAGE, no)


def _recorded(w: Whole) -> Refusal | None:
    if w.pending is None:
        return None
    return Refusal("", _("It is on record; the handoff is what comes next."), law=5)


def _unaccepted(w: Whole) -> Refusal | None:
    if w.row.accepted_at is not None:
        return None
    return Refusal("", _("This one is not finished yet."), law=5, instead=_("Split the second problem off."))


def _owed(w: Whole) -> Refusal | None:
    if not w.owed:
        return None
    return Refusal(
        "",
        _("Something is still promised: %(what)s.") % {"what": w.owed[0].what},
        law=7,
        instead=_("Keep it, or let the customer release it."),
    )


def _unrested(w: Whole) -> Refusal | None:
    if w.row.accepted_at is None or w.row.stage != "support":
        return Refusal("", _("It rests after they have accepted and support has it."), law=5)
    waiting = [step for step in w.steps if step.rule.customer_waits]
    if waiting:
        return Refusal(
            "",
            _("The customer still waits for something: %(what)s.") % {"what": waiting[0].what},
            law=2,
            instead=_("Finish it first."),
        )
    return _owed(w)


def _care(w: Whole) -> Iterator[Act]:
    no = w.no_work
    yield _act("promises", _("Make a promise"), CARE, no)
    yield _act("steps", _("Plan a step"), CARE, no)
    yield _act("waits", _("Wait for somebody"), CARE, no)
    no_mail = (
        Refusal("", _("There is no mail address to ask at."), instead=_("Call them, and log the call."))
        if w.row.contact is None or not w.row.contact.email
        else None
    )
    yield _act("asks", _("Ask them again"), CARE, no or no_mail)
    yield _act("need", _("Correct the need"), CARE, no)
    yield _act("references", _("Note what they may ask by"), CARE, None)
    for stops, words in (("delivery", _("Put delivery on hold")), ("billing", _("Put billing on hold"))):
        if not any(hold.stops == stops for hold in w.holds):
            yield _act(f"holds?stops={stops}", words, CARE, no)


def _hands(w: Whole) -> Iterator[Act]:
    if w.row.state == "at_rest":
        yield _act("waking", _("Wake it"), HANDS, w.no_work)
    if not w.alone:
        yield _act("owner", _("Name another owner"), HANDS, w.no_answer)
        if len(w.team_members) > 1:
            yield _act("holder", _("Into a colleague’s hands"), HANDS, w.no_work)
        words = _("Readable for all again") if w.row.confidential else _("Make it confidential")
        yield _act("confidentiality", words, HANDS, w.no_answer)
        if w.row.confidential:
            yield _act("readers", _("Name a reader"), HANDS, w.no_answer)
    yield _act("parts", _("Split off a second problem"), HANDS, w.no_work)
    agreed = _agreed(w) or (
        Refusal("", _("They have no other journey that is open.")) if not w.others else None
    )
    yield _act("join", _("Join with another journey"), HANDS, w.no_work or agreed)


def _ends(w: Whole) -> Iterator[Act]:
    yield _act("cancellation?by=them", _("They cancel"), END, w.no_work)
    yield _act("cancellation?by=us", _("We cancel"), END, w.no_answer)
    agreed = _agreed(w)
    yield _act("decline", _("They decided against it"), END, w.no_work or agreed)
    yield _act("fit", _("Is it for us?"), STAGE, w.no_work or agreed)
    yield _act("not-ours", _("Not ours to solve"), END, w.no_work or agreed)
    needed = w.plan.version.asks_before_no_answer
    asked = (
        Refusal(
            "",
            _("They were asked %(asked)s of %(needed)s times.") % {"asked": w.asks, "needed": needed},
            law=8,
            instead=_("Ask them again; then wait for an answer."),
        )
        if w.asks < needed
        else None
    )
    yield _act("no-answer", _("They never answered"), END, w.no_work or asked)
    owed = Refusal("", _("Something was promised on it, so it is no error."), law=7) if w.owed else None
    yield _act("error", _("Opened in error"), END, w.no_answer or agreed or owed)


def _agreed(w: Whole) -> Refusal | None:
    if not w.is_agreed:
        return None
    return Refusal("", _("It was agreed; now it can only be cancelled, and the customer is told."), law=8)


def _act(noun: str, words: str, group: str, no: Refusal | None) -> Act:
    if no is None:
        return Act(noun, words, group)
    return Act(noun, words, group, str(no.sentence), str(no.instead or ""), no.law)
