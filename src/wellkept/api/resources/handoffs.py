"""Handoffs: offer, then accept or decline."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router

from wellkept.api import requests
from wellkept.api.authentication import actor
from wellkept.api.idempotent import Made, write
from wellkept.api.resources.received import found, taken
from wellkept.api.responses.journeys import Taken
from wellkept.journeys import queries
from wellkept.journeys.commands import handoffs
from wellkept.kernel.refusal import Refusal

_ANSWERED = {
    "accepted": _("This offer was accepted already."),
    "declined": _("This offer was declined already."),
    "withdrawn": _("This offer was withdrawn already."),
}
router = Router(tags=["Handoffs"])


@write(router, "/{number}/handoffs", out=Taken, summary="Offer it to the next team, or back")
def offer(request: HttpRequest, number: str, body: requests.NewHandoff) -> Made:
    """Offer a journey. Forward needs the customer's trigger, back needs a reason.

    If giver and receiver are the same person, the same act accepts it.
    """
    row = found(request, number)
    handoff = handoffs.offer_handoff(journey=row.pk, by=actor(request), **body.model_dump())
    return taken(request, row, handoff.pk)


@write(router, "/{number}/handoffs/{id}/acceptance", out=Taken, summary="Accept an offer")
def acceptance(request: HttpRequest, number: str, id: int, body: requests.Accepted) -> Made:
    """Accept an offer. The stage moves and the holder changes at this moment."""
    row = found(request, number)
    _open(id, row.pk)
    handoffs.accept_handoff(
        journey=row.pk,
        by=actor(request),
        rating=body.rating,
        open_points=[(point.what, point.due) for point in body.open_points],
        then=body.then,
        offer=id,
    )
    return taken(request, row, id)


@write(router, "/{number}/handoffs/{id}/declination", out=Taken, summary="Decline an offer")
def declination(request: HttpRequest, number: str, id: int, body: requests.Because) -> Made:
    """Decline an offer, with the reason. The journey stays with the giver."""
    row = found(request, number)
    _open(id, row.pk)
    handoffs.decline_handoff(journey=row.pk, by=actor(request), reason=body.reason, offer=id)
    return taken(request, row, id)


@write(router, "/{number}/handoffs/{id}/withdrawal", out=Taken, summary="Take an offer back")
def withdrawal(request: HttpRequest, number: str, id: int, body: requests.Because) -> Made:
    """Withdraw an offer that nobody has answered."""
    row = found(request, number)
    _open(id, row.pk)
    handoffs.withdraw_handoff(journey=row.pk, by=actor(request), reason=body.reason)
    return taken(request, row, id)


def _open(id: int, journey: int) -> None:
    """Refuse unless this very offer is still open: another one may have been made since."""
    state = queries.handoff(id, journey=journey).state
    if state != "offered":
        raise Refusal(
            "no_offer",
            _ANSWERED[state],
            instead=_("Look at the journey again."),
        )
