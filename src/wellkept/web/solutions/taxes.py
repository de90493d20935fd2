"""Tax rates by country."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.kernel import clock
from wellkept.kernel.wording import locale
from wellkept.people import queries as people
from wellkept.people.rights import admin_only, is_admin
from wellkept.solutions import commands, queries
from wellkept.web import access, form_page
from wellkept.web.setup.views import countries
from wellkept.web.solutions.forms import CountryForm, LastDayForm, TaxRateForm


@access.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show the tax rates of each country."""
    names = dict(countries(locale()))
    context = {
        "rows": [(row, names.get(row.country, row.country)) for row in queries.tax_rates()],
        "may": is_admin(access.actor(request)),
    }
    return render(request, "web/solutions/taxes.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a rate."""
    by = access.actor(request)
    admin_only(by)
    initial: dict[str, object] = {
        "country": people.company().country,
        "valid_from": timezone.localdate(clock.now()),
    }
    form = TaxRateForm(request.POST if request.method == "POST" else None, initial)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("New tax rate"), _("Add it")),
        back="/tax-rates",
        act=lambda: commands.add_tax_rate(rate=form.rate, by=by),
        words=_("Added."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def loading(request: HttpRequest) -> HttpResponse:
    """Add the rates of a country that the product brings with it."""
    by = access.actor(request)
    admin_only(by)
    form = CountryForm(
        request.POST if request.method == "POST" else None, {"country": people.company().country}
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Rates of a country"),
            _("Add its rates"),
            lead=_("As the European Commission listed them in September 2026. Check them against your law."),
        ),
        back="/tax-rates",
        act=lambda: commands.load_tax_rates(country=form.cleaned_data["country"], by=by),
        words=_("Added."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, rate: int) -> HttpResponse:
    """Let a rate end."""
    by, row = access.actor(request), queries.tax_rate(rate)
    admin_only(by)
    form = LastDayForm(request.POST if request.method == "POST" else None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Until when does this rate count?"), _("Let it end")),
        back="/tax-rates",
        act=lambda: commands.end_tax_rate(rate=row.pk, last_day=form.cleaned_data["valid_to"], by=by),
        words=_("Saved."),
    )
