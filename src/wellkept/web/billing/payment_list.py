"""Payments: the list, a bank's file, and one that is typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.billing import queries
from wellkept.billing.commands import bank_statements
from wellkept.billing.commands import payments as commands
from wellkept.billing.commands.bank_statements import Booked
from wellkept.billing.rights import cannot_see_money
from wellkept.billing.rules import PAYMENT_STEPS
from wellkept.entities import queries as entities
from wellkept.kernel import clock, wording
from wellkept.kernel.refusal import refuse
from wellkept.people import queries as people
from wellkept.web import access, form_page
from wellkept.web.billing.forms import PaymentForm, StatementForm

SETTLED = 100


@access.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show payments that wait, or the latest that wait no longer."""
    by = access.actor(request)
    shown = request.GET.get("shown", "open")
    rows = (
        queries.settled_payments(by=by, limit=SETTLED) if shown == "settled" else queries.open_payments(by=by)
    )
    context = {
        "shown": shown,
        "rows": [(row, PAYMENT_STEPS[row.next_step]) for row in rows],
        "now": clock.now(),
        "alone": people.is_alone(),
    }
    return render(request, "web/billing/payments.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest) -> HttpResponse:
    """Take a file of the bank, and book its entries."""
    by = access.actor(request)
    refuse(cannot_see_money(by))
    posted = request.method == "POST"
    form = StatementForm(request.POST if posted else None, request.FILES if posted else None)
    booked: list[Booked] = []
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Bank statement"),
            _("Book it"),
            lead=_("Each entry is booked once, also if it comes again in another file."),
        ),
        back="/payments",
        act=lambda: booked.append(
            bank_statements.book_statements(raw=form.cleaned_data["file"].read(), by=by)
        ),
        words=lambda: _in_words(booked[0]),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Book a payment by hand."""
    by = access.actor(request)
    refuse(cannot_see_money(by))
    form = PaymentForm(
        request.POST if request.method == "POST" else None,
        accounts=entities.open_accounts(),
        initial={"currency": people.company().currency, "day": wording.today()},
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("A payment"),
            _("Book it"),
            lead=_("For money that stands in no bank statement, such as cash."),
        ),
        back="/payments",
        act=lambda: commands.record_payment(payment=form.paid, by=by),
        words=_("The payment is booked."),
    )


def _in_words(booked: Booked) -> str:
    """`12 payments booked. 3 were known already.`"""
    count = len(booked.payments)
    sentences = [ngettext("%(n)s payment booked.", "%(n)s payments booked.", count) % {"n": count}]
    if booked.matched:
        sentences.append(
            ngettext("%(n)s found its invoice.", "%(n)s found their invoices.", booked.matched)
            % {"n": booked.matched}
        )
    if booked.known:
        sentences.append(
            ngettext("%(n)s was known already.", "%(n)s were known already.", booked.known)
            % {"n": booked.known}
        )
    if booked.pending:
        sentences.append(
            ngettext(
                "%(n)s is not booked by the bank yet.",
                "%(n)s are not booked by the bank yet.",
                booked.pending,
            )
            % {"n": booked.pending}
        )
    return " ".join(sentences)
