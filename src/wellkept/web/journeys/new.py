"""A new journey: who is it, how do we reach them, what is the problem?

Five fields on the telephone. Likely duplicates are shown before a customer is added, and everything known of
a customer is shown to confirm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.blueprints.queries import blueprints
from wellkept.customer_page import queries as desk
from wellkept.customers import queries as customers
from wellkept.duplicates.queries.likely_same import Candidate, likely_same
from wellkept.intake.commands.first_contact import Place, Speaker, first_word
from wellkept.journeys.need import Need, Origin, Start
from wellkept.kernel.characters import clean_line
from wellkept.kernel.number import show
from wellkept.kernel.text_fields import CodeField, LineField, TextField
from wellkept.people import queries as people
from wellkept.ui.fields import FormData
from wellkept.web import access, form_page
from wellkept.web.customers.page import wrong_words
from wellkept.web.customers.profile import ways_of_hearing
from wellkept.web.form_fields import Language, Phone, When, choose

CHANNELS = [
    ("call", gettext_lazy("They call")),
    ("visit", gettext_lazy("They are here")),
    ("mail", gettext_lazy("They wrote")),
    ("message", gettext_lazy("They sent a message")),
]
NEW = "new"  # in a choice of contacts or places: one that we do not know yet


class FirstWordForm(forms.Form):
    """The first words of a new problem, from a new or a known customer."""

    use_required_attribute = False

    need = TextField(
        label=gettext_lazy("What is the problem, in their words?"),
        max_length=5000,
        error_messages={"required": gettext_lazy("What is the problem, in the customer's words?")},
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )
    contact = forms.ChoiceField(label=gettext_lazy("Who speaks?"), required=False, widget=forms.RadioSelect)
    contact_name = LineField(
        label=gettext_lazy("Who speaks?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Who is it?")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = LineField(
        label=gettext_lazy("Company"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = Phone()
    email = CodeField(
        label=gettext_lazy("Mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = Language(required=False, help_text=gettext_lazy("In which we write to them."))
    site = forms.ChoiceField(label=gettext_lazy("Where is it?"), required=False, widget=forms.RadioSelect)
    street = LineField(label=gettext_lazy("Street and number"), max_length=200, required=False)
    postcode = LineField(label=gettext_lazy("Postcode"), max_length=20, required=False)
    city = LineField(label=gettext_lazy("Place"), max_length=100, required=False)
    blueprint = forms.ChoiceField(
        label=gettext_lazy("What kind of work is it?"), required=False, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(label=gettext_lazy("How they came"), choices=CHANNELS, required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Who answers for it from start to finish?"), required=False)
    requested_for = When(label=gettext_lazy("By when they want it"), required=False)
    budget = forms.DecimalField(
        label=gettext_lazy("What they want to spend"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    heard_through = forms.ChoiceField(
        label=gettext_lazy("How did you hear of us?"), choices=ways_of_hearing, required=False
    )
    heard_of_us = LineField(label=gettext_lazy("In their words"), max_length=500, required=False)
    confidential = forms.BooleanField(
        label=gettext_lazy("Confidential"),
        required=False,
        help_text=gettext_lazy(
            "Everyone finds it; only owner, holder, their deputies and named readers read it."
        ),
    )

    def __init__(self, data: FormData, *, initial: dict[str, Any], customer: int | None, me: int) -> None:
        super().__init__(data, initial=initial)
        self.customer = customer
        if customer is None:
            del self.fields["contact"], self.fields["site"]
        else:
            del self.fields["name"], self.fields["heard_of_us"], self.fields["heard_through"]
            self.fields["contact_name"].required = False
            theirs = [
                (str(contact.pk), _line(contact.name, contact.role, contact.phone or contact.email))
                for contact in customers.contacts(customer)
            ]
            places = [(str(site.pk), _line(str(site), site.label)) for site in customers.sites(customer)]
            choose(self, "contact", [*theirs, (NEW, _("Somebody else"))])
            choose(self, "site", [*places, (NEW, _("Another site"))])
            self.initial.setdefault("contact", theirs[0][0] if theirs else NEW)
            self.initial.setdefault("site", places[0][0] if places else NEW)
        usual = customers.customer(customer).language if customer else people.company().language
        self.initial.setdefault("language", usual)
        plans = blueprints()
        choose(self, "blueprint", [(plan.version.blueprint.key, plan.version.title) for plan in plans])
        self.initial.setdefault("blueprint", plans[0].version.blueprint.key if plans else "")
        if people.is_alone():
            del self.fields["owner"]
        else:
            choose(self, "owner", [(str(person.pk), person.name) for person in people.staff()])
            self.initial.setdefault("owner", str(me))

    def problem(self) -> Need:
        values = self.cleaned_data
        return Need(values["need"], budget=values["budget"], requested_for=values["requested_for"])

    def origin(self) -> Origin:
        return Origin(channel=self.cleaned_data["channel"] or "call")

    def start(self) -> Start:
        values = self.cleaned_data
        return Start(
            owner=self._chosen("owner"),
            blueprint=values["blueprint"] or None,
            confidential=values["confidential"],
        )

    def speaker(self) -> Speaker:
        """The chosen contact, else the new one that was typed."""
        if (contact := self._chosen("contact")) is not None:
            return Speaker(customer=self.customer, contact=contact)
        names = ("name", "heard_of_us", "heard_through", "contact_name", "phone", "email", "language")
        typed = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return Speaker(customer=self.customer, **typed)

    def place(self) -> Place:
        """The chosen site, else the new address that was typed."""
        if (site := self._chosen("site")) is not None:
            return Place(site=site)
        return Place(**{name: self.cleaned_data[name] for name in ("street", "postcode", "city")})

    def _chosen(self, name: str) -> int | None:
        """Return the key that was chosen, if it is one of those we know."""
        key = self.cleaned_data.get(name) or NEW
        return None if key == NEW else int(key)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form; POST opens the journey with its number."""
    by = access.actor(request)
    asked = request.POST if request.method == "POST" else request.GET
    customer = _key(asked.get("customer"))
    row = customers.customer(customer) if customer else None
    last = desk.last_of(customer, by=by) if customer else None
    # A GET carries what was typed before the customer was recognised.
    initial = {key: value for key, value in request.GET.items() if key in FirstWordForm.base_fields}
    initial |= _said(request.GET.get("said", ""))
    if last is not None:
        initial.setdefault("blueprint", last.journey.blueprint.key)
        if last.journey.site_id:
            initial.setdefault("site", str(last.journey.site_id))
        if last.journey.contact_id and last.journey.contact and last.journey.contact.active:
            initial.setdefault("contact", str(last.journey.contact_id))
    form = FirstWordForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        customer=customer,
        me=by.as_staff(),
    )
    twins: list[Candidate] = []
    if request.method == "POST" and form.is_valid():
        if customer is None and not request.POST.get("anyway"):
            twins = [twin for twin in _twins(form.cleaned_data) if twin.stops]
        if not twins:
            done, journey = form_page.attempt(
                form,
                lambda: first_word(
                    need=form.problem(),
                    speaker=form.speaker(),
                    by=by,
                    place=form.place(),
                    start=form.start(),
                    origin=form.origin(),
                ),
            )
            if done and journey is not None:
                return access.done(
                    request,
                    f"/journeys/{journey.number}",
                    _("Their number is %(number)s. It is good for everything from now on.")
                    % {"number": show(journey.number)},
                )
    context = {
        "section": "customers" if customer else "desk",
        "form": form,
        "customer": row,
        "last": last,
        "wrong": [wrong_words(code) for code in last.went_wrong] if last else [],
        "known": twins,
        "stop": bool(twins),
    }
    return render(request, "web/journeys/new.html", context, status=422 if twins or form.errors else 200)


@access.page
@require_safe
def known_customers(request: HttpRequest) -> HttpResponse:
    """Show the customers that this could be, by the input so far."""
    access.actor(request).as_staff()
    return render(request, "web/journeys/new_known.html", {"known": _twins(request.GET)})


def _twins(text: Mapping[str, object]) -> list[Candidate]:
    names = ("name", "contact_name", "phone", "email", "street", "postcode", "city")
    values: dict[str, Any] = {name: clean_line(str(text.get(name) or ""))[:500] for name in names}
    return likely_same(**values)


def _said(text: str) -> dict[str, str]:
    """Put the text of the find box into the fitting field."""
    text = text.strip()
    if not text:
        return {}
    if "@" in text:
        return {"email": text}
    if re.fullmatch(r"\+?[\d\s()/.\-]{6,}", text):
        return {"phone": text}
    return {"contact_name": text}


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _line(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
