"""Write a call down while it lasts: who calls, what they say, and by when we call back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.customers import queries as customers
from wellkept.find.queries import SearchResult, find
from wellkept.intake.commands.calls import move_call, settle_call
from wellkept.intake.commands.first_contact import Speaker
from wellkept.intake.commands.phone_calls import Noted, PhoneCall, note_call
from wellkept.journeys import queries as journeys
from wellkept.kernel.characters import clean_line, clean_text
from wellkept.kernel.number import show
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text_fields import LineField, MailField, TextField
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.web import access, form_page, labels
from wellkept.web.form_fields import Ahead, Language, Phone

SHOWN = 6  # of what was found, as one types
_PHONE = re.compile(r"\+?[\d\s()/.\-]{5,}")
_PHONE_BESIDE_A_NAME = re.compile(r"(?<![^\s,;])(?:\+|\(?0)(?:[\s()/.\-]*\d){6,}(?=[\s,;]|$)")
_MAIL = re.compile(r"[^\s<>,;@]+@[^\s<>,;@]+")


@dataclass(frozen=True)
class Choice:
    """A place for the call, as the form sends it: `j12` a journey, `c7` a customer, `new`, `intake`."""

    value: str
    found: SearchResult | None
    state: labels.State | None


class CallForm(forms.Form):
    """The call form: ten seconds, without a mouse."""

    use_required_attribute = False

    who = LineField(
        label=gettext_lazy("Who calls?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Who is it? A number, a name, a telephone.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autofocus": True, "inputmode": "search"}
        ),
    )
    said = TextField(
        label=gettext_lazy("What do they say?"),
        max_length=5000,
        error_messages={"required": gettext_lazy("What did they say?")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seconds_waited = forms.IntegerField(
        label=gettext_lazy("Seconds they waited"), min_value=0, max_value=36_000, required=False
    )
    call_back_by = Ahead(label=gettext_lazy("We call back by"), required=False)
    chase = forms.BooleanField(
        label=gettext_lazy("They had to ask"),
        required=False,
        help_text=gettext_lazy("Something that we should have told them."),
    )
    name = LineField(
        label=gettext_lazy("Their name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = Phone(
        label=gettext_lazy("Their telephone"),
        help_text=gettext_lazy("Empty: the number typed above, if it is one."),
    )
    email = MailField(
        label=gettext_lazy("Their mail"),
        max_length=254,
        required=False,
        error_messages={"invalid": gettext_lazy("This is not a mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = Language(
        label=gettext_lazy("Their language"),
        required=False,
        help_text=gettext_lazy("In which we write to them."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form; POST stores the call where it belongs."""
    by = access.actor(request)
    posted = request.method == "POST"
    form = CallForm(
        request.POST if posted else None,
        initial={"who": request.GET.get("who", ""), "language": company().language},
    )
    once = re.sub(r"\W", "", request.POST.get("once", ""))[:40] or get_random_string(20)
    if posted:

        def note() -> Noted:
            nonlocal once
            try:
                return _note(form.cleaned_data, request, by, once)
            except Refusal as refusal:
                if refusal.code == "written_already":
                    once = get_random_string(20)  # what stands in the form now is another act
                raise

        done, noted = form_page.attempt(form, note)
        if done and noted is not None:
            to = f"/journeys/{noted.number}" if noted.number else f"/intake/{noted.item}"
            return access.done(request, to, _said_of(noted))
    who = (request.POST if posted else request.GET).get("who", "")
    context = {
        "section": "",
        "form": form,
        "choices": _choices(who, by),
        "chosen": request.POST.get("where", ""),
        "who": who,
        "once": once,
    }
    return render(request, "web/intake/call.html", context, status=422 if form.errors else 200)


@access.page
@require_safe
def known(request: HttpRequest) -> HttpResponse:
    """Likely places for the call, by the input so far."""
    who = request.GET.get("who", "")
    context = {
        "choices": _choices(who, access.actor(request)),
        "who": who,
        "chosen": request.GET.get("where", ""),
    }
    return render(request, "web/intake/call_known.html", context)


def _choices(who: str, by: Actor) -> list[Choice]:
    asked = clean_line(who)[:200]
    if len(asked) < 2:
        return []
    results = find(asked, by=by, limit=SHOWN)
    choices = [
        Choice(
            f"j{result.journey}" if result.journey else f"c{result.customer}",
            result,
            labels.court(result.court, since=result.since, waits_for=result.waits_for)
            if result.state == "open" and result.since
            else None,
        )
        for result in results
        if result.state != "ended"
    ]
    callers = list(dict.fromkeys(result.customer for result in results if result.customer and result.journey))
    if len(callers) == 1:
        caller = next(result for result in results if result.customer == callers[0])
        choices.append(Choice(f"c{callers[0]}", caller, None))
    return [*choices, Choice("new", None, None), Choice("intake", None, None)]


def _the_one(choices: list[Choice]) -> str:
    """Preselect the only plausible place: one journey, and nothing but a guess beside it."""
    sure = [
        choice.value
        for choice in choices
        if choice.found is not None and choice.value[0] == "j" and not choice.found.slip
    ]
    return sure[0] if len(sure) == 1 else ""


def _note(values: dict[str, Any], request: HttpRequest, by: Actor, once: str) -> Noted:
    who = values["who"].strip()
    where = request.POST.get("where", "") or _the_one(_choices(who, by))
    caller = _caller(who)
    phone = values["phone"].strip() or caller.phone
    email = values["email"].strip() or caller.email
    call = PhoneCall(
        summary=values["said"],
        seconds_waited=values["seconds_waited"],
        call_back_by=values["call_back_by"],
        chase=values["chase"],
    )
    key = int(where[1:]) if re.fullmatch(r"[jc]\d{1,18}", where) else None
    if where.startswith("j") and key is not None:
        return note_call(call=call, by=by, once=once, journey=key)
    if where.startswith("c") and key is not None:
        theirs = list(customers.contacts(key)[:2])
        speaker = Speaker(customer=key, contact=theirs[0].pk if len(theirs) == 1 else None)
        return note_call(call=call, by=by, once=once, speaker=speaker)
    name = values["name"].strip() or caller.name
    if where == "intake":
        speaker = Speaker(contact_name=name, phone=phone, email=email)
        return note_call(call=call, by=by, once=once, speaker=speaker, to_intake=True)
    if where == "new":
        if not name:
            raise invalid("name", _("What are they called?"))
        speaker = Speaker(contact_name=name, phone=phone, email=email, language=values["language"])
        return note_call(call=call, by=by, once=once, speaker=speaker)
    raise invalid("who", _("Where does it belong? Choose one of those below."))


@dataclass(frozen=True)
class Caller:
    """The parts of what was typed for the caller; each may be empty."""

    name: str
    phone: str
    email: str


def _caller(who: str) -> Caller:
    """Split `Ann Ash 0341 5550777 ann@ash.example` into name, telephone and mail address."""
    if _PHONE.fullmatch(who):
        return Caller("", who, "")
    mail = _MAIL.search(who)
    rest = who.replace(mail.group(), " ") if mail else who
    phone = _PHONE_BESIDE_A_NAME.search(rest)
    rest = rest.replace(phone.group(), " ") if phone else rest
    name = " ".join(rest.split()).strip(" ,;<>")
    return Caller(name, phone.group().strip() if phone else "", mail.group() if mail else "")


def _said_of(noted: Noted) -> str:
    if not noted.number:
        return _("It waits in intake, with its clock.")
    number = {"number": show(noted.number)}
    if noted.opened:
        return _("Their number is %(number)s. It is good for everything from now on.") % number
    return _("Added to journey %(number)s.") % number


# Calls that a telephone system told of


@access.page
@require_POST
def settled(request: HttpRequest, message: int) -> HttpResponse:
    """Confirm where the call was placed, and whether they had to ask."""
    by = access.actor(request)
    settle_call(
        message=message,
        chase=request.POST.get("chase") == "1",
        summary=clean_text(request.POST.get("said", "")),
        by=by,
    )
    return access.done(request, access.came_from(request, default="/desk"), _("Noted."))


@access.page
@require_POST
def moved(request: HttpRequest, message: int) -> HttpResponse:
    """Move the call to another journey."""
    by = access.actor(request)
    there = journeys.journey(request.POST.get("number", ""), by=by, whole=False)
    row = move_call(message=message, to=there.pk, by=by)
    return access.done(
        request,
        f"/journeys/{row.number}",
        _("Added to journey %(number)s.") % {"number": show(row.number)},
    )
