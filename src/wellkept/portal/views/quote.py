"""The quote page: choose, ask about a line, decline or ask for a change. The choice leads to the agreement page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from wellkept.files.downloads import as_pdf
from wellkept.kernel.number import show as show_number
from wellkept.kernel.refusal import Refusal
from wellkept.orders import commands as orders
from wellkept.orders import queries
from wellkept.orders.price_display import quoted_payment_in_words
from wellkept.orders.quote_lines import Choice
from wellkept.orders.quote_paper import quote_paper
from wellkept.orders.quote_rules import suffix_of
from wellkept.portal import forms
from wellkept.portal.content.journey import customer_record
from wellkept.portal.content.markup import day_and_hour
from wellkept.portal.content.quote import choice_of, quote_page
from wellkept.portal.refusals import words
from wellkept.portal.views.my_page import the_page
from wellkept.portal.views.submit import form_page, show, take
from wellkept.portal.visit import Visit, door
from wellkept.ui.fields import Cleaned

if TYPE_CHECKING:
    from wellkept.orders.models import Quote


@door("GET")
def quote(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the quote that lies before the customer, with the sums of what they chose so far."""
    row = queries.quote_to_answer(visit.journey.pk)
    if row is None:
        return HttpResponseRedirect(visit.to())
    return _show(request, visit, row, choice_of(row, request.GET.dict()))


@door("GET")
def paper(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Send the quote that lies before the customer as PDF."""
    row = queries.quote_to_answer(visit.journey.pk)
    if row is None:
        return HttpResponseRedirect(visit.to())
    try:
        done = quote_paper(row)
    except Refusal as refusal:
        return the_page(request, visit, refusal=refusal)
    shown = f"{show_number(visit.journey.number)}{suffix_of(row.number)}".replace("/", "-")
    return as_pdf(done.pdf, name=_("Quote %(number)s") % {"number": shown})


@door("POST")
def choice(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose. Exactly these lines are then there to agree to."""
    row = queries.quote_to_answer(visit.journey.pk)
    if row is None:
        return HttpResponseRedirect(visit.to(), status=303)
    chosen = choice_of(row, request.POST.dict())

    def act() -> str:
        orders.choose_from_quote(
            journey=visit.journey.pk,
            choice=chosen,
            by=visit.actor,
            shown_digest=request.POST.get("shown_digest", ""),
        )
        return visit.to("agreement")

    try:
        return take(request, visit, act, done="chosen")
    except Refusal as no:
        return _show(request, visit, row, chosen, refused=words(no), status=no.status)


@door("GET", "POST")
def line_question(request: HttpRequest, visit: Visit, line: int) -> HttpResponse:
    """Ask a question about a line. A person answers it, on the same line."""
    try:
        row = queries.line_of_journey(visit.journey.pk, line)
    except Refusal as no:
        return the_page(request, visit, refusal=no)
    if row.quote.state != "sent":
        return HttpResponseRedirect(visit.to(), status=303)

    def act(values: Cleaned) -> str:
        orders.ask_about_line(line=row.pk, words=values["words"], by=visit.actor)
        return visit.to("quote")

    return form_page(
        request,
        visit,
        forms.LineQuestion(request.POST or None),
        "portal/in_your_words.html",
        act,
        done="asked",
        context={
            "title": _("What would you like to know?"),
            "lead": _("You get an answer from a person; it then stands on this line."),
            "written": row.words,
        },
    )


@door("GET", "POST")
def no_quote(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Decline the quote, or ask for another one, with the reason."""

    def act(values: Cleaned) -> None:
        orders.decline_quote(
            journey=visit.journey.pk,
            words=values["words"],
            wants_change=values["then"] == "change",
            by=visit.actor,
        )

    return form_page(
        request,
        visit,
        forms.NoQuote(request.POST or None),
        "portal/quote_refusal.html",
        act,
        done="different",
    )


def _show(
    request: HttpRequest, visit: Visit, row: Quote, choice: Choice, *, refused: str = "", status: int = 200
) -> HttpResponse:
    record = customer_record(visit.journey, visit.contact, by=visit.actor)
    obstacle = record.no_choice
    assert row.delivery_by is not None
    assert row.valid_until is not None
    assert row.digest is not None
    context: dict[str, object] = {
        "payment": quoted_payment_in_words(row),
        "quote": row,
        "suffix": suffix_of(row.number),
        "page": quote_page(row, choice, with_tax=visit.journey.customer.kind == "person"),
        "ready_by": day_and_hour(row.delivery_by),
        "valid_until": day_and_hour(row.valid_until),
        "digest": bytes(row.digest).hex(),
        "may_choose": obstacle is None,
        "refused": refused or (words(obstacle) if obstacle is not None else ""),
    }
    return show(request, visit, "portal/quote.html", context, status=status)
