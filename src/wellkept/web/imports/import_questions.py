"""Questions of an import, one a page, before it brings anything in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from wellkept.blueprints.queries import blueprints, current
from wellkept.imports import queries
from wellkept.imports.commands import answers
from wellkept.kernel.text_fields import LineField
from wellkept.people.queries import staff
from wellkept.ui.fields import FormData
from wellkept.web import access, form_page, labels
from wellkept.web.imports import progress

if TYPE_CHECKING:
    from wellkept.imports.models import Import

KNOWN = [
    (
        "join",
        gettext_lazy(
            "They are the same: their old numbers and what else is in the files find them from now on"
        ),
    ),
    ("new", gettext_lazy("Import them as customers of their own; they can be merged later")),
    ("leave", gettext_lazy("Leave them out")),
]
HOURS = [
    (24, gettext_lazy("within a day")),
    (72, gettext_lazy("within three days")),
    (168, gettext_lazy("within a week")),
    (336, gettext_lazy("within two weeks")),
    (720, gettext_lazy("within a month")),
]


class KnownForm(forms.Form):
    """Ask what to do with customers whom we know already."""

    known = forms.ChoiceField(
        label=gettext_lazy("What becomes of them"), choices=KNOWN, widget=forms.RadioSelect
    )


class StagesForm(forms.Form):
    """The blueprint, and the stage for each state of the old system."""

    blueprint = forms.ChoiceField(label=gettext_lazy("Which kind of work are they?"))

    def __init__(self, data: FormData, *, asked: queries.Questions, values: dict[str, Any]) -> None:
        super().__init__(data)
        kinds = blueprints()
        chosen = (data or {}).get("blueprint") or values.get("blueprint") or kinds[0].version.blueprint.key
        kind = self.fields["blueprint"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(plan.version.blueprint.key, plan.version.title) for plan in kinds]
        kind.initial = chosen
        stages = [(stage.stage, labels.stage(stage.stage)) for stage in current(chosen).stages]
        over = [("ended", _("It has ended")), ("leave", _("Leave it out"))]
        self.states: list[tuple[queries.Value, forms.BoundField]] = []
        for place, value in enumerate(asked.states):
            known = values.get("states", {}).get(value.said, value.suggested or "")
            self.fields[f"state{place}"] = forms.ChoiceField(
                label=value.said or _("(empty)"),
                choices=[("", _("choose")), *stages, *over],
                initial=known,
                widget=forms.Select(attrs={"class": "select"}),
            )
            self.states.append((value, self[f"state{place}"]))
        if not asked.states and asked.open:
            self.fields["stage"] = forms.ChoiceField(
                label=_("In which stage are the open ones?"),
                choices=stages,
                initial=values.get("stage", "delivery"),
            )


class OwnersForm(forms.Form):
    """Owners of the open orders."""

    def __init__(self, data: FormData, *, asked: queries.Questions, values: dict[str, Any]) -> None:
        super().__init__(data)
        people = [("", _("choose")), *((person.pk, person.name) for person in staff())]
        self.owners: list[tuple[queries.Value, forms.BoundField]] = []
        known = values.get("owners", {})
        for place, value in enumerate(asked.owners):
            name = (
                f"{value.said} · {value.words}" if value.words and value.words != value.said else value.said
            )
            self.fields[f"owner{place}"] = forms.ChoiceField(
                label=name or _("(nobody named)"), choices=people, required=False,
                initial=known.get(value.said) or value.suggested or "", widget=forms.Select(attrs={"class": "select"}),
            )  # fmt: skip
            self.owners.append((value, self[f"owner{place}"]))
        self.fields["owner"] = forms.ChoiceField(
            label=_("All the others") if asked.owners else _("Who owns them?"), choices=people, required=False,
            initial=values.get("owner") or "",
        )  # fmt: skip


class NextForm(forms.Form):
    """The next step of open orders."""

    next_what = LineField(
        label=gettext_lazy("What happens next"),
        max_length=200,
        help_text=gettext_lazy("If the files name a next step, that one counts."),
    )
    next_hours = forms.TypedChoiceField(
        label=gettext_lazy("By when"),
        choices=HOURS,
        coerce=int,
        help_text=gettext_lazy("If the customer wants it by a future day, it is due on that day."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def known(request: HttpRequest, key: int) -> HttpResponse:
    """Ask about customers whom we seem to know."""

    def act(form: forms.Form, row: Import, asked: queries.Questions) -> dict[str, Any]:
        return {"known": form.cleaned_data["known"]}

    return _ask(
        request, key, "known",
        lambda data, row, asked: KnownForm(data, initial={"known": row.answers.get("known", "join")}), act,
        title=lambda asked: ngettext(
            "One customer seems to be known already", "%(n)s customers seem to be known already", asked.known
        ) % {"n": asked.known},
        lead=_("They share a name and a telephone number, a mail address or a place with somebody who is here."),
    )  # fmt: skip


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def stages(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for the stages of the orders."""

    def act(form: forms.Form, row: Import, asked: queries.Questions) -> dict[str, Any]:
        assert isinstance(form, StagesForm)
        values: dict[str, Any] = {"blueprint": form.cleaned_data["blueprint"]}
        values["states"] = {value.said: form.cleaned_data[bound.name] for value, bound in form.states}
        if "stage" in form.cleaned_data:
            values["stage"] = form.cleaned_data["stage"]
        return values

    return _ask(
        request, key, "stages", lambda data, row, asked: StagesForm(data, asked=asked, values=row.answers), act,
        title=lambda asked: _("Which stage are the orders in?"),
        lead=_("Ended orders come in as history, with their own dates. Open ones come to somebody's desk."),
    )  # fmt: skip


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def owners(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for the owners of open orders."""

    def act(form: forms.Form, row: Import, asked: queries.Questions) -> dict[str, Any]:
        assert isinstance(form, OwnersForm)
        named = {value.said: form.cleaned_data[bound.name] for value, bound in form.owners}
        owners = {name: int(person) for name, person in named.items() if person}
        rest = form.cleaned_data["owner"]
        return {"owners": owners, "owner": int(rest) if rest else None}

    return _ask(
        request, key, "owners", lambda data, row, asked: OwnersForm(data, asked=asked, values=row.answers), act,
        title=lambda asked: ngettext(
            "Who owns the open order?", "Who owns the %(n)s open orders?", asked.open
        ) % {"n": f"{asked.open:,}"},
        lead=_("An open order always has an owner, from now to the end."),
        complete=queries.assert_owned,
    )  # fmt: skip


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def next_step(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for the next step of open orders."""

    def act(form: forms.Form, row: Import, asked: queries.Questions) -> dict[str, Any]:
        return {name: form.cleaned_data[name] for name in ("next_what", "next_hours")}

    return _ask(
        request, key, "next-step",
        lambda data, row, asked: NextForm(
            data,
            initial={
                "next_what": row.answers.get("next_what") or _("Look at it, and tell the customer where it stands"),
                "next_hours": row.answers.get("next_hours", 168),
            },
        ),
        act,
        title=lambda asked: _("What happens next with them?"),
        lead=_("Open orders always have a next step with a date. Each owner can correct theirs afterwards."),
    )  # fmt: skip


def _ask(
    request: HttpRequest,
    key: int,
    step: str,
    form_of: Callable[[Any, Import, queries.Questions], forms.Form],
    answers_of: Callable[[forms.Form, Import, queries.Questions], dict[str, Any]],
    *,
    title: Callable[[queries.Questions], str],
    lead: str,
    complete: Callable[[Import, queries.Questions], None] | None = None,
) -> HttpResponse:
    """Show one question, store its answer, continue with the next."""
    by = access.actor(request)
    row = queries.one(key, by=by)
    if row.state not in ("questions", "stopped"):
        return HttpResponseRedirect(f"/imports/{key}", status=303)
    asked = queries.questions(row)
    is_saved = request.method == "POST" and "again" not in request.POST
    form = form_of(request.POST if request.method == "POST" else None, row, asked)
    if is_saved:

        def act() -> None:
            answers.answer(of=key, by=by, **answers_of(form, row, asked))
            if complete is not None:
                fresh = queries.one(key, by=by)
                complete(fresh, queries.questions(fresh))

        done, _nothing = form_page.attempt(form, act)
        if done:
            fresh = queries.one(key, by=by)
            onward = progress.following(queries.questions(fresh), step)
            return HttpResponseRedirect(f"/imports/{key}/{onward}", status=303)
    elif request.method == "POST":
        form.errors.clear()
    context = {
        "section": "customers",
        "row": row,
        "asked": asked,
        "form": form,
        "step": step,
        "title": title(asked),
        "lead": lead,
        "trail": progress.trail(row, asked, step),
    }
    return render(
        request, "web/imports/question.html", context, status=422 if is_saved and form.errors else 200
    )
