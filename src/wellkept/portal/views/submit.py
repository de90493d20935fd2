"""Run an act of the customer: once, keep the input on an error, then show the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.crypto import get_random_string

from wellkept import laws
from wellkept.entities.queries import imprint
from wellkept.idempotency.commands import Answer, fingerprint_of, once
from wellkept.journeys.queries import also_known_as
from wellkept.kernel.refusal import Refusal
from wellkept.orders.commands import WrongCode, count_wrong_code
from wellkept.people.queries import company, person, stand_in
from wellkept.portal.refusals import ON_RECORD, words
from wellkept.portal.visit import Visit

Act = Callable[[], str | None]


def take(request: HttpRequest, visit: Visit, act: Act, *, done: str) -> HttpResponse:
    """Run the act and redirect to the page. A repeated submission runs it once. `act` may name another page."""
    sent = [
        f"{name}={value}".encode() for name in sorted(request.POST) for value in request.POST.getlist(name)
    ]
    asks = [request.path.encode(), *sent]
    key = request.POST.get("once") or get_random_string(20)

    def perform() -> Answer:
        return Answer(303, location=act() or visit.to())

    try:
        answer = once(
            caller=f"link:{visit.link}",
            key=f"{key[:60]} {fingerprint_of(asks).hex()}",
            asks=asks,
            act=perform,
        )
    except IntegrityError as error:
        raise laws.refusal(error) from error
    except WrongCode as wrong:
        count_wrong_code(wrong.agreement)
        raise
    except Refusal as no:
        if no.code not in ON_RECORD:
            raise
        answer = Answer(303, location=visit.to())
    return HttpResponseRedirect(f"{answer.location}?done={done}", status=303)


def form_page(
    request: HttpRequest,
    visit: Visit,
    form: forms.Form,
    template: str,
    act: Callable[[Any], str | None],
    *,
    done: str,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show and take a page with one form. Errors appear beside their field, and the input is kept."""
    refused = ""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return take(request, visit, lambda: act(form.cleaned_data), done=done)
            except Refusal as no:
                status = no.status
                if no.field in form.fields:
                    form.add_error(no.field, words(no))
                else:
                    refused = words(no)
    return show(
        request, visit, template, {"form": form, "refused": refused, **(context or {})}, status=status
    )


def show(
    request: HttpRequest, visit: Visit, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page with its frame: their person, their number, the way back."""
    journey, owner = visit.about, visit.person
    there = stand_in(owner.pk, team=journey.team_id if journey else None)
    frame = {
        "visit": visit,
        "journey": journey,
        "also_known_as": also_known_as(journey) if journey else [],
        "contact": visit.contact,
        "company": company(),
        "imprint": imprint(journey.entity_id if journey else None),
        "today": owner if there == owner.pk else person(there),
        "once": get_random_string(20),
        "home": visit.to(),
        "language_url": visit.to("language"),
        "languages": settings.LANGUAGES,
    }
    return render(request, template, {**frame, **context}, status=status)
