"""Customers: who are they, and how are we doing with them?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.customers import commands, queries
from wellkept.desk import customers as desk
from wellkept.kernel.wording import locale
from wellkept.web import acting, asking, words
from wellkept.web.finding import state_of
from wellkept.web.set_up import countries, time_zones

CHANNELS = [
    ("mail", gettext_lazy("by mail")),
    ("phone", gettext_lazy("by telephone")),
    ("page", gettext_lazy("on their page")),
    ("letter", gettext_lazy("by letter")),
]


class ContactForm(forms.Form):
    """A human to talk to."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    role = forms.CharField(label=gettext_lazy("What they do there"), required=False, max_length=200)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = forms.CharField(
        label=gettext_lazy("Mail"), required=False, max_length=254, widget=forms.EmailInput()
    )
    channel = forms.ChoiceField(label=gettext_lazy("How they like to hear from us"), choices=CHANNELS)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)


class SiteForm(forms.Form):
    """A place."""

    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=200)
    postcode = forms.CharField(label=gettext_lazy("Postcode"), required=False, max_length=20)
    city = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=100)
    label = forms.CharField(
        label=gettext_lazy("What it is"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("The shop, the warehouse, the flat on the left."),
    )


class CustomerForm(forms.Form):
    """What is known of the customer themselves."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy("The old name keeps finding them.")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("country", countries(locale())), ("time_zone", time_zones())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


@dataclass(frozen=True)
class Line:
    """A journey as the customer's page prints it."""

    of: desk.Line
    href: str
    state: words.State
    where: str
    wrong: list[str]


@acting.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The list: who waits for us at the top."""
    shown = request.GET.get("shown", "all")
    said = request.GET.get("name", "").replace("\0", "").strip()[:200]
    page = desk.customers(by=acting.actor(request), said=said, shown=shown, page=_page(request))
    context = {
        "section": "customers",
        "page": page,
        "said": said,
        "shown": shown,
        "waits": [words.court("us", since=row.waits_since) if row.waits_since else None for row in page.rows],
        "query": "".join(f"&{key}={value}" for key, value in (("shown", shown),) if value != "all"),
    }
    return render(request, "web/customers.html", context)


@acting.page
@require_safe
def one(request: HttpRequest, customer: int) -> HttpResponse:
    """One customer: their journeys under one axis of time, and everything that we know of them."""
    view = desk.view(customer, by=acting.actor(request), all_of_it="all" in request.GET)
    if view.customer.pk != customer:
        return redirect(f"/customers/{view.customer.pk}")
    context = {
        "section": "customers",
        "view": view,
        "customer": view.customer,
        "lines": [line_of(line) for line in view.lines],
    }
    return render(request, "web/customer.html", context)


def line_of(line: desk.Line) -> Line:
    """A journey of theirs with its words."""
    row = line.journey
    since = row.ended_at or row.rested_at if row.state != "open" else row.court_since
    whom = row.holder or row.owner
    return Line(
        of=line,
        href=f"/journeys/{row.number}",
        state=state_of(row.state, row.court, row.waits_for if line.readable else "", since),
        where=f"{words.stage(row.stage)} · {whom.name}",
        wrong=[wrong_words(code) for code in line.went_wrong] if line.readable else [],
    )


def wrong_words(code: str) -> str:
    """`chase:2` as a colleague would say it."""
    what, _colon, digits = code.partition(":")
    count = int(digits)
    sentences = {
        "broken": ngettext("%(n)s promise broken", "%(n)s promises broken", count),
        "moved": ngettext("%(n)s promise moved", "%(n)s promises moved", count),
        "chase": ngettext("they had to ask %(n)s time", "they had to ask %(n)s times", count),
        "silent": ngettext("%(n)s long silence", "%(n)s long silences", count),
        "rejected": ngettext("rejected %(n)s time", "rejected %(n)s times", count),
    }
    return sentences[what] % {"n": count}


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, customer: int) -> HttpResponse:
    """Change what is known of the customer themselves."""
    row = queries.customer(customer)
    names = ("name", "language", "country", "time_zone", "note")
    form = CustomerForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    return asking.ask(
        request,
        form,
        title=_("What we know of %(name)s") % {"name": row.name},
        button=_("Save"),
        back=f"/customers/{customer}",
        act=lambda: commands.change(
            customer=customer,
            by=acting.actor(request),
            **{
                name: form.cleaned_data[name]
                for name in names
                if form.cleaned_data[name] != getattr(row, name)
            },
        ),
        words=_("Saved."),
    )


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest, customer: int) -> HttpResponse:
    """Add somebody to talk to."""
    row = queries.customer(customer)
    form = ContactForm(request.POST or None, initial={"language": row.language, "channel": "mail"})
    return asking.ask(
        request,
        form,
        title=_("Somebody to talk to at %(name)s") % {"name": row.name},
        button=_("Add"),
        back=f"/customers/{customer}",
        act=lambda: commands.add_contact(customer=customer, by=acting.actor(request), **form.cleaned_data),
        words=lambda: _("%(name)s is added.") % {"name": form.cleaned_data["name"]},
    )


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, customer: int, contact: int) -> HttpResponse:
    """Change a contact. What was said before keeps finding them."""
    row = queries.contact(contact)
    names = ("name", "role", "phone", "email", "channel", "language")
    form = ContactForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    return asking.ask(
        request,
        form,
        title=row.name,
        lead=_("What was noted before keeps finding them."),
        button=_("Save"),
        back=f"/customers/{row.customer_id}",
        act=lambda: commands.change_contact(
            contact=contact,
            by=acting.actor(request),
            **{
                name: form.cleaned_data[name]
                for name in names
                if form.cleaned_data[name] != getattr(row, name)
            },
        ),
        words=_("Saved."),
    )


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def sites(request: HttpRequest, customer: int) -> HttpResponse:
    """Add a place."""
    row = queries.customer(customer)
    form = SiteForm(request.POST or None)
    return asking.ask(
        request,
        form,
        title=_("A place of %(name)s") % {"name": row.name},
        button=_("Add"),
        back=f"/customers/{customer}",
        act=lambda: commands.add_site(customer=customer, by=acting.actor(request), **form.cleaned_data),
        words=_("The place is added; it finds them from now on."),
    )


def _page(request: HttpRequest) -> int:
    said = request.GET.get("page", "1")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 1


urlpatterns = [
    path("customers", every, name="customers"),
    path("customers/<int:customer>", one, name="customer"),
    path("customers/<int:customer>/details", details, name="customer-details"),
    path("customers/<int:customer>/contacts", contacts, name="customer-contacts"),
    path("customers/<int:customer>/contacts/<int:contact>", contact, name="customer-contact"),
    path("customers/<int:customer>/sites", sites, name="customer-sites"),
]
