"""Pure rules of the spine: checks, the next step, and the court.

A check takes the state of a journey and returns the refusal, or None. The command raises it, the page shows
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.kernel.text import fill
from wellkept.people.stages import stage_name

if TYPE_CHECKING:
    from wellkept.journeys.models import NextStep
    from wellkept.journeys.state import JourneyState

Check = Callable[["JourneyState"], Refusal | None]


_HELD_ALREADY = {
    "billing": _("Billing is on hold already."),
    "delivery": _("Delivery is on hold already."),
}
_NO_TRIGGER = {
    "decision": _("The customer has not decided yet. Their decision ends this stage."),
    "agreement": _("The customer has not agreed yet. Their agreement ends this stage."),
    "acceptance": _("The customer has not accepted yet. Their acceptance ends this stage."),
    "next_need": _("The customer has not told us their next need yet. It ends this stage."),
}
_ON_RECORD = {
    "decision": ("decided_already", _("The decision is on record; the handoff is what comes next.")),
    "agreement": ("agreed_already", _("The agreement is on record; the handoff is what comes next.")),
    "acceptance": ("accepted_already", _("The acceptance is on record; the handoff is what comes next.")),
}


class StepLike(Protocol):
    """Fields of a step that the rules need."""

    awaits: str
    whom: str
    due_at: datetime


def court_of(steps: Iterable[StepLike]) -> tuple[str, str]:
    """Derive the court, and whom it waits for. It is ours while we have something to do."""
    awaited = list(steps)
    if any(step.awaits == "us" for step in awaited):
        return "us", ""
    third = min((s for s in awaited if s.awaits == "third"), key=lambda s: s.due_at, default=None)
    if third is not None:
        return "third", third.whom
    return "customer", ""


# Whether it is open, and to whom


def not_ended(state: JourneyState) -> Refusal | None:
    """Refuse an ended journey."""
    if state.row.state != "ended":
        return None
    return Refusal(
        "journey_ended",
        _("This journey has ended."),
        law=5,
        instead=_("A new need is a new journey; open one for the same customer."),
    )


def not_at_rest(state: JourneyState) -> Refusal | None:
    """Refuse a journey that has ended or is at rest."""
    if state.row.state != "at_rest":
        return not_ended(state)
    return Refusal(
        "journey_at_rest",
        _("This journey is at rest."),
        instead=_("Wake it first, or log what you heard."),
    )


def open_to_all(state: JourneyState) -> Refusal | None:
    """Allow all staff and the journey's customer, while it is open."""
    return state.no_part or not_at_rest(state)


def alive_to_all(state: JourneyState) -> Refusal | None:
    """Allow all staff and the journey's customer, while it is open or at rest."""
    return state.no_part or not_ended(state)


def open_to_workers(state: JourneyState) -> Refusal | None:
    """Allow people who may work on it, while it is open."""
    return state.no_work or not_at_rest(state)


def alive_to_workers(state: JourneyState) -> Refusal | None:
    """Allow people who may work on it, while it is open or at rest."""
    return state.no_work or not_ended(state)


def open_to_owner(state: JourneyState) -> Refusal | None:
    """Allow its owner and the people above them, while it is open."""
    return state.no_ownership or not_at_rest(state)


def alive_to_owner(state: JourneyState) -> Refusal | None:
    """Allow its owner and the people above them, while it is open or at rest."""
    return state.no_ownership or not_ended(state)


def open_to_customer(state: JourneyState) -> Refusal | None:
    """Allow the customer and people who may write down their word, while it is open."""
    return state.no_customers_word or not_at_rest(state)


def alive_to_customer(state: JourneyState) -> Refusal | None:
    """Allow the customer and people who may write down their word, while it is open or at rest."""
    return state.no_customers_word or not_ended(state)


# Contacts


def cannot_write_to_customer(state: JourneyState) -> Refusal | None:
    """Check a mail in our own words. Open to all staff."""
    return open_to_all(state) or state.by.cannot_write()


def cannot_write_note(state: JourneyState) -> Refusal | None:
    """Check a note to colleagues. Open to all staff."""
    return alive_to_all(state) or state.by.cannot_write()


def cannot_log_touch(state: JourneyState, *, incoming: bool) -> Refusal | None:
    """Check a touch. Open to anyone who had it; an incoming one wakes a journey at rest."""
    return alive_to_all(state) if incoming else open_to_all(state)


def first_owed_step(steps: Iterable[NextStep]) -> NextStep | None:
    """Find the first step that the customer waits for."""
    return next((step for step in steps if step.rule.customer_waits), None)


# Steps, the process, holds


def cannot_change_seller(state: JourneyState) -> Refusal | None:
    """Refuse another seller once the customer has agreed: the agreement is with the one that it names."""
    if (refusal := open_to_workers(state)) is not None:
        return refusal
    if state.is_agreed:
        return Refusal(
            "agreed_already",
            _("The customer has agreed with this seller."),
            law=10,
            instead=_("What another entity sells is a journey of its own: their next need."),
        )
    return None


def cannot_finish_step(state: JourneyState, step: int) -> Refusal | None:
    """Refuse to finish a step that is answered in another way: by an open offer, or a notice that nobody has
    told.
    """
    if (refusal := cannot_move_step(state, step)) is not None:
        return refusal
    row = state.step(step)
    assert row is not None
    if row.rule.is_handoff and state.offer is not None and state.offer.step_id == step:
        return Refusal(
            "offer_open",
            _("This is done by answering the offer."),
            law=1,
            instead=_("Accept it or decline it."),
        )
    if state.tells_untold(row):
        return Refusal(
            "untold",
            _("The notice counts as not told until somebody writes down what was said."),
            law=8,
            instead=_("Tell them, then choose “They were told”."),
        )
    return None


def cannot_move_step(state: JourneyState, step: int) -> Refusal | None:
    """Refuse to move a step that is not open."""
    if (refusal := open_to_workers(state)) is not None or state.step(step) is not None:
        return refusal
    if state.was_a_step(step):
        return Refusal("step_done", _("Somebody has done this already."))
    return missing("step", _("There is no such step on this journey."))


def cannot_record_step(state: JourneyState, key: str) -> Refusal | None:
    """Refuse to record a step of the blueprint twice."""
    if (refusal := open_to_workers(state)) is not None:
        return refusal
    step = next((step for step in state.plan.steps if step.key == key), None)
    if step is None:
        return missing("step", _("The blueprint has no such step."))
    record = state.step_records.get(key)
    if record is not None:
        return Refusal(
            "step_recorded",
            fill(_("“%(step)s” is on record already, by %(name)s."), step=step.title, name=record.by),
        )
    return None


def cannot_place_hold(state: JourneyState, stops: str) -> Refusal | None:
    """Refuse a second hold of the same kind."""
    if (refusal := alive_to_workers(state)) is not None:
        return refusal
    if state.hold_on(stops) is not None:
        return Refusal("held_already", _HELD_ALREADY[stops])
    return None


def cannot_lift_hold(state: JourneyState, hold: int) -> Refusal | None:
    """Refuse to lift a hold that is not in place."""
    if (refusal := alive_to_workers(state)) is not None:
        return refusal
    if all(row.pk != hold for row in state.holds):
        return missing("hold", _("There is no such hold, or it is lifted already."))
    return None


# Passing it on, resting and waking


def cannot_offer(state: JourneyState, to: str | None = None) -> Refusal | None:
    """Refuse an offer without a route of the blueprint, without the customer's trigger, or beside an open
    offer. `to` None: forward.
    """
    if (refusal := open_to_workers(state)) is not None:
        return refusal
    to = to or (state.onward.stage if state.onward else None)
    route = state.plan.route(state.row.stage, to) if to else None
    if route is None:
        here = stage_name(state.row.stage)
        leads = _("The blueprint does not lead from %(here)s to %(there)s.")
        ends = _("%(here)s is the last stage of this blueprint.")
        sentence = fill(leads, here=here, there=stage_name(to)) if to else fill(ends, here=here)
        return Refusal("no_such_route", sentence, law=6)
    if route.trigger is not None and state.unused_trigger(route.trigger) is None:
        return Refusal(
            "no_trigger",
            _NO_TRIGGER[route.trigger],
            law=5,
            instead=_("Record it with its evidence first."),
        )
    if state.offer is not None:
        return Refusal("offer_open", _("It is offered already."), instead=_("Withdraw that offer first."))
    return None


def cannot_answer_offer(state: JourneyState) -> Refusal | None:
    """Refuse an answer if there is no open offer, or from anybody but the receiving team and those above it."""
    return open_to_all(state) or state.by.cannot_write() or _no_offer(state) or state.no_answer_to_offer


def cannot_withdraw_offer(state: JourneyState) -> Refusal | None:
    """Refuse to withdraw an answered offer."""
    return open_to_workers(state) or _no_offer(state)


def _no_offer(state: JourneyState) -> Refusal | None:
    if state.offer is not None:
        return None
    return Refusal(
        "no_offer",
        _("There is no open offer on this journey."),
        instead=_("Somebody has answered it already."),
    )


def cannot_be_recorded_again(state: JourneyState, kind: str) -> Refusal | None:
    """Refuse a second trigger while one of this kind waits for its handoff."""
    if state.unused_trigger(kind) is None:
        return None
    code, sentence = _ON_RECORD[kind]
    return Refusal(code, sentence, law=5)


def no_next_step(left: Sequence[StepLike]) -> Refusal | None:
    """Refuse to leave an open journey without a step."""
    if left:
        return None
    return Refusal(
        "no_next_step",
        _("An open journey always has a next step."),
        field="next_what",
        law=2,
        instead=_("Say what happens next and by when, or who we wait for and when we ask again."),
    )


def cannot_rest(state: JourneyState) -> Refusal | None:
    """Refuse to rest before the acceptance, outside support, or while the customer waits.

    The spine's part of the check.
    """
    if state.row.accepted_at is None or state.row.stage != "support":
        return Refusal(
            "not_accepted",
            _("A journey rests after the customer has accepted and support has it."),
            law=5,
        )
    step = first_owed_step(state.steps)
    if step is not None:
        return Refusal(
            "still_waiting",
            fill(_("The customer still waits for something: %(step)s."), step=step.sentence),
            law=2,
            instead=_("Finish it first."),
        )
    return None


def cannot_wake(state: JourneyState) -> Refusal | None:
    """Refuse to wake a journey that is not at rest."""
    if (refusal := alive_to_workers(state)) is not None:
        return refusal
    if state.row.state != "at_rest":
        return Refusal("not_at_rest", _("This journey is open already."))
    return None


# What they said


def cannot_object(state: JourneyState, trigger: int) -> Refusal | None:
    """Refuse a second objection to the same recorded words."""
    if (refusal := alive_to_customer(state)) is not None:
        return refusal
    if any(row.pk == trigger and row.objected_at is None for row in state.triggers):
        return None
    return missing("trigger", _("There is no such record, or it was objected to already."))


def no_mail_address(state: JourneyState) -> Refusal | None:
    """Refuse if the contact has no mail address."""
    contact = state.row.contact
    if contact is not None and contact.email:
        return None
    return invalid("contact", _("There is no mail address to ask at. Call them, and log the call."))


def not_agreed(state: JourneyState) -> Refusal | None:
    """Refuse once the customer has agreed."""
    if not state.is_agreed:
        return None
    return Refusal(
        "agreed_already",
        _("It was agreed; it can only be cancelled now, and the customer is told."),
        law=8,
    )
