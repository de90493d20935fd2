"""The agreement page: read it, agree by name (above the blueprint's amount also by code), or send it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from wellkept.files.downloads import as_pdf
from wellkept.idempotency.commands import count
from wellkept.journeys.evidence import Evidence
from wellkept.kernel.number import show as show_number
from wellkept.kernel.refusal import Refusal
from wellkept.orders import commands as orders
from wellkept.orders import queries
from wellkept.orders.agreement_paper import agreement_paper
from wellkept.orders.price_display import payment_in_words
from wellkept.portal import forms
from wellkept.portal.content.journey import CustomerRecord, customer_record
from wellkept.portal.content.markup import day_and_hour
from wellkept.portal.refusals import words
from wellkept.portal.views.my_page import the_page
from wellkept.portal.views.submit import form_page, show, take
from wellkept.portal.visit import Visit, door
from wellkept.ui.fields import Cleaned

if TYPE_CHECKING:
    from wellkept.orders.models import Agreement

CODES = (5, timedelta(hours=1))


@door("GET", "POST")
def agreement(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the agreement; agree if it waits for the customer."""
    record = customer_record(visit.journey, visit.contact, by=visit.actor)
    row = record.agreement or record.agreed
    if row is None:
        if request.method == "POST":
            return the_page(
                request, visit, refusal=Refusal("nothing_to_agree", _("There is nothing to agree to."))
            )
        return HttpResponseRedirect(visit.to())
    if record.agreement is None:
        if request.method == "POST":  # sent twice: it is agreed
            return HttpResponseRedirect(visit.to() + "?done=agreed", status=303)
        return show(request, visit, "portal/agreement.html", _context(record, row))
    if request.method != "POST" and record.no_agreement is not None:
        return show(
            request,
            visit,
            "portal/agreement.html",
            {**_context(record, row), "waits": True, "refused": words(record.no_agreement)},
        )
    coded = orders.needs_code(row, record.plan.version.code_above)
    kind = forms.AgreementByCode if coded else forms.Agreement
    form = kind(request.POST or None, initial={"shown_digest": bytes(row.digest).hex()})

    def act(values: Cleaned) -> None:
        orders.agree(
            journey=visit.journey.pk,
            by=visit.actor,
            evidence=Evidence(signed_name=values["signed_name"]),
            code=values.get("code", ""),
            shown_digest=values["shown_digest"],
            customer_reference=values["customer_reference"],
        )

    context = {**_context(record, row), "waits": True, "coded": coded, "thanks": _sent(request, visit)}
    return form_page(request, visit, form, "portal/agreement.html", act, done="agreed", context=context)


@door("GET")
def paper(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Send the agreement that waits or is in force as PDF."""
    record = customer_record(visit.journey, visit.contact, by=visit.actor)
    row = record.agreement or record.agreed
    if row is None:
        return HttpResponseRedirect(visit.to())
    try:
        done = agreement_paper(row)
    except Refusal as refusal:
        return the_page(request, visit, refusal=refusal)
    return as_pdf(done.pdf, name=_("Agreement %(number)s") % {"number": show_number(visit.journey.number)})


@door("POST")
def code(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Send a new code to the address on record."""
    try:
        count(what="portal codes", who=f"link:{visit.link}", at_most=CODES[0], within=CODES[1])

        def act() -> str:
            orders.send_code(journey=visit.journey.pk, by=visit.actor)
            return visit.to("agreement")

        return take(request, visit, act, done="code")
    except Refusal as no:
        return the_page(request, visit, refusal=no)


@door("GET", "POST")
def difference(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Send the agreement back, with what should be different."""

    def act(values: Cleaned) -> None:
        orders.decline_agreement(journey=visit.journey.pk, by=visit.actor, **values)

    return form_page(
        request,
        visit,
        forms.Different(request.POST or None),
        "portal/in_your_words.html",
        act,
        done="different",
        context={
            "title": _("What should be different?"),
            "lead": _("Nothing is agreed. We change the page and show it to you again."),
        },
    )


def _context(record: CustomerRecord, row: Agreement) -> dict[str, Any]:
    lines = queries.lines_of(row)
    return {
        "agreement": row,
        "changes": record.changes if row.state == "put" else [],
        "price": queries.price_to_show(row, lines=lines, with_tax=record.journey.customer.kind == "person"),
        "ready_by": day_and_hour(row.delivery_by),
        "payment": payment_in_words(row, lines),
        "valid_until": day_and_hour(row.valid_until) if row.valid_until else "",
        "dates": [
            (promised["text"], day_and_hour(datetime.fromisoformat(promised["due"])))
            for promised in row.dates
        ],
        "frozen": queries.frozen_text(row, lines, number=record.journey.number),
        "digest": bytes(row.digest).hex(),
        "code_sent": queries.code_is_waited_for(row),
    }


def _sent(request: HttpRequest, visit: Visit) -> str:
    """The address to which the code went, masked."""
    if request.GET.get("done") != "code":
        return ""
    name, _at, host = visit.contact.email.partition("@")
    return _("A code is on its way to %(address)s. It is valid for %(minutes)d minutes.") % {
        "address": f"{name[:1]}…@{host}",
        "minutes": orders.CODE_MINUTES,
    }
