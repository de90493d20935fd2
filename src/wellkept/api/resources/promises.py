"""Promises: made, kept, moved with notice, released; and cancellations and holds."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from wellkept.api import requests
from wellkept.api.authentication import actor
from wellkept.api.idempotent import Made, write
from wellkept.api.resources.received import found, taken
from wellkept.api.responses.journeys import Taken
from wellkept.endings import commands as endings
from wellkept.journeys.commands import holds
from wellkept.kernel.money import Money
from wellkept.promises import commands as ledger

router = Router(tags=["Promises, holds and cancellation"])


@write(router, "/{number}/promises", out=Taken, summary="Promise something")
def make(request: HttpRequest, number: str, body: requests.NewPromise) -> Made:
    """Make a promise."""
    row = found(request, number)
    values = body.model_dump()
    amount, currency = values.pop("amount"), values.pop("currency")
    if amount is not None and currency:
        values["price"] = Money(amount, currency)
    promise = ledger.make_promise(journey=row.pk, by=actor(request), **values)
    return taken(request, row, promise.pk)


@write(router, "/{number}/promises/{id}/keeping", out=Taken, summary="A promise is kept")
def keeping(request: HttpRequest, number: str, id: int, body: requests.Kept) -> Made:
    """Mark a promise as kept, also a late one."""
    row = found(request, number)
    ledger.keep_promise(journey=row.pk, promise=id, by=actor(request), then=body.then)
    return taken(request, row, id)


@write(router, "/{number}/promises/{id}/moves", out=Taken, summary="Move a promised date, with its notice")
def move(request: HttpRequest, number: str, id: int, body: requests.NewDate) -> Made:
    """Move a promise. The customer is told the reason and the new date; it counts only once they are told."""
    row = found(request, number)
    new_date = ledger.move_promise(journey=row.pk, promise=id, by=actor(request), **body.model_dump())
    return taken(request, row, new_date.pk)


@write(router, "/{number}/moves/{id}/answer", out=Taken, summary="Their answer to a new date")
def answer(request: HttpRequest, number: str, id: int, body: requests.DateAnswer) -> Made:
    """Record the customer's answer to a new date: accepted or refused, in their words."""
    row = found(request, number)
    ledger.answer_new_date(journey=row.pk, move=id, by=actor(request), **body.model_dump())
    return taken(request, row, id)


@write(router, "/{number}/promises/{id}/release", out=Taken, summary="They released a promise")
def release(request: HttpRequest, number: str, id: int, body: requests.Released) -> Made:
    """Release a promise. The customer's word is the evidence; a new date is a new promise."""
    row = found(request, number)
    successor = ledger.release_promise(journey=row.pk, promise=id, by=actor(request), **body.model_dump())
    return taken(request, row, successor.pk if successor is not None else None)


@write(router, "/{number}/cancellation", out=Taken, summary="Cancel it, and tell the customer")
def cancellation(request: HttpRequest, number: str, body: requests.Cancelled) -> Made:
    """Cancel, at the customer's wish or ours, always with a notice."""
    row = found(request, number)
    endings.cancel(journey=row.pk, by=actor(request), why=body.why, by_them=body.by_them)
    return taken(request, row)


@write(router, "/{number}/holds", out=Taken, summary="Stop billing or delivery")
def hold(request: HttpRequest, number: str, body: requests.NewHold) -> Made:
    """Place a hold until it is lifted."""
    row = found(request, number)
    placed = holds.place_hold(journey=row.pk, by=actor(request), stops=body.stops, why=body.why)
    return taken(request, row, placed.pk)


@write(router, "/{number}/holds/{id}/lifting", out=Taken, summary="It may go on")
def lifting(request: HttpRequest, number: str, id: int, body: requests.Nothing) -> Made:
    """Lift a hold."""
    row = found(request, number)
    holds.lift_hold(journey=row.pk, hold=id, by=actor(request))
    return taken(request, row, id)
