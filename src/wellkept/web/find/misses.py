"""Searches that found nothing: looked at by a person, and resolved in one of three ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.find import commands
from wellkept.find.queries import SearchResult, find, misses
from wellkept.kernel.refusal import invalid
from wellkept.people import queries as people
from wellkept.people.actor import Actor
from wellkept.web import access, form_page
from wellkept.web.find.miss_forms import (
    REASONS,
    FaultForm,
    HandForm,
    OtherwiseForm,
    OursForm,
    ReferenceForm,
    SaidForm,
    kind_of,
)

CANDIDATES = 12


# Reading


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """Show open misses, or resolved ones. POST keeps one more."""
    by = access.actor(request)
    if request.method == "POST":
        return _keep(request, by)
    shown = request.GET.get("shown", "waiting")
    hands = people.hands_of(by.as_staff()).people()
    owner = hands if shown == "mine" else None
    lines = misses.ended(by) if shown == "ended" else misses.waiting(by, handlers=owner)
    context = {"shown": shown, "lines": lines, "alone": people.is_alone()}
    return render(request, "web/find/misses.html", context)


def _keep(request: HttpRequest, by: Actor) -> HttpResponse:
    """Keep a miss: `quietly` while somebody types in the box, else ask what else was said."""
    row = commands.note_miss(asked=request.POST.get("q", ""), by=by)
    if request.POST.get("quietly"):
        return HttpResponse(status=204)
    return access.done(request, f"/find/misses/{row.pk}", _("Saved: “%(asked)s”.") % {"asked": row.asked})


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, miss: int) -> HttpResponse:
    """Show a miss, similar searches, and the three ways to resolve it. POST keeps the customer's words."""
    if request.method != "POST":
        return _page(request, miss)
    form = SaidForm(request.POST)
    done, row = form_page.attempt(
        form,
        lambda: commands.explain_miss(
            miss=miss, explanation=form.cleaned_data["said"], by=access.actor(request)
        ),
    )
    if not done or row is None:
        return _page(request, miss, status=422, said_form=form)
    message = _("Saved: “%(asked)s”, with what they said.") % {"asked": row.asked}
    return access.done(request, f"/find/misses/{miss}", message)


def _page(request: HttpRequest, miss: int, *, status: int = 200, **forms_: Any) -> HttpResponse:
    by = access.actor(request)
    line = misses.same_search(miss, by)
    wrong: OtherwiseForm | None = forms_.pop("otherwise_form", None)
    context = {
        "line": line,
        "besides": [
            (row, wrong if wrong and wrong.pair == row.id else OtherwiseForm(None, pair=row.id))
            for row in line.beside
        ],
        "miss": line.miss,
        "open": line.miss.ended_at is None,
        "kind": kind_of(line.kind),
        "next": _next(by, line.miss.key),
        "alone": people.is_alone(),
        "reasons": REASONS,
        "said_form": SaidForm(),
        "reference_form": ReferenceForm(initial={"said": line.miss.asked, "kind": line.kind}),
        "fault_form": FaultForm(None, asked=line.miss.asked, handler=line.miss.handler_id),
        "ours_form": OursForm(),
        "hand_form": HandForm(None, but=line.miss.handler_id),
    }
    return render(request, "web/find/miss.html", context | forms_, status=status)


def _next(by: Actor, key: str) -> int | None:
    return next((line.miss.pk for line in misses.waiting(by) if line.miss.key != key), None)


# Ending


@access.page
@require_POST
def reference(request: HttpRequest, miss: int) -> HttpResponse:
    """Make the words a reference of the choice, or of what the text in `whose` finds."""
    by = access.actor(request)
    chosen = request.POST.get("choice", "")
    form = ReferenceForm(request.POST, chosen=bool(chosen))
    results = [] if chosen or not form.is_valid() else _candidates(form.cleaned_data["whose"], by)

    def act() -> int:
        values = form.cleaned_data
        sought = _chosen(chosen) if chosen else _only(results, values["whose"])
        return commands.end_as_reference(miss=miss, kind=values["kind"], text=values["said"], by=by, **sought)

    done, _many = form_page.attempt(form, act)
    if not done:
        return _page(request, miss, status=422, reference_form=form, candidates=results)
    return _on(request, _("From now on “%(said)s” finds it.") % {"said": form.cleaned_data["said"]})


def _candidates(text: str, by: Actor) -> list[SearchResult]:
    return (
        [result for result in find(text, by=by, limit=CANDIDATES) if not result.slip] if text.strip() else []
    )


def _only(search_results: list[SearchResult], text: str) -> dict[str, int]:
    if not search_results:
        raise invalid("whose", _("Nothing is known as “%(said)s”.") % {"said": text})
    if len(search_results) > 1:
        raise invalid("whose", _("Which one? Choose below."))
    result = search_results[0]
    return {"journey": result.journey} if result.journey else {"customer": result.customer or 0}


def _chosen(choice: str) -> dict[str, int]:
    what, _colon, key = choice.partition(":")
    if what not in ("journey", "customer") or not (key.isascii() and key.isdigit() and len(key) < 19):
        raise invalid("whose", _("Which one? Choose below."))
    return {what: int(key)}


@access.page
@require_POST
def nonconformity(request: HttpRequest, miss: int) -> HttpResponse:
    """Raise a nonconformity: the search should have found it."""
    form = FaultForm(request.POST)

    def act() -> int:
        values = form.cleaned_data
        return commands.end_as_nonconformity(
            miss=miss,
            what=values["what"],
            next_step=values["next_step"],
            due=values["due"],
            handler=int(values["handler"]) if values.get("handler") else None,
            by=access.actor(request),
        )

    return _ended(request, miss, form, "fault_form", act, _("Someone is on it, with a date."))


@access.page
@require_POST
def not_ours(request: HttpRequest, miss: int) -> HttpResponse:
    """Resolve it: the caller meant somebody else."""
    form = OursForm(request.POST)

    def act() -> int:
        return commands.end_as_not_ours(miss=miss, why=form.cleaned_data["why"], by=access.actor(request))

    return _ended(request, miss, form, "ours_form", act, _("It was not ours. The words stay on record."))


@access.page
@require_POST
def hand(request: HttpRequest, miss: int) -> HttpResponse:
    """Give it to a colleague."""
    form = HandForm(request.POST, but=0)

    def act() -> int:
        return commands.hand_miss(miss=miss, to=int(form.cleaned_data["to"]), by=access.actor(request))

    return _ended(request, miss, form, "hand_form", act, _("It is in their hands, with its clock."))


@access.page
@require_POST
def otherwise(request: HttpRequest, miss: int, pair: int) -> HttpResponse:
    """Say that two searches did not mean the same."""
    form = OtherwiseForm(request.POST, pair=pair)

    def act() -> bool:
        commands.reject_counterpart(counterpart=pair, why=form.cleaned_data["why"], by=access.actor(request))
        return True

    done, _yes = form_page.attempt(form, act)
    if not done:
        return _page(request, miss, status=422, otherwise_form=form)
    return access.done(request, f"/find/misses/{miss}", _("They are no longer shown together."))


def _ended(
    request: HttpRequest, miss: int, form: forms.Form, name: str, act: Callable[[], int], words: str
) -> HttpResponse:
    done, _many = form_page.attempt(form, act)
    if not done:
        return _page(request, miss, status=422, **{name: form})
    return _on(request, words)


def _on(request: HttpRequest, words: str) -> HttpResponse:
    """Continue with the next open miss."""
    waiting = misses.waiting(access.actor(request))
    to = f"/find/misses/{waiting[0].miss.pk}" if waiting else "/find/misses"
    return access.done(request, to, words)
