"""Meetings with a customer, and key customers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wellkept.customers import queries as customers
from wellkept.kernel import clock
from wellkept.kernel.instants import later
from wellkept.kernel.text_fields import LineField, TextField
from wellkept.kernel.wording import day
from wellkept.people import queries as people
from wellkept.voice.commands import meetings as commands
from wellkept.voice.queries import meetings
from wellkept.web import access, form_page
from wellkept.web.form_fields import Ahead, choose

OFTEN = [
    (7, gettext_lazy("every week")),
    (14, gettext_lazy("every two weeks")),
    (30, gettext_lazy("every month")),
    (91, gettext_lazy("every three months")),
    (182, gettext_lazy("every half year")),
    (365, gettext_lazy("every year")),
]


class RhythmForm(forms.Form):
    """Form for a rhythm: how often we meet, and the next date."""

    next_at = Ahead(label=gettext_lazy("When do we meet next?"))
    every_days = forms.TypedChoiceField(label=gettext_lazy("And then again"), coerce=int, choices=OFTEN)
    person = forms.TypedChoiceField(label=gettext_lazy("Which of us?"), coerce=int)
    contact = forms.TypedChoiceField(
        label=gettext_lazy("Which contact?"), required=False, coerce=int, empty_value=None
    )
    about = LineField(label=gettext_lazy("What about?"), required=False, max_length=300)


class HeldForm(forms.Form):
    """A meeting that was held."""

    words = TextField(
        label=gettext_lazy("What was said?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    next_at = Ahead(label=gettext_lazy("When do we meet next?"))


class MoveForm(forms.Form):
    """Another day for the next meeting."""

    next_at = Ahead(label=gettext_lazy("When instead?"))
    why = LineField(label=gettext_lazy("Why?"), max_length=300)


class WhyForm(forms.Form):
    """A reason."""

    why = LineField(label=gettext_lazy("Why?"), max_length=500)


class KeyForm(forms.Form):
    """The mark of a key customer."""

    why = LineField(label=gettext_lazy("Why does much depend on them?"), max_length=500)
    person = forms.TypedChoiceField(label=gettext_lazy("Which of us answers for that?"), coerce=int)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: HttpRequest, customer: int) -> HttpResponse:
    """Set the rhythm: how often, and the next date."""
    row = customers.customer(customer)
    now = meetings.rhythm_of(row.pk)
    me = access.actor(request).as_staff()
    names = ("every_days", "next_at", "person_id", "contact_id", "about")
    initial: dict[str, Any] = (
        {name.removesuffix("_id"): getattr(now, name) for name in names}
        if now
        else {"every_days": 91, "person": me}
    )
    form = RhythmForm(request.POST or None, initial=initial)
    often: list[tuple[int, Any]] = list(OFTEN)
    if now and now.every_days not in dict(OFTEN):
        often = sorted([*often, (now.every_days, _("every %(n)s days") % {"n": now.every_days})])
    choose(form, "every_days", often)
    choose(form, "person", [(person.pk, person.name) for person in people.staff()])
    theirs = [(contact.pk, contact.name) for contact in customers.contacts(row.pk)]
    choose(form, "contact", [*theirs, ("", _("Whoever is there"))])
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("When do we meet %(name)s?") % {"name": row.name}, _("Save")),
        back=f"/customers/{row.pk}",
        act=lambda: commands.set_rhythm(customer=row.pk, by=access.actor(request), **form.cleaned_data),
        words=lambda: _("We meet next on %(day)s.") % {"day": day(form.cleaned_data["next_at"])},
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest, customer: int) -> HttpResponse:
    """Record a meeting: what was said, and the next date."""
    row = customers.customer(customer)
    now = meetings.rhythm_of(row.pk)
    then = later(clock.now(), days=now.every_days) if now else None
    form = HeldForm(request.POST or None, initial={"next_at": then})
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("We have met %(name)s") % {"name": row.name}, _("Note it")),
        back=f"/customers/{row.pk}",
        act=lambda: commands.hold_meeting(customer=row.pk, by=access.actor(request), **form.cleaned_data),
        words=lambda: _("Noted. We meet next on %(day)s.") % {"day": day(form.cleaned_data["next_at"])},
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def moved(request: HttpRequest, customer: int) -> HttpResponse:
    """Move the next meeting."""
    row = customers.customer(customer)
    form = MoveForm(request.POST or None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Another day for the next meeting"), _("Move it")),
        back=f"/customers/{row.pk}",
        act=lambda: commands.move_meeting(customer=row.pk, by=access.actor(request), **form.cleaned_data),
        words=_("Moved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def ended(request: HttpRequest, customer: int) -> HttpResponse:
    """End the rhythm."""
    row = customers.customer(customer)
    form = WhyForm(request.POST or None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("No more regular meetings"), _("End them"), danger=True),
        back=f"/customers/{row.pk}",
        act=lambda: commands.end_rhythm(customer=row.pk, by=access.actor(request), **form.cleaned_data),
        words=_("Ended. What was said stays to be read."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest, customer: int) -> HttpResponse:
    """Mark a key customer, with the person who answers for them."""
    row = customers.customer(customer)
    mark = meetings.key_mark_of(row.pk)
    me = access.actor(request).as_staff()
    form = KeyForm(
        request.POST or None,
        initial={"why": mark.why, "person": mark.person_id} if mark else {"person": me},
    )
    choose(form, "person", [(person.pk, person.name) for person in people.staff()])
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("%(name)s is a key customer") % {"name": row.name},
            _("Save"),
            lead=_("A key customer has a next meeting; without one they appear on the process owner’s desk."),
        ),
        back=f"/customers/{row.pk}",
        act=lambda: commands.mark_key_customer(
            customer=row.pk, by=access.actor(request), **form.cleaned_data
        ),
        words=_("Saved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def like_others(request: HttpRequest, customer: int) -> HttpResponse:
    """Remove the mark of a key customer."""
    row = customers.customer(customer)
    form = WhyForm(request.POST or None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("%(name)s is no key customer any more") % {"name": row.name}, _("Save")),
        back=f"/customers/{row.pk}",
        act=lambda: commands.unmark_key_customer(
            customer=row.pk, by=access.actor(request), **form.cleaned_data
        ),
        words=_("Saved."),
    )
