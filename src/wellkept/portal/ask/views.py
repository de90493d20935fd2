"""A website form, and the receipt for a submission."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import get_random_string
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from wellkept.idempotency.commands import count
from wellkept.intake.commands.receipts import send_where_it_is
from wellkept.intake.commands.store_other import take_form
from wellkept.intake.web_forms import Shown, shown
from wellkept.kernel.outage import outage_of
from wellkept.kernel.refusal import Refusal
from wellkept.people import queries as people
from wellkept.portal.ask.form import LARGEST, TRAP, AskForm, begun, doubts_of, number_of
from wellkept.portal.ask.form import receipt as signed
from wellkept.portal.visit import client, private, turned_away

log = logging.getLogger("wellkept.ask")

SENT = (20, timedelta(hours=1))  # what one address may send
ASKED = (3, timedelta(days=1))  # how often one number is answered
HEAD = 512 * 1024  # what fields and boundaries may take beside the files
KEPT = 60  # fields that are shown again while the database is away

View = Callable[..., HttpResponse]


def door(*methods: str) -> Callable[[View], View]:
    """Decorate a page for everybody. While the database is away it shows the input again, to be resent."""

    def hang(view: View) -> View:
        @functools.wraps(view)
        def entered(request: HttpRequest, key: str, **rest: Any) -> HttpResponse:
            if request.method not in methods:
                return private(HttpResponseNotAllowed(methods))
            try:
                with translation.override(_language(request)):
                    answer = view(request, key, **rest)
            except (DatabaseError, InterfaceError, OSError) as fault:
                if isinstance(fault, OSError) and outage_of(fault) is None:
                    raise
                log.exception("A form could not be taken")
                answer = _away(request)
            return private(answer)

        return csrf_exempt(xframe_options_exempt(login_not_required(entered)))

    return hang


@door("GET", "HEAD", "POST")
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Show the form; store a submission and acknowledge it with a number."""
    form_shown = shown(key, language=translation.get_language() or "en")
    if form_shown is None:
        return turned_away(request, "no_form", status=404)
    with translation.override(form_shown.language):
        if request.method != "POST":
            return _page(request, form_shown, AskForm(form_shown))
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + HEAD:
            return _page(request, form_shown, AskForm(form_shown), refused="too_large", status=413)
        form = AskForm(form_shown, request.POST, request.FILES)
        try:
            count(what="forms", who=client(request), at_most=SENT[0], within=SENT[1])
        except Refusal:
            return _page(request, form_shown, form, refused="too_many", status=429)
        if not form.is_valid():
            return _page(request, form_shown, form, status=422)
        doubts = doubts_of(
            request.POST,
            origin=request.headers.get("Origin", ""),
            ours=f"{request.scheme}://{request.get_host()}",
            known=form_shown.origins,
        )
        once = "".join(filter(str.isalnum, request.POST.get("once", "")))[:60]
        try:
            taken = take_form(form=form_shown.id, words=form.words(doubts=doubts), once=once)
        except Refusal:  # it was taken off the website a moment ago
            return turned_away(request, "no_form", status=404)
        to = reverse("ask:receipt", args=[key, signed(taken.number)])
        return HttpResponseRedirect(f"{to}?language={form_shown.language}", status=303)


@door("GET", "HEAD")
def receipt(request: HttpRequest, key: str, receipt: str) -> HttpResponse:
    """Show the number of a submission and who takes care of it."""
    number = number_of(receipt)
    form_shown = shown(key, language=translation.get_language() or "en")
    if number is None or form_shown is None:
        return turned_away(request, "no_form", status=404)
    with translation.override(form_shown.language):
        return _render(request, form_shown, "portal/ask_receipt.html", {"number": number, "receipt": receipt})


@door("POST")
def whereabouts(request: HttpRequest, key: str, receipt: str) -> HttpResponse:
    """Send the link of its page to the address on record. The answer is the same in every case."""
    number = number_of(receipt)
    form_shown = shown(key, language=translation.get_language() or "en")
    if number is None or form_shown is None:
        return turned_away(request, "no_form", status=404)
    try:
        count(what="form whereabouts", who=client(request), at_most=SENT[0], within=SENT[1])
        count(what="form whereabouts", who=number, at_most=ASKED[0], within=ASKED[1])
        send_where_it_is(number=number)
    except Refusal:
        pass  # too often: what went an hour ago still leads there
    with translation.override(form_shown.language):
        context = {"number": number, "receipt": receipt, "asked": True}
        return _render(request, form_shown, "portal/ask_receipt.html", context, status=202)


def _page(
    request: HttpRequest, form_shown: Shown, form: AskForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    sent = request.POST if refused != "too_large" else QueryDict()  # what is too large is not read
    context = {
        "form": form,
        "refused": refused,
        "trap": TRAP,
        "begun": sent.get("begun") or begun(),
        "once": sent.get("once") or get_random_string(20),
    }
    return _render(request, form_shown, "portal/ask.html", context, status=status)


def _render(
    request: HttpRequest, form_shown: Shown, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    names = dict(settings.LANGUAGES)
    frame = {
        "shown": form_shown,
        "company": people.company(),
        "messages": (),
        "csrf_token": "",  # nothing here is done in the name of a browser's owner: no cookie is needed
        "languages": [(code, names[code]) for code in form_shown.languages if code in names],
    }
    answer = render(request, template, {**frame, **context}, status=status)
    answer.framed_by = form_shown.origins  # type: ignore[attr-defined]
    return answer


def _away(request: HttpRequest) -> HttpResponse:
    """Show the input again when it could not be stored, to be resent."""
    typed = []
    if request.method == "POST":
        typed = [
            (name, value[:20_000])
            for name in list(request.POST)[:KEPT]
            for value in request.POST.getlist(name)[:1]
            if name != TRAP
        ]
    words = [(name, value) for name, value in typed if name not in ("begun", "once", "consent") and value]
    context = {
        "typed": words,
        "hidden": [(name, value) for name, value in typed if name in ("begun", "once", "consent")],
        "files": bool(request.method == "POST" and request.FILES),
        "company": {"name": ""},
        "messages": (),
        "csrf_token": "",
    }
    with translation.override(_language(request)):
        answer = render(request, "portal/ask_away.html", context, status=503)
    answer["Retry-After"] = "60"
    return answer


def _language(request: HttpRequest) -> str:
    """The language asked for, else chosen before, else preferred by the browser."""
    known = dict(settings.LANGUAGES)
    wanted = request.GET.get("language", "")
    return wanted if wanted in known else translation.get_language_from_request(request)
