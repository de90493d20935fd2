"""Holds: stop billing or delivery on a journey, visibly."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.journeys import facts
from wellkept.journeys.commands.turn import turn
from wellkept.journeys.models import Hold
from wellkept.journeys.rules import cannot_lift_hold, cannot_place_hold
from wellkept.kernel.refusal import invalid
from wellkept.people.actor import Actor

_HELD_ALREADY = {
    "billing": _("Billing is on hold already."),
    "delivery": _("Delivery is on hold already."),
}


def place_hold(*, journey: int, stops: str, why: str, by: Actor) -> Hold:
    """Stop billing or delivery until the hold is lifted."""
    if stops not in ("billing", "delivery"):
        raise invalid("stops", _("A hold stops billing or delivery."))
    if not why.strip():
        raise invalid("why", _("Say why it is stopped."))
    with turn(journey=journey, by=by, check=lambda state: cannot_place_hold(state, stops)) as t:
        row = Hold(journey=t.row, stops=stops, why=why.strip(), placed_by_id=by.as_staff(), placed_at=t.now)
        row.save(force_insert=True)
        t.say(facts.HoldPlaced(hold=row.pk, stops=stops, why=row.why))
        return row


def lift_hold(*, journey: int, hold: int, by: Actor) -> None:
    """Lift a hold."""
    with turn(journey=journey, by=by, check=lambda state: cannot_lift_hold(state, hold)) as t:
        row = Hold.objects.get(pk=hold)
        row.lifted_at, row.lifted_by_id = t.now, by.as_staff()
        row.save(update_fields=["lifted_at", "lifted_by"])
        t.say(facts.HoldLifted(hold=row.pk, stops=row.stops))
