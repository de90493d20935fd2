"""Questions for interviews, and our strengths. The process owners keep both."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.kernel.text_fields import KeyField, LineField, TextField
from wellkept.people.actor import Actor
from wellkept.voice.commands.fit import end_strength, note_strength
from wellkept.voice.commands.questions import load_questions
from wellkept.voice.queries import interviews, statements
from wellkept.voice.queries.rights import keeps_the_process
from wellkept.web import access, form_page


class SourceForm(forms.Form):
    """A file of questions."""

    key = KeyField(
        label=gettext_lazy("Short name"),
        max_length=50,
        help_text=gettext_lazy("The name of a kind of work, or any other. Questions under “any” fit all."),
    )
    source = TextField(
        label=gettext_lazy("The questions"),
        widget=forms.Textarea(attrs={"rows": 22, "class": "input mono", "spellcheck": "false"}),
        strip=False,
        max_length=100_000,
    )


class StrengthForm(forms.Form):
    """A strength."""

    words = LineField(label=gettext_lazy("What are we good at?"), max_length=300)


class WhyForm(forms.Form):
    """A reason."""

    why = LineField(label=gettext_lazy("Why are we no longer good at it?"), max_length=300)


@access.page
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Show the sets of questions."""
    by = access.actor(request)
    context = {"section": "how", "sets": interviews.question_sets(), "may": _may(by)}
    return render(request, "web/questions/list.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest) -> HttpResponse:
    """Load questions as a new version. `?key=` begins with those in force."""
    by = access.actor(request)
    row = next(
        (
            question_set
            for question_set in interviews.question_sets()
            if question_set.key == request.GET.get("key")
        ),
        None,
    )
    initial: dict[str, object] = {"key": row.key, "source": row.source} if row else {"source": _EXAMPLE}
    form = SourceForm(request.POST or None, initial=initial)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            row.title if row else _("Questions for another kind of work"),
            _("Load them"),
            lead=_("Interviews that are planned keep the questions that they were planned with."),
        ),
        back="/questions",
        act=lambda: load_questions(
            key=form.cleaned_data["key"], source=form.cleaned_data["source"].replace("\r\n", "\n"), by=by
        ),
        words=_("Loaded."),
    )


@access.page
@require_safe
def strengths(request: HttpRequest) -> HttpResponse:
    """Show our strengths."""
    by = access.actor(request)
    context = {"section": "how", "strengths": statements.strengths(), "may": _may(by)}
    return render(request, "web/questions/strengths.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def strength(request: HttpRequest) -> HttpResponse:
    """Add a strength."""
    form = StrengthForm(request.POST or None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("What are we good at?"), _("Add it"), lead=_("In words that a customer would use.")
        ),
        back="/strengths",
        act=lambda: note_strength(by=access.actor(request), **form.cleaned_data),
        words=_("Added."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def ended(request: HttpRequest, strength: int) -> HttpResponse:
    """End a strength, with the reason."""
    form = WhyForm(request.POST or None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("No longer a strength"), _("Take it from the list"), danger=True),
        back="/strengths",
        act=lambda: end_strength(strength=strength, by=access.actor(request), **form.cleaned_data),
        words=_("Taken from the list."),
    )


def _may(by: Actor) -> bool:
    return by.admin or keeps_the_process(by.as_staff())


_EXAMPLE = """title = ""
summary = ""

[[question]]
key = "first"
ask = ""
listen_for = ""
becomes = "expectation"   # expectation, goal, pressure, obstacle, or nothing
"""
