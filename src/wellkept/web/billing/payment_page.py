"""One payment: what came in, and what happens with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.billing import queries
from wellkept.billing.commands import payments as commands
from wellkept.billing.rules import PAYMENT_STEPS, cannot_change_payment
from wellkept.kernel import clock
from wellkept.kernel.refusal import refuse
from wellkept.people import queries as people
from wellkept.web import access, form_page
from wellkept.web.billing.forms import AsideForm, HandForm, PlanForm


@access.page
@require_safe
def one(request: HttpRequest, payment: int) -> HttpResponse:
    """Show a payment."""
    by = access.actor(request)
    row = queries.payment(payment, by=by)
    context = {
        "row": row,
        "step": PAYMENT_STEPS[row.next_step],
        "open": cannot_change_payment(row) is None,
        "left": queries.amounts_left([row.pk])[row.pk],
        "places": queries.allocations_of(row.pk),
        "proposals": queries.proposals(row, by=by) if row.settled_at is None else [],
        "late": row.settled_at is None and row.due_at < clock.now(),
        "alone": people.is_alone(),
    }
    return render(request, "web/billing/payment.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, payment: int) -> HttpResponse:
    """Set the next step."""
    by = access.actor(request)
    row = queries.payment(payment, by=by)
    refuse(cannot_change_payment(row))
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        initial={"next_step": row.next_step, "note": row.note},
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("What happens with this payment?"), _("Plan it")),
        back=f"/payments/{row.pk}",
        act=lambda: commands.plan_payment(payment=row.pk, by=by, **form.cleaned_data),
        words=_("Planned."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: HttpRequest, payment: int) -> HttpResponse:
    """Give the payment to a colleague."""
    by = access.actor(request)
    row = queries.payment(payment, by=by)
    refuse(cannot_change_payment(row))
    form = HandForm(request.POST if request.method == "POST" else None, but=row.handler_id)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Hand over the payment"), _("Hand over")),
        back="/payments",
        act=lambda: commands.hand_payment(payment=row.pk, to=int(form.cleaned_data["to"]), by=by),
        words=_("Someone is on it."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: HttpRequest, payment: int) -> HttpResponse:
    """Set the payment aside."""
    by = access.actor(request)
    row = queries.payment(payment, by=by)
    refuse(cannot_change_payment(row))
    form = AsideForm(request.POST if request.method == "POST" else None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Set it aside"),
            _("Set it aside"),
            lead=_("For money that has nothing to do with an invoice, such as a charge of the bank."),
        ),
        back="/payments",
        act=lambda: commands.set_payment_aside(payment=row.pk, why=form.cleaned_data["why"], by=by),
        words=_("The payment is set aside."),
    )
