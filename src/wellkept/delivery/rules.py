"""Checks of the delivery stage, and how far a journey is delivered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.rules import (
    alive_to_workers,
    cannot_be_recorded_again,
    open_to_customer,
    open_to_workers,
)
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill
from wellkept.people.stages import stage_name

if TYPE_CHECKING:
    from wellkept.journeys.state import JourneyState

# The latest of these events says whether something lies before the customer to accept. A handoff ends the matter:
# what went back to an earlier stage has to be delivered again.
DELIVERY_EVENTS = ("part_delivered", "delivered", "rejected", "accepted", "handoff_accepted")
Extent = Literal["nothing", "part", "everything"]
_EXTENTS: dict[str, Extent] = {"part_delivered": "part", "delivered": "everything"}


def extent_of(types: Iterable[str]) -> Extent:
    """Derive whether a part or everything lies before the customer, neither accepted nor refused.

    The types are those of the journey's events in the order recorded. A change of what was agreed leaves what was
    everything a part.
    """
    latest = ""
    for type in types:
        if type in DELIVERY_EVENTS:
            latest = type
        elif type == "agreed" and latest == "delivered":
            latest = "part_delivered"
    return _EXTENTS.get(latest, "nothing")


def cannot_deliver(state: JourneyState) -> Refusal | None:
    """Refuse a delivery outside the stage that ends by acceptance, after an acceptance, or on hold."""
    if (refusal := open_to_workers(state) or _not_in_delivery(state)) is not None:
        return refusal
    hold = state.hold_on("delivery")
    if hold is not None:
        return Refusal(
            "delivery_held",
            fill(_("Delivery is on hold: %(why)s."), why=hold.why),
            instead=_("Lift the hold first."),
        )
    return None


def cannot_accept(state: JourneyState, *, delivered: Extent) -> Refusal | None:
    """Refuse a second acceptance and one of a part alone; on the customer's page also one before the delivery."""
    if (refusal := open_to_customer(state)) is not None:
        return refusal
    if state.row.accepted_at is not None and state.stage.trigger != "acceptance":
        return Refusal("accepted_already", _("The customer has accepted it already."), law=5)
    if (refusal := _not_in_delivery(state)) is not None:
        return refusal
    if delivered == "part":
        return Refusal(
            "delivered_in_part",
            _("Something is still to be delivered."),
            law=5,
            instead=_("It is accepted when everything is there."),
        )
    if state.by.kind == "customer" and delivered == "nothing":
        return Refusal("not_in_delivery", _("Nothing waits to be accepted."), law=5)
    return None


def cannot_reject(state: JourneyState) -> Refusal | None:
    """Refuse a rejection after the acceptance."""
    return open_to_customer(state) or _not_in_delivery(state)


def cannot_enter_items(state: JourneyState) -> Refusal | None:
    """Refuse items of whoever may not work on the journey, and once it has ended."""
    return alive_to_workers(state)


def _not_in_delivery(state: JourneyState) -> Refusal | None:
    if state.stage.trigger != "acceptance":
        return Refusal(
            "not_in_delivery",
            fill(_("This journey is in %(stage)s, not in delivery."), stage=stage_name(state.row.stage)),
            law=5,
            instead=_("Hand it over to delivery first."),
        )
    return cannot_be_recorded_again(state, "acceptance")
