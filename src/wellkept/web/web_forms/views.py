"""Website forms: their questions, the team they go to, and the code to embed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.blueprints.queries import blueprints
from wellkept.intake import web_forms as queries
from wellkept.intake.commands.web_forms import FIELDS, Question, WantedForm, set_form
from wellkept.kernel import wording
from wellkept.kernel.refusal import forbidden
from wellkept.kernel.text_fields import LineField, TextField
from wellkept.people import queries as people
from wellkept.ui.fields import FormData
from wellkept.web import access, form_page
from wellkept.web.form_fields import choose

if TYPE_CHECKING:
    from wellkept.intake.models import WebForm

NAMES = {
    "name": gettext_lazy("Their name"),
    "email": gettext_lazy("Mail address"),
    "phone": gettext_lazy("Telephone"),
    "company": gettext_lazy("Company"),
}
USUAL = {"name": "required", "email": "required", "phone": "optional", "company": "no"}
ASKED = [
    ("required", gettext_lazy("required")),
    ("optional", gettext_lazy("optional")),
    ("no", gettext_lazy("not asked")),
]


class WebFormForm(forms.Form):
    """A website form, with its words in each language."""

    use_required_attribute = False

    key = LineField(
        label=gettext_lazy("Its address"),
        max_length=60,
        help_text=gettext_lazy("Small letters, digits and hyphens: kitchen. It is for life."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    team = forms.ChoiceField(label=gettext_lazy("To whom it goes"))
    opens = forms.BooleanField(
        label=gettext_lazy("It opens a journey at once"),
        required=False,
        help_text=gettext_lazy(
            "Else it waits in intake until somebody decides. A number they get either way."
        ),
    )
    blueprint = forms.ChoiceField(label=gettext_lazy("Kind of work"), required=False)
    hours = forms.IntegerField(
        label=gettext_lazy("Looked at within so many hours"), min_value=1, max_value=240, initial=4
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("In which languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("In which languages is the form shown?")},
    )
    questions = TextField(
        label=gettext_lazy("What else is asked"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One question a line; a star at its end: it has to be answered. In a further language behind a bar:"
            " Which floor?* | Welches Stockwerk?"
        ),
    )
    with_files = forms.BooleanField(
        label=gettext_lazy("They may send pictures and papers along"), required=False
    )
    origins = TextField(
        label=gettext_lazy("Websites that may embed it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "One a line: https://www.example.com. Without any, it is on its own page only."
        ),
    )
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(
        self, data: FormData, initial: dict[str, object], *, fixed: bool, teams: list[tuple[str, str]]
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["key"].disabled = fixed
        choose(self, "team", teams)
        plans = [(plan.version.blueprint.key, plan.version.title) for plan in blueprints()]
        choose(self, "blueprint", [("", _("The usual one")), *plans])
        for name in FIELDS:
            self.fields[f"ask_{name}"] = forms.ChoiceField(
                label=NAMES[name], choices=ASKED, initial=USUAL[name]
            )
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                self._words(language)

    def _words(self, language: str) -> None:
        usual = {"title": _("Write to us"), "lead": _("A person reads it and answers you.")}
        for name, label, rows in (
            ("title", gettext_lazy("Above the form"), 0),
            ("lead", gettext_lazy("Below the title"), 2),
            ("thanks", gettext_lazy("What we say when it is sent"), 2),
            ("consent", gettext_lazy("What they agree to by ticking"), 2),
        ):
            self.fields[f"{name}_{language}"] = TextField(
                label=label,
                required=False,
                max_length=2000,
                initial=usual.get(name, ""),
                widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
            )

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[f"ask_{name}"] for name in FIELDS]

    @property
    def spoken(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Code, name and words of each language."""
        parts = ("title", "lead", "thanks", "consent")
        return [
            (
                code,
                wording.language_name(code),
                [self[f"{part}_{code}"] for part in parts],
            )
            for code, _name in settings.LANGUAGES
        ]

    def wanted(self) -> WantedForm:
        values = self.cleaned_data
        spoken = values["languages"]
        return WantedForm(
            key=values["key"],
            team=int(values["team"]),
            opens=values["opens"],
            blueprint=values["blueprint"],
            hours=values["hours"],
            words={
                code: {name: values[f"{name}_{code}"] for name in ("title", "lead", "thanks", "consent")}
                for code in spoken
            },
            asks={name: values[f"ask_{name}"] for name in FIELDS},
            questions=[_question(line, spoken) for line in values["questions"].splitlines() if line.strip()],
            files=values["with_files"],
            origins=values["origins"].splitlines(),
            active=values["active"],
        )


def _question(line: str, spoken: list[str]) -> Question:
    parts = [part.strip() for part in line.split("|")]
    words = {code: part.removesuffix("*").strip() for code, part in zip(spoken, parts, strict=False) if part}
    return Question(words=words, required=any(part.endswith("*") for part in parts))


def _line(question: dict[str, Any], spoken: list[str]) -> str:
    """A question as it is typed: `Which floor?* | Welches Stockwerk?`"""
    texts = [question["words"].get(code, "") for code in spoken]
    first, *others = [text for text in texts if text] or [""]
    return " | ".join([first + ("*" if question["required"] else ""), *others])


def _initial(row: WebForm) -> dict[str, object]:
    values: dict[str, object] = {
        "key": row.key,
        "team": str(row.team_id),
        "opens": row.opens,
        "blueprint": row.blueprint,
        "hours": row.hours,
        "languages": row.languages,
        "with_files": row.files,
        "origins": "\n".join(row.origins),
        "active": row.active,
        "questions": "\n".join(_line(question, row.languages) for question in row.questions),
    }
    values |= {f"ask_{name}": asked for name, asked in row.asks.items()}
    for code, words in row.words.items():
        values |= {f"{name}_{code}": text for name, text in words.items()}
    return values


@access.page
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List all website forms with their addresses."""
    rows = [(row, f"{settings.PUBLIC_URL}/ask/{row.key}") for row in queries.forms()]
    may_add = bool(people.teams_settled_by(access.actor(request)))
    return render(
        request, "web/web_forms/list.html", {"section": "intake", "forms": rows, "may_add": may_add}
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, form: int | None = None) -> HttpResponse:
    """Add or change a website form, and show the code to embed it."""
    by = access.actor(request)
    row = queries.form(form) if form is not None else None
    mine = people.teams_settled_by(by)
    may_change = bool(mine) if row is None else row.team_id in {team.pk for team in mine}
    if request.method != "POST" and row is None and not may_change:
        raise forbidden(
            _("Only a team's lead or an administrator can make a form."), instead=_("Ask one of them.")
        )
    receives = next((str(team.pk) for team in mine if team.stage == "sales"), "")
    first: dict[str, object] = {"languages": [people.company().language], "team": receives}
    bound = WebFormForm(
        request.POST if request.method == "POST" else None,
        _initial(row) if row else first,
        fixed=row is not None,
        teams=[
            (str(team.pk), team.name)
            for team in (mine if request.method != "POST" and may_change else people.teams())
        ],
    )
    if request.method != "POST" and not may_change:
        for field in bound.fields.values():
            field.disabled = True
    if request.method == "POST":
        done, kept = form_page.attempt(bound, lambda: set_form(wanted=bound.wanted(), form=form, by=by))
        if done and kept is not None:
            return access.done(request, f"/intake/forms/{kept.pk}", _("Saved."))
    context = {"section": "intake", "form": bound, "row": row, "may_change": may_change}
    context |= _embedding(row) if row else {}
    return render(request, "web/web_forms/one.html", context, status=422 if bound.errors else 200)


def _embedding(row: WebForm) -> dict[str, str]:
    """Its address, an iframe for another page, and a plain HTML form that posts to it."""
    address = f"{settings.PUBLIC_URL}/ask/{row.key}"
    shown = queries.shown(row.key, language=row.languages[0])
    context = {"row": row, "address": address, "shown": shown, "title": row.words[row.languages[0]]["title"]}
    with translation.override(row.languages[0]):
        plain = render_to_string("web/web_forms/embed_plain.html", context).strip() if shown else ""
    return {
        "address": address,
        "frame": render_to_string("web/web_forms/embed_frame.html", context).strip(),
        "plain": plain,
    }
