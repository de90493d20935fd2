"""The places of a payment: invoices that it pays, and the payment of ours that gave it back."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.billing import queries
from wellkept.billing.commands import allocations as commands
from wellkept.billing.rules import cannot_change_payment
from wellkept.kernel.refusal import refuse
from wellkept.web import access, form_page
from wellkept.web.billing.forms import AllocationForm, RefundForm


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, payment: int) -> HttpResponse:
    """Put the payment on an invoice. The likeliest one stands there already."""
    by = access.actor(request)
    row = queries.payment(payment, by=by)
    refuse(cannot_change_payment(row))
    likely = queries.proposals(row, by=by)[:1]
    form = AllocationForm(
        request.POST if request.method == "POST" else None,
        initial={"reference": likely[0].legal_number} if likely else None,
    )

    def act() -> object:
        invoice = queries.invoice_of_reference(form.cleaned_data["reference"], by=by)
        return commands.allocate(
            payment=row.pk, invoice=invoice.pk, amount=form.cleaned_data["amount"], by=by
        )

    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Put it on an invoice"), _("Put it there")),
        back=f"/payments/{row.pk}",
        act=act,
        words=_("The payment is on the invoice."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: HttpRequest, payment: int, allocation: int) -> HttpResponse:
    """Take the payment off an invoice."""
    by = access.actor(request)
    row = queries.payment(payment, by=by)
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            _("Take it off the invoice"),
            _("Take it off"),
            lead=_("The invoice is open again, and the payment waits."),
        ),
        back=f"/payments/{row.pk}",
        act=lambda: commands.take_back_allocation(allocation=allocation, by=by),
        words=_("The payment waits again."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: HttpRequest, payment: int) -> HttpResponse:
    """Join it with the payment of ours that gave it back."""
    by = access.actor(request)
    row = queries.payment(payment, by=by)
    refuse(cannot_change_payment(row))
    form = RefundForm(request.POST if request.method == "POST" else None, refunds=queries.refunds_for(row))
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("It was given back"),
            _("Join them"),
            lead=_("Pay it back at your bank first, and book that payment."),
        ),
        back=f"/payments/{row.pk}",
        act=lambda: commands.give_back(payment=row.pk, refund=int(form.cleaned_data["refund"]), by=by),
        words=_("Both are settled."),
    )
