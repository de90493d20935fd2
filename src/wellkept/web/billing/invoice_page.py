"""Invoices: the list of open ones, and one with its acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.billing import queries, rules
from wellkept.billing.commands import invoices as commands
from wellkept.billing.invoice_paper import invoice_paper
from wellkept.billing.rules import INVOICE_STEPS
from wellkept.files.downloads import as_download, as_pdf
from wellkept.journeys.state import JourneyState
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, missing, refuse
from wellkept.orders.agreement_lines import title_of
from wellkept.people import queries as people
from wellkept.web import access, form_page
from wellkept.web.billing.forms import CreditForm, HandForm, InvoicePlanForm

if TYPE_CHECKING:
    from wellkept.billing.models import Invoice


@access.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show invoices with which something is left to do."""
    rows = queries.open_invoices(by=access.actor(request))
    context = {
        "rows": [(row, INVOICE_STEPS[row.next_step]) for row in rows],
        "now": clock.now(),
        "alone": people.is_alone(),
    }
    return render(request, "web/billing/invoices.html", context)


@access.page
@require_safe
def one(request: HttpRequest, invoice: int) -> HttpResponse:
    """Show an invoice."""
    by = access.actor(request)
    row = queries.invoice(invoice, by=by)
    state, lines = JourneyState(row.journey, by), queries.lines_of(row)
    may = rules.cannot_keep_invoices(state) is None
    free = [line for line in lines if getattr(line, "credit", None) is None]
    context = {
        "row": row,
        "lines": lines,
        "step": INVOICE_STEPS[row.next_step],
        "open": queries.open_amounts([row.pk])[row.pk] if row.state == "issued" else None,
        "payments": queries.payments_on(row.pk),
        "late": row.settled_at is None and row.due_at < clock.now(),
        "alone": people.is_alone(),
        "no_issue": _no_issue(row, state) if row.state == "draft" and may else None,
        "may_discard": may and rules.cannot_discard(row) is None,
        "may_credit": may and rules.cannot_credit(row, free) is None,
        "may_plan": may and rules.cannot_plan_invoice(row) is None,
    }
    return render(request, "web/billing/invoice.html", context)


@access.page
@require_safe
def file(request: HttpRequest, invoice: int) -> HttpResponseBase:
    """Download the structured invoice."""
    row = queries.invoice(invoice, by=access.actor(request))
    if row.file is None:
        raise missing("file", _("A draft has no file yet."))
    return as_download(row.file)


@access.page
@require_safe
def paper(request: HttpRequest, invoice: int) -> HttpResponse:
    """Show the invoice as PDF."""
    row = queries.invoice(invoice, by=access.actor(request))
    return as_pdf(invoice_paper(row), name=row.legal_number)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, invoice: int) -> HttpResponse:
    """Issue a draft."""
    row, by = (
        _kept(request, invoice, _no_issue),
        access.actor(request),
    )
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            _("Issue the invoice"),
            _("Issue it"),
            lead=_("It gets its number, and the customer gets it. From then on it never changes."),
        ),
        back=f"/invoices/{row.pk}",
        act=lambda: commands.issue_invoice(invoice=row.pk, by=by),
        words=_("The invoice is issued."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def discarding(request: HttpRequest, invoice: int) -> HttpResponse:
    """Discard a draft."""
    row, by = _kept(request, invoice, lambda row, _state: rules.cannot_discard(row)), access.actor(request)
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            _("Discard the draft"), _("Discard it"), lead=_("What it bills can be billed again."), danger=True
        ),
        back=f"/invoices/{row.pk}",
        to=f"/journeys/{row.journey.number}",
        act=lambda: commands.discard_invoice(invoice=row.pk, by=by),
        words=_("The draft is discarded."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def credits(request: HttpRequest, invoice: int) -> HttpResponse:
    """Credit lines of an invoice."""
    by = access.actor(request)
    free = [
        (line.pk, title_of(line))
        for line in queries.lines_of(queries.invoice(invoice, by=by))
        if getattr(line, "credit", None) is None
    ]
    row = _kept(request, invoice, lambda row, _state: rules.cannot_credit(row, free))
    form = CreditForm(request.POST if request.method == "POST" else None, lines=free)
    notes: list[Invoice] = []
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Credit the invoice"),
            _("Issue the credit note"),
            lead=_("The customer gets a credit note. The lines can be billed again."),
            danger=True,
        ),
        back=f"/invoices/{row.pk}",
        act=lambda: notes.append(
            commands.credit_invoice(invoice=row.pk, lines=form.chosen, why=form.cleaned_data["why"], by=by)
        ),
        to=lambda: f"/invoices/{notes[0].pk}",
        words=_("The credit note is issued."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, invoice: int) -> HttpResponse:
    """Set the next step of an invoice."""
    row, by = (
        _kept(request, invoice, lambda row, _state: rules.cannot_plan_invoice(row)),
        access.actor(request),
    )
    form = InvoicePlanForm(
        request.POST if request.method == "POST" else None, initial={"next_step": row.next_step}
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("What happens with this invoice?"), _("Plan it")),
        back=f"/invoices/{row.pk}",
        act=lambda: commands.plan_invoice(invoice=row.pk, by=by, **form.cleaned_data),
        words=_("Planned."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: HttpRequest, invoice: int) -> HttpResponse:
    """Give the invoice to a colleague."""
    row, by = (
        _kept(request, invoice, lambda row, _state: rules.cannot_plan_invoice(row)),
        access.actor(request),
    )
    form = HandForm(request.POST if request.method == "POST" else None, but=row.handler_id)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Hand over the invoice"), _("Hand over")),
        back=f"/invoices/{row.pk}",
        act=lambda: commands.hand_invoice(invoice=row.pk, to=int(form.cleaned_data["to"]), by=by),
        words=_("Someone is on it."),
    )


def _no_issue(row: Invoice, state: JourneyState) -> Refusal | None:
    return rules.cannot_issue(state, row, bill_on=queries.billed_on(row.journey_id))


def _kept(
    request: HttpRequest, invoice: int, check: Callable[[Invoice, JourneyState], Refusal | None]
) -> Invoice:
    """The invoice, unless the reader may not keep it or the check refuses the act."""
    by = access.actor(request)
    row = queries.invoice(invoice, by=by)
    state = JourneyState(row.journey, by)
    refuse(rules.cannot_keep_invoices(state))
    refuse(check(row, state))
    return row
