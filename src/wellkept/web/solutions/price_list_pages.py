"""Price lists: the usual one, and those of customers, with their prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.customers.queries import customer as customer_by_key
from wellkept.kernel import clock
from wellkept.kernel.rows import key_of
from wellkept.people.rights import admin_only, is_admin
from wellkept.solutions import commands, queries
from wellkept.web import access, form_page
from wellkept.web.solutions.forms import PriceListForm

if TYPE_CHECKING:
    from wellkept.customers.models import Customer
    from wellkept.solutions.models import PriceList

MOST = 200  # prices on one page


@access.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show every price list. Asked for a customer, go on to theirs, or say that they have none."""
    word = request.GET.get("customer", "")
    customer = customer_by_key(key_of(word)) if word else None
    if customer is not None and (theirs := queries.list_of_customer(customer.pk)) is not None:
        return HttpResponseRedirect(f"/price-lists/{theirs.pk}", status=303)
    rows = queries.counted_price_lists(timezone.localdate(clock.now()))
    context = {
        "rows": rows,
        "has_usual": any(listed.row.customer_id is None for listed in rows),
        "customer": customer,
        "may": is_admin(access.actor(request)),
    }
    return render(request, "web/solutions/price_lists.html", context)


@access.page
@require_safe
def one(request: HttpRequest, price_list: int) -> HttpResponse:
    """Show the prices of a list: those that count and those to come, or all of them."""
    row = queries.price_list(price_list)
    today = timezone.localdate(clock.now())
    words, all_of_them = request.GET.get("q", ""), "all" in request.GET
    context = {
        "row": row,
        "customer": customer_by_key(row.customer_id) if row.customer_id is not None else None,
        "listed": queries.listed_prices(row.pk, words=words, day=None if all_of_them else today, limit=MOST),
        "words": words,
        "all_of_them": all_of_them,
        "today": today,
        "may": is_admin(access.actor(request)),
    }
    return render(request, "web/solutions/price_list.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add the usual price list."""
    lead = _("It is for everybody. A customer’s own list is added on the customer’s page.")
    return _new(request, None, form_page.Dialog(_("New price list"), _("Add it"), lead=lead))


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new_for_customer(request: HttpRequest, customer: int) -> HttpResponse:
    """Add the price list of a customer."""
    row = customer_by_key(customer)
    title = _("Price list of %(name)s") % {"name": row.name}
    lead = _("Where it has no price, that of the usual list counts.")
    return _new(request, row, form_page.Dialog(title, _("Add it"), lead=lead))


def _new(request: HttpRequest, customer: Customer | None, dialog: form_page.Dialog) -> HttpResponse:
    by = access.actor(request)
    admin_only(by)
    form = PriceListForm(
        request.POST if request.method == "POST" else None,
        initial={"name": customer.name if customer is not None else ""},
    )
    added: list[PriceList] = []
    return form_page.ask(
        request,
        form,
        dialog,
        back="/price-lists",
        act=lambda: added.append(
            commands.add_price_list(
                name=form.cleaned_data["name"], customer=customer.pk if customer else None, by=by
            )
        ),
        to=lambda: f"/price-lists/{added[0].pk}",
        words=_("Added."),
    )
