"""Touches, notes, and next steps."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from wellkept.api import requests
from wellkept.api.authentication import actor
from wellkept.api.idempotent import Made, write
from wellkept.api.resources.received import found, taken
from wellkept.api.responses.journeys import Taken
from wellkept.journeys.commands import steps, touches

router = Router(tags=["Touches, notes and steps"])


@write(router, "/{number}/touches", out=Taken, summary="Log a contact that took place")
def touch(request: HttpRequest, number: str, body: requests.NewTouch) -> Made:
    """Log a touch. An incoming one puts the journey in our court; an outgoing one answers what was open."""
    row = found(request, number)
    touch = touches.log_touch(journey=row.pk, touch=body.touch, by=actor(request), then=body.then)
    return taken(request, row, touch.pk)


@write(router, "/{number}/letters", out=Taken, summary="Write to the customer")
def letter(request: HttpRequest, number: str, body: requests.NewLetter) -> Made:
    """Send the contact a mail."""
    row = found(request, number)
    touches.write_to_customer(
        journey=row.pk, words=body.words, contact=body.contact, by=actor(request), then=body.then
    )
    return taken(request, row)


@write(router, "/{number}/notes", out=Taken, summary="Write a note to colleagues")
def note(request: HttpRequest, number: str, body: requests.NewNote) -> Made:
    """Write a note. The customer does not see it."""
    row = found(request, number)
    touches.write_note(journey=row.pk, by=actor(request), words=body.words)
    return taken(request, row)


@write(router, "/{number}/steps", out=Taken, summary="Plan a step of ours")
def step(request: HttpRequest, number: str, body: requests.NewStep) -> Made:
    """Plan a step with a due time."""
    row = found(request, number)
    step = steps.plan_step(journey=row.pk, by=actor(request), **body.model_dump())
    return taken(request, row, step.pk)


@write(router, "/{number}/waits", out=Taken, summary="Wait for them or for a third party")
def wait(request: HttpRequest, number: str, body: requests.NewWait) -> Made:
    """Wait for somebody, with the date on which we ask again."""
    row = found(request, number)
    waiting = steps.wait_for(journey=row.pk, by=actor(request), **body.model_dump())
    return taken(request, row, waiting.pk)


@write(router, "/{number}/steps/{id}/completion", out=Taken, summary="A step is done")
def completion(request: HttpRequest, number: str, id: int, body: requests.StepDone) -> Made:
    """Finish a step. Unless another is open, the same act says what happens next."""
    row = found(request, number)
    steps.finish_step(journey=row.pk, step=id, by=actor(request), how=body.how, then=body.then)
    return taken(request, row, id)
