"""An invoice on the customer's page: its lines, how to pay it, and its file."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from wellkept.billing.invoice_paper import invoice_paper
from wellkept.billing.queries import lines_of
from wellkept.files.downloads import as_download, as_pdf
from wellkept.kernel.refusal import Refusal, missing
from wellkept.portal.content.open_bills import Bill, bills
from wellkept.portal.views.my_page import the_page
from wellkept.portal.views.submit import show
from wellkept.portal.visit import Visit, door


@door("GET")
def bill(request: HttpRequest, visit: Visit, invoice: int) -> HttpResponseBase:
    """Show an invoice. Those of other journeys do not exist here."""
    chosen = _bill(visit, invoice)
    if chosen is None:
        return the_page(request, visit, refusal=missing("invoice", _("There is no such invoice.")))
    return show(request, visit, "portal/bill.html", {"bill": chosen, "lines": lines_of(chosen.row)})


@door("GET")
def bill_file(request: HttpRequest, visit: Visit, invoice: int) -> HttpResponseBase:
    """Send the structured invoice."""
    chosen = _bill(visit, invoice)
    if chosen is None or chosen.row.file is None:
        return the_page(request, visit, refusal=missing("file", _("There is no such file.")))
    return as_download(chosen.row.file)


@door("GET")
def bill_paper(request: HttpRequest, visit: Visit, invoice: int) -> HttpResponseBase:
    """Send the invoice as PDF."""
    chosen = _bill(visit, invoice)
    if chosen is None:
        return the_page(request, visit, refusal=missing("invoice", _("There is no such invoice.")))
    try:
        return as_pdf(invoice_paper(chosen.row), name=chosen.row.legal_number)
    except Refusal as refusal:
        return the_page(request, visit, refusal=refusal)


def _bill(visit: Visit, invoice: int) -> Bill | None:
    return next((bill for bill in bills(visit.journey.pk) if bill.row.pk == invoice), None)
