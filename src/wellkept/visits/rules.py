"""Checks of visits, and until when the customer may change one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.rights import cannot_take_part
from wellkept.journeys.rules import alive_to_workers, not_at_rest, open_to_customer, open_to_workers
from wellkept.kernel.refusal import Refusal, missing
from wellkept.kernel.text import fill

if TYPE_CHECKING:
    from wellkept.journeys.state import JourneyState
    from wellkept.visits.models import Visit, VisitRecord

_OVER = {
    "done": _("This visit has taken place."),
    "cancelled": _("This visit is cancelled."),
    "missed": _("This visit did not take place."),
}


def cannot_plan_visit(state: JourneyState) -> Refusal | None:
    """Refuse a visit where delivery is on hold, or to whoever may not work on the journey."""
    if (refusal := open_to_workers(state)) is not None:
        return refusal
    hold = state.hold_on("delivery") if state.stage.trigger == "acceptance" else None
    if hold is not None:
        return Refusal(
            "delivery_held",
            fill(_("Delivery is on hold: %(why)s."), why=hold.why),
            instead=_("Lift the hold first."),
        )
    return None


def cannot_change_visit(state: JourneyState, visit: Visit | None) -> Refusal | None:
    """Refuse a change of a visit that is over. Whoever goes may change their own."""
    refusal = not_at_rest(state) if _goes(state, visit) else open_to_workers(state)
    return refusal or not_over(visit)


def cannot_fix_visit(state: JourneyState, visit: Visit | None) -> Refusal | None:
    """Refuse to offer other windows for a fixed visit, or to fix it again."""
    if (refusal := cannot_change_visit(state, visit)) is not None:
        return refusal
    if visit is not None and visit.state == "fixed":
        return Refusal("visit_fixed", _("This visit is fixed already."), instead=_("Move it instead."))
    return None


def cannot_move_visit(state: JourneyState, visit: Visit | None) -> Refusal | None:
    """Refuse an act on a visit that is not fixed: another time, or that it was done or missed."""
    if (refusal := cannot_change_visit(state, visit)) is not None:
        return refusal
    return _not_fixed(visit)


def cannot_begin_visit(state: JourneyState, visit: Visit | None) -> Refusal | None:
    """Refuse to begin a visit twice."""
    if (refusal := cannot_move_visit(state, visit)) is not None:
        return refusal
    assert visit is not None
    if visit.begun_at is not None:
        return Refusal("begun_already", _("This visit has begun already."))
    return None


def cannot_be_late(state: JourneyState, visit: Visit | None) -> Refusal | None:
    """Refuse to tell the customer twice that a visit will be late."""
    if (refusal := cannot_move_visit(state, visit)) is not None:
        return refusal
    assert visit is not None
    if visit.begun_at is not None:
        return Refusal("begun_already", _("This visit has begun already."))
    if visit.late_told_at is not None:
        return Refusal(
            "late_already",
            _("The customer knows already that it will be late."),
            instead=_("Call them, or give them another time."),
        )
    return None


def cannot_pick(state: JourneyState, visit: Visit | None) -> Refusal | None:
    """Refuse the customer's choice of a window where the visit is over, or too near to be moved."""
    return open_to_customer(state) or not_over(visit) or _too_near(state, visit)


def cannot_record(state: JourneyState, visit: Visit, *, goes: bool) -> Refusal | None:
    """Refuse records before a time is fixed, and of whoever may neither read the journey nor was to go there."""
    refusal = state.by.cannot_write() if goes else cannot_take_part(state.row, state.by)
    return refusal or (_not_fixed(visit) if visit.state == "offered" else None)


def conflict_of(visit: Visit, *, seen: int, person: int) -> str:
    """The change of the visit since the device knew it; empty if it is the same."""
    if visit.state in ("cancelled", "missed"):
        return visit.state
    if seen == visit.sequence:
        return ""
    return "moved" if visit.person_id == person else "handed"


def cannot_judge(state: JourneyState, record: VisitRecord, *, counts: bool) -> Refusal | None:
    """Refuse a word on a record of whoever may not work on the journey, and a second one of the same kind."""
    if (refusal := alive_to_workers(state)) is not None:
        return refusal
    if record.state == "dropped":
        return Refusal("dropped_already", _("This record was dropped already."))
    if counts and record.state == "counts":
        return Refusal("counts_already", _("This record counts already."))
    return None


def not_over(visit: Visit | None) -> Refusal | None:
    """Refuse a visit that is not there or is over."""
    if visit is None:
        return missing("visit", _("There is no such visit."))
    if visit.state in _OVER:
        return Refusal("visit_over", _OVER[visit.state])
    return None


def changeable_until(visit: Visit) -> datetime | None:
    """The time until which the customer may move or cancel it on their page."""
    return visit.starts_at - timedelta(hours=visit.change_hours) if visit.starts_at is not None else None


def _too_near(state: JourneyState, visit: Visit | None) -> Refusal | None:
    assert visit is not None
    until = changeable_until(visit)
    if state.by.kind != "customer" or visit.state != "fixed" or until is None or state.now <= until:
        return None
    return Refusal(
        "too_near",
        _("The visit is too near to be changed here."),
        instead=_("Please call: your person here finds a way with you."),
    )


def _not_fixed(visit: Visit | None) -> Refusal | None:
    if visit is not None and visit.state == "fixed":
        return None
    return Refusal(
        "visit_not_fixed",
        _("The customer has not picked a time yet."),
        instead=_("Fix a time with them first."),
    )


def _goes(state: JourneyState, visit: Visit | None) -> bool:
    """Whether the actor is whoever goes to the visit, and may write."""
    return visit is not None and state.by.person == visit.person_id and state.by.cannot_write() is None
