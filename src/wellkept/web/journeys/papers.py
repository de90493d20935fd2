"""Papers of a journey, as PDF."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellkept.files.downloads import as_download, as_pdf
from wellkept.journeys import queries as journeys
from wellkept.journeys.commands.details import note_reading
from wellkept.kernel import number as numbers
from wellkept.kernel.refusal import missing
from wellkept.orders.agreement_paper import agreement_paper
from wellkept.orders.queries import agreement_of, quote_by_number
from wellkept.orders.quote_paper import quote_paper
from wellkept.orders.quote_rules import suffix_of
from wellkept.web import access


@access.page
@require_safe
def agreement(request: HttpRequest, number: str, agreement: int) -> HttpResponseBase:
    """Send an agreement as PDF. Reading one of a confidential journey is an event."""
    by = access.actor(request)
    row = journeys.journey(number, by=by)
    of_it = agreement_of(row.pk, agreement)
    if row.confidential:
        note_reading(journey=row.pk, by=by)
    paper = agreement_paper(of_it)
    return as_pdf(paper.pdf, name=_("Agreement %(number)s") % {"number": numbers.show(row.number)})


@access.page
@require_safe
def signed(request: HttpRequest, number: str, agreement: int) -> HttpResponseBase:
    """Send the paper that the customer signed."""
    by = access.actor(request)
    row = journeys.journey(number, by=by)
    paper = agreement_of(row.pk, agreement).paper
    if paper is None:
        raise missing("paper", _("There is no such paper."))
    if row.confidential:
        note_reading(journey=row.pk, by=by)
    return as_download(paper, show=True)


@access.page
@require_safe
def quote(request: HttpRequest, number: str, quote: int) -> HttpResponseBase:
    """Send a quote as PDF. Reading one of a confidential journey is an event."""
    by = access.actor(request)
    row = journeys.journey(number, by=by)
    of_it = quote_by_number(row.pk, quote)
    if row.confidential:
        note_reading(journey=row.pk, by=by)
    shown = numbers.show(row.number) + suffix_of(of_it.number)
    return as_pdf(quote_paper(of_it).pdf, name=_("Quote %(number)s") % {"number": shown.replace("/", "-")})
