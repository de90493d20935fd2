"""Visits on the customer's page: pick a time, move it, cancel it, and take it into a calendar."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wellkept.journey_page.visit_line import VisitLine
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.portal import forms
from wellkept.portal.content.journey import customer_record
from wellkept.portal.refusals import words
from wellkept.portal.views.my_page import the_page
from wellkept.portal.views.submit import form_page, show, take
from wellkept.portal.visit import Visit, door
from wellkept.ui.fields import Cleaned
from wellkept.visits import commands as visits
from wellkept.visits.calendar_file import calendar_file


@door("GET", "POST")
def times(request: HttpRequest, visit: Visit, row: int) -> HttpResponse:
    """Show the times that are free, and take the one that is picked."""
    try:
        line = _line(visit, row)
    except Refusal as no:
        return the_page(request, visit, refusal=no)
    refused, status = "", 200
    if request.method == "POST":
        starts = _instant(request.POST.get("starts", ""))

        def act() -> None:
            if starts is None:
                raise invalid("starts", _("Please pick a time."))
            visits.pick_window(visit=line.row.pk, starts=starts, by=visit.actor)

        try:
            return take(request, visit, act, done="visit_picked")
        except Refusal as no:
            refused, status = words(no), no.status
            line = _line(visit, row)
    context = {"line": line, "windows": line.to_pick if line.may_pick else [], "refused": refused}
    return show(request, visit, "portal/visit.html", context, status=status)


@door("GET", "POST")
def cancellation(request: HttpRequest, visit: Visit, row: int) -> HttpResponse:
    """Cancel a visit."""
    try:
        line = _line(visit, row)
    except Refusal as no:
        return the_page(request, visit, refusal=no)

    def act(values: Cleaned) -> None:
        visits.cancel_visit(visit=line.row.pk, words=values["words"], by=visit.actor)

    return form_page(
        request,
        visit,
        forms.VisitNotNeeded(request.POST or None),
        "portal/in_your_words.html",
        act,
        done="visit_cancelled",
        context={
            "title": _("Cancel this visit"),
            "lead": _("A person of ours then finds out with you how it goes on."),
            "written": f"{line.window or ''}\n{line.row.words}".strip(),
        },
    )


@door("GET")
def calendar(request: HttpRequest, visit: Visit, row: int) -> HttpResponse:
    """Send a fixed visit as a file for a calendar."""
    try:
        line = _line(visit, row)
        if line.window is None:
            raise missing("visit", _("There is no such visit."))
    except Refusal as no:
        return the_page(request, visit, refusal=no)
    file = calendar_file(line.row)
    response = HttpResponse(file.content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _line(visit: Visit, key: int) -> VisitLine:
    record = customer_record(visit.journey, visit.contact, by=visit.actor)
    line = next((line for line in record.visits if line.row.pk == key), None)
    if line is None:
        raise missing("visit", _("There is no such visit."))
    return line


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None
