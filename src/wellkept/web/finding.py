"""Find: who is on the phone?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from wellkept.find.commands import explain_miss, note_miss
from wellkept.find.queries import Found, find, misses
from wellkept.kernel import wording
from wellkept.references import rules as references
from wellkept.web import acting, asking, words

KINDS = {
    "number": gettext_lazy("number"),
    "phone": gettext_lazy("telephone"),
    "email": gettext_lazy("mail"),
    "name": gettext_lazy("name"),
    "street": gettext_lazy("address"),
    "purchase_order": gettext_lazy("their order"),
    "serial": gettext_lazy("serial number"),
    "invoice": gettext_lazy("invoice"),
    "old_number": gettext_lazy("old number"),
    "other": gettext_lazy("noted as"),
}
AS_YOU_TYPE = 8
Marked = list[tuple[str, bool]]  # a text in parts: whether each is what was asked for


@dataclass(frozen=True)
class Line:
    """One thing found, as it is printed."""

    found: Found
    href: str
    title: Marked
    state: words.State
    where: str
    by: list[tuple[str, Marked]]


class SaidForm(forms.Form):
    """What the customer said when nothing was found."""

    said = forms.CharField(
        label=gettext_lazy("What did they say?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@acting.page
@require_safe
def looking(request: HttpRequest) -> HttpResponse:
    """What was found; as one types the list below the box. What is not found is kept with who asked."""
    by = acting.actor(request)
    asked = request.GET.get("q", "").replace("\0", "").strip()[:500]
    if acting.is_fragment(request):
        found = find(asked, by=by, limit=AS_YOU_TYPE)
        return render(request, "web/find_box.html", {"q": asked, "lines": lines(found, asked)})
    found = find(asked, by=by, limit=50)
    miss = note_miss(asked=asked, by=by) if asked and not found and not acting.is_live(request) else None
    return _page(request, asked, lines(found, asked), miss=miss.pk if miss else None, form=SaidForm())


@acting.page
@require_POST
def said(request: HttpRequest, miss: int) -> HttpResponse:
    """What they said when nothing was found stays beside what was asked."""
    form = SaidForm(request.POST)
    done, row = asking.attempt(
        form, lambda: explain_miss(miss=miss, said=form.cleaned_data["said"], by=acting.actor(request))
    )
    if not done or row is None:
        return _page(request, request.POST.get("asked", ""), [], miss=miss, form=form, status=422)
    return acting.done(request, "/find", _("Kept: “%(asked)s”, with what they said.") % {"asked": row.asked})


def lines(found: list[Found], asked: str) -> list[Line]:
    """Each with its address, where it stands and by what it was found."""
    return [
        Line(
            found=one,
            href=f"/journeys/{one.number}" if one.journey else f"/customers/{one.customer}",
            title=marked(one.customer_name, asked),
            state=state_of(one.state, one.court, one.waits_for, one.since),
            where=_where(one),
            by=[
                (str(KINDS.get(match.kind, match.kind)), marked(match.said, asked))
                for match in one.matches
                if match.said != one.customer_name and match.said != one.number
            ][:3],
        )
        for one in found
    ]


def marked(said: str, asked: str) -> Marked:
    """`said` in parts, those marked that begin as something that was asked for."""
    wanted = references.words(asked).split()
    parts: Marked = []
    for part in re.split(r"(\W+)", said):
        known = references.words(part)
        length = max((len(one) for one in wanted if known.startswith(one)), default=0)
        # A letter such as ß is compared as two; then the whole word is marked.
        cut = length if len(known) == len(part) else (len(part) if length else 0)
        parts += [(text, is_it) for text, is_it in ((part[:cut], True), (part[cut:], False)) if text]
    return parts


def state_of(state: str, court: str, waits_for: str, since: datetime | None) -> words.State:
    """Whom it waits for and how long, or since when it rests or has ended."""
    if state == "open" and since is not None:
        return words.court(court, since=since, waits_for=waits_for)
    if state == "at_rest" and since is not None:
        return words.State(_("At rest since %(day)s") % {"day": wording.day(since)}, "kept")
    if state == "ended" and since is not None:
        return words.State(_("Ended %(day)s") % {"day": wording.day(since)}, "released")
    return words.State(_("No journey yet"), "plain")


def _where(one: Found) -> str:
    """`Delivery · Jonas Weber`"""
    if not one.journey:
        return ""
    whom = one.holder or one.owner
    return f"{words.stage(one.stage)} · {whom}"


def _page(
    request: HttpRequest,
    asked: str,
    found: list[Line],
    *,
    miss: int | None,
    form: SaidForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "q": asked,
        "lines": found,
        "slip": bool(found) and found[0].found.slip,
        "miss": miss,
        "form": form,
        "misses": [] if asked else misses(20),
    }
    return render(request, "web/find.html", context, status=status)


urlpatterns = [
    path("find", looking, name="find"),
    path("find/misses/<int:miss>", said, name="miss"),
]
