"""New invoices: of the agreed lines with what is left of them, and of the deposit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.billing.billable import billable_lines
from wellkept.billing.commands import invoices as commands
from wellkept.billing.deposits import deposit_left, no_deposit
from wellkept.billing.queries import draft_of_deposit
from wellkept.billing.rules import cannot_bill, cannot_bill_yet
from wellkept.journeys import queries as journeys
from wellkept.journeys.state import JourneyState
from wellkept.kernel import clock, wording
from wellkept.kernel.refusal import Refusal, refuse
from wellkept.orders.queries import agreement_in_force
from wellkept.web import access, form_page
from wellkept.web.billing.forms import DepositForm, InvoiceForm

if TYPE_CHECKING:
    from wellkept.billing.models import Invoice


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Draft an invoice: what is left of the agreed lines, as one click takes it."""
    by = access.actor(request)
    row = journeys.journey(number, by=by)
    refuse(cannot_bill(JourneyState(row, by)) or cannot_bill_yet(draft_of_deposit(row.pk)))
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


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def deposit(request: HttpRequest, number: str) -> HttpResponse:
    """Draft the invoice of the agreed deposit."""
    by = access.actor(request)
    row = journeys.journey(number, by=by)
    refuse(cannot_bill(JourneyState(row, by)))
    agreed = agreement_in_force(row.pk)
    refuse(no_deposit(agreed))
    assert agreed is not None
    posted = request.POST if request.method == "POST" else None
    form = DepositForm(posted, initial={"due_days": agreed.due_days})
    lead = _("Deposit of %(amount)s before tax, as agreed. The next invoice deducts it.")
    drafts: list[Invoice] = []
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Invoice for the deposit"),
            _("Draft it"),
            lead=lead % {"amount": wording.money(deposit_left(agreed), agreed.currency)},
        ),
        back=f"/journeys/{row.number}",
        act=lambda: drafts.append(
            commands.draft_deposit(journey=row.pk, due_days=form.cleaned_data["due_days"], by=by)
        ),
        to=lambda: f"/invoices/{drafts[0].pk}",
        words=_("The invoice is drafted. Look at it, and issue it."),
    )
