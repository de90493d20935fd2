"""Forms: keep the input, and show a refusal at the field that it concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from wellkept.kernel.refusal import Refusal
from wellkept.ui.fields import Cleaned
from wellkept.web.access import is_fragment, refusal_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dialog:
    """Words around the form of a short act: its title, its button, and a sentence above the fields.

    A `danger` cannot be taken back.
    """

    title: str
    button: str
    lead: str = ""
    danger: bool = False


def before_showing(request: HttpRequest, check: Callable[[], None]) -> None:
    """Ask for the right before a form is shown. What was sent is left to the command: its refusal keeps the words."""
    if request.method != "POST":
        check()


def attempt(form: forms.Form, act: Callable[[], T]) -> tuple[bool, T | None]:
    """Run the act with the form's data: (True, result), or (False, None) with the refusal in the form."""
    if not form.is_valid():
        return False, None
    try:
        return True, act()
    except (Refusal, IntegrityError) as refusal:
        put(form, refusal_of(refusal))
        return False, None


def put(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal at its field, else at the head of the form, with the way out."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.in_words())


def changed(form: forms.Form, row: object, names: Iterable[str]) -> Cleaned:
    """The named values of the form that differ from the row."""
    return {name: form.cleaned_data[name] for name in names if form.cleaned_data[name] != getattr(row, name)}


def ask(
    request: HttpRequest,
    form: forms.Form,
    dialog: Dialog,
    *,
    back: str,
    act: Callable[[], object],
    words: str | Callable[[], str] = "",
    to: str | Callable[[], str] = "",
) -> HttpResponse:
    """Show and run a short act with an address of its own: in a dialog for htmx, else on a page.

    When it is done, say `words` and go on at `to`, else go `back`.
    """
    if request.method == "POST":
        done, _ = attempt(form, act)
        if done:
            where = to() if callable(to) else to or back
            return gone(request, where, words() if callable(words) else words)
    context = {
        "form": form,
        "title": dialog.title,
        "button": dialog.button,
        "back": back,
        "lead": dialog.lead,
        "danger": dialog.danger,
        "fragment": is_fragment(request),
    }
    return render(request, "web/form/answer.html", context, status=422 if form.errors else 200)


def gone(request: HttpRequest, to: str, words: str) -> HttpResponse:
    """Answer a successful act and continue at `to`, also from a dialog."""
    if words:
        messages.success(request, words)
    if is_fragment(request):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = to
        return answer
    return HttpResponseRedirect(to, status=303)
