"""Read-backs of interviews on the customer's page: confirm or correct."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from wellkept.kernel.refusal import Refusal
from wellkept.portal import forms
from wellkept.portal.refusals import words
from wellkept.portal.views.submit import form_page, show, take
from wellkept.portal.views.thanks import thanks
from wellkept.portal.visit import Visit, door
from wellkept.ui.fields import Cleaned
from wellkept.voice.commands import read_backs
from wellkept.voice.queries import interviews


@door("GET", without_journey=True)
def told(request: HttpRequest, visit: Visit, read_back: int) -> HttpResponse:
    """Show one read-back."""
    return one(request, visit, read_back)


@door("POST", without_journey=True)
def confirmation(request: HttpRequest, visit: Visit, read_back: int) -> HttpResponse:
    """Confirm the exact words that are shown."""

    def act() -> None:
        row = interviews.read_back(read_back, contact=visit.contact.pk)
        shown = request.POST.get("shown_digest", "")
        read_backs.confirm_interview(read_back=row.pk, by=visit.actor, shown_digest=shown)

    try:
        return take(request, visit, act, done="told")
    except Refusal as no:
        return one(request, visit, read_back, refusal=no)


@door("GET", "POST", without_journey=True)
def correction(request: HttpRequest, visit: Visit, read_back: int) -> HttpResponse:
    """Correct the read-back."""
    try:
        row = interviews.read_back(read_back, contact=visit.contact.pk)
    except Refusal as no:
        return read_backs_page(request, visit, refusal=no)

    def act(values: Cleaned) -> None:
        read_backs.correct_interview(read_back=row.pk, by=visit.actor, **values)

    form = forms.Correction(request.POST or None)
    context = {"read_back": row}
    return form_page(
        request, visit, form, "portal/told_correction.html", act, done="corrected", context=context
    )


def one(
    request: HttpRequest, visit: Visit, read_back: int, *, refusal: Refusal | None = None
) -> HttpResponse:
    """Render one read-back, with a refusal on top if an act was not possible."""
    try:
        row = interviews.read_back(read_back, contact=visit.contact.pk)
    except Refusal as missing:
        return read_backs_page(request, visit, refusal=missing)
    context = {"row": row, "refused": words(refusal) if refusal else "", "digest": bytes(row.digest).hex()}
    return show(request, visit, "portal/told.html", context, status=refusal.status if refusal else 200)


def read_backs_page(request: HttpRequest, visit: Visit, *, refusal: Refusal | None = None) -> HttpResponse:
    """Render the read-backs to confirm, outside any journey."""
    rows = interviews.read_backs_to_answer(customer=visit.contact.customer_id, contact=visit.contact.pk)
    context = {
        "rows": [(row, bytes(row.digest).hex()) for row in rows],
        "thanks": thanks(request.GET.get("done", "")),
        "refused": words(refusal) if refusal else "",
    }
    return show(request, visit, "portal/told_us.html", context, status=refusal.status if refusal else 200)
