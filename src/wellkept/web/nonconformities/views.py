"""Nonconformities: what is wrong, who handles it, by when?"""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from wellkept.kernel import clock
from wellkept.kernel.text_fields import LineField
from wellkept.people import queries as people
from wellkept.quality import commands, queries
from wellkept.ui.fields import FormData
from wellkept.web import access, form_page
from wellkept.web.form_fields import Ahead, Text

CLOSED = 100


class PlanForm(forms.Form):
    """The next step and its date."""

    use_required_attribute = False
    next_step = LineField(label=gettext_lazy("What is done next?"), max_length=2000)
    due = Ahead(label=gettext_lazy("By when?"))


class CloseForm(forms.Form):
    """Correction and cause."""

    use_required_attribute = False
    correction = Text(label=gettext_lazy("What was corrected?"), max_length=2000, rows=2)
    cause = Text(label=gettext_lazy("What was the cause?"), max_length=2000, rows=2)


class HandForm(forms.Form):
    """The choice of another handler."""

    to = forms.ChoiceField(label=gettext_lazy("Who sees to it?"))

    def __init__(self, data: FormData, *, but: int) -> None:
        super().__init__(data)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(person.pk), person.name) for person in people.staff() if person.pk != but]


@access.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show open nonconformities by due date, or closed ones."""
    shown = request.GET.get("shown", "open")
    rows = list(queries.closed_ones()[:CLOSED] if shown == "closed" else queries.open_ones())
    context = {"shown": shown, "rows": rows, "now": clock.now(), "alone": people.is_alone()}
    return render(request, "web/nonconformities/list.html", context)


@access.page
@require_safe
def one(request: HttpRequest, nonconformity: int) -> HttpResponse:
    """Show a nonconformity: what is wrong, its handler, and the correction."""
    return _page(request, nonconformity)


def _page(request: HttpRequest, key: int, *, status: int = 200, **forms_: forms.Form) -> HttpResponse:
    row = queries.nonconformity(key)
    context = {
        "row": row,
        "late": row.closed_at is None and row.due_at < clock.now(),
        "alone": people.is_alone(),
        "plan_form": PlanForm(),
        "close_form": CloseForm(),
        "hand_form": HandForm(None, but=row.handler_id),
    }
    return render(request, "web/nonconformities/one.html", context | forms_, status=status)


@access.page
@require_POST
def plan(request: HttpRequest, nonconformity: int) -> HttpResponse:
    """Set the next step and its date."""
    form = PlanForm(request.POST)
    return _done(
        request,
        nonconformity,
        form,
        "plan_form",
        lambda: commands.plan_next(
            nonconformity=nonconformity, by=access.actor(request), **form.cleaned_data
        ),
        _("Planned."),
    )


@access.page
@require_POST
def hand(request: HttpRequest, nonconformity: int) -> HttpResponse:
    """Give it to another handler."""
    form = HandForm(request.POST, but=0)
    return _done(
        request,
        nonconformity,
        form,
        "hand_form",
        lambda: commands.hand_nonconformity(
            nonconformity=nonconformity, to=int(form.cleaned_data["to"]), by=access.actor(request)
        ),
        _("Someone is on it."),
    )


@access.page
@require_POST
def closing(request: HttpRequest, nonconformity: int) -> HttpResponse:
    """Close it."""
    form = CloseForm(request.POST)
    return _done(
        request,
        nonconformity,
        form,
        "close_form",
        lambda: commands.close_nonconformity(
            nonconformity=nonconformity, by=access.actor(request), **form.cleaned_data
        ),
        _("It is put right."),
    )


def _done(
    request: HttpRequest, key: int, form: forms.Form, name: str, act: Callable[[], None], words: str
) -> HttpResponse:
    done, _nothing = form_page.attempt(form, act)
    if not done:
        return _page(request, key, status=422, **{name: form})
    return access.done(request, f"/nonconformities/{key}", words)
