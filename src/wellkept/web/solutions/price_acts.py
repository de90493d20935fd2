"""Prices of a product and its options."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.kernel import clock
from wellkept.people import queries as people
from wellkept.people.rights import admin_only
from wellkept.solutions import commands, queries
from wellkept.web import access, form_page
from wellkept.web.solutions.forms import LastDayForm, PriceForm


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, product: int) -> HttpResponse:
    """Set a price."""
    by, row = access.actor(request), queries.product(product)
    admin_only(by)
    initial: dict[str, object] = {
        "currency": people.company().currency,
        "valid_from": timezone.localdate(clock.now()),
        "part": request.GET.get("option"),
        "price_list": request.GET.get("list"),
    }
    form = PriceForm(request.POST if request.method == "POST" else None, row, initial)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Price of %(name)s") % {"name": row.name},
            _("Set the price"),
            lead=_("An open price that began before ends on the day before."),
        ),
        back=f"/products/{row.pk}",
        act=lambda: commands.set_price(
            product=row.pk,
            option=form.cleaned_data["part"],
            price_list=form.cleaned_data["price_list"],
            price=form.price,
            by=by,
        ),
        words=_("Saved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, price: int) -> HttpResponse:
    """Let a price end."""
    by, row = access.actor(request), queries.price(price)
    admin_only(by)
    form = LastDayForm(request.POST if request.method == "POST" else None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Until when does this price count?"), _("Let it end")),
        back=f"/products/{row.product_id}",
        act=lambda: commands.end_price(price=row.pk, last_day=form.cleaned_data["valid_to"], by=by),
        words=_("Saved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def striking(request: HttpRequest, price: int) -> HttpResponse:
    """Strike a price that was entered in error."""
    by, row = access.actor(request), queries.price(price)
    admin_only(by)
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            _("Strike this price"),
            _("Strike it"),
            lead=_("It was entered in error. What was quoted and agreed keeps it."),
            danger=True,
        ),
        back=f"/products/{row.product_id}",
        act=lambda: commands.strike_price(price=row.pk, by=by),
        words=_("Saved."),
    )
