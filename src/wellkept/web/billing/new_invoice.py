"""A new invoice: the agreed lines with what is left of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.billing.billable import billable_lines
from wellkept.billing.commands import invoices as commands
from wellkept.billing.rules import cannot_bill
from wellkept.journeys import queries as journeys
from wellkept.journeys.state import JourneyState
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, refuse
from wellkept.web import access, form_page
from wellkept.web.billing.forms import InvoiceForm

if TYPE_CHECKING:
    from wellkept.billing.models import Invoice


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Draft an invoice: what is left of the agreed lines, as one click takes it."""
    by = access.actor(request)
    row = journeys.journey(number, by=by)
    refuse(cannot_bill(JourneyState(row, by)))
    lines = billable_lines(row.pk, first_day=timezone.localdate(row.accepted_at or clock.now()))
    if lines and not any(item.is_open for item in lines) and any(item.waits for item in lines):
        raise Refusal("not_delivered", _("Nothing more is delivered yet, so nothing can be billed."), law=10)
    if not any(item.is_open for item in lines):
        raise Refusal("billed_already", _("Everything that was agreed is billed."), law=10)
    form = InvoiceForm(request.POST if request.method == "POST" else None, lines=lines)
    drafts: list[Invoice] = []
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("A new invoice"),
            _("Draft it"),
            lead=_("Words and prices are those of the agreement. Leave empty what is not billed yet."),
        ),
        back=f"/journeys/{row.number}",
        act=lambda: drafts.append(
            commands.draft_invoice(
                journey=row.pk, shares=form.shares, due_days=form.cleaned_data["due_days"], by=by
            )
        ),
        to=lambda: f"/invoices/{drafts[0].pk}",
        words=_("The invoice is drafted. Look at it, and issue it."),
    )
