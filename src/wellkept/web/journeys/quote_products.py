"""Products that we sell, added to a draft: find one, choose its options, and take its lines over."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.journey_page.record import JourneyRecord, record_of
from wellkept.kernel import number as numbers
from wellkept.kernel.refusal import Refusal, missing
from wellkept.orders import commands, queries
from wellkept.orders.quote_rules import cannot_quote, suffix_of
from wellkept.orders.tax_treatment import treatment_for
from wellkept.solutions import queries as solutions
from wellkept.web import access
from wellkept.web.solutions.choice import ONE, choice_of, choices_in, number_in

if TYPE_CHECKING:
    from wellkept.orders.models import Quote
    from wellkept.solutions.models import Product

SHOWN = 30


@access.page
@require_safe
def products(request: HttpRequest, number: str, quote: int) -> HttpResponse:
    """Find a product by words of the customer or of ours."""
    record = record_of(number, by=access.actor(request))
    row = queries.quote_by_number(record.row.pk, quote)
    typed = request.GET.get("q", "")
    context = _of(record, row) | {
        "typed": typed,
        "products": solutions.like(typed, limit=SHOWN) if typed.strip() else solutions.sold(limit=SHOWN),
    }
    return render(request, "web/journeys/quote_products.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def product(request: HttpRequest, number: str, quote: int, product: int) -> HttpResponse:
    """Choose options of a product, with their reasons; then add its lines to the draft."""
    record = record_of(number, by=access.actor(request))
    row = queries.quote_by_number(record.row.pk, quote)
    article = solutions.product(product)
    if article.ended_at is not None:
        raise missing("product", _("There is no such product."))
    data = request.POST if request.method == "POST" else request.GET
    wrong = ""
    if request.method == "POST" and "add" in data:
        try:
            return _add(request, record, row, article)
        except Refusal as refusal:
            wrong = refusal.in_words()
    context = _of(record, row) | {
        "row": article,
        "choice": choice_of(
            product,
            data,
            customer=record.row.customer_id,
            treatment=treatment_for(record.row, article.sale),
        ),
        "wrong": wrong,
    }
    return render(request, "web/journeys/quote_product.html", context, status=422 if wrong else 200)


@access.page
@require_POST
def from_product(request: HttpRequest, product: int) -> HttpResponse:
    """Add a product, as it is chosen on its page, to one of my drafts."""
    by, article = access.actor(request), solutions.product(product)
    key = request.POST.get("quote", "")
    draft = next((row for row in queries.drafts_of(by.person) if str(row.pk) == key), None)
    if draft is None:
        raise missing("quote", _("There is no such quote."))
    return _add(request, record_of(draft.journey.number, by=by), draft, article)


def _add(request: HttpRequest, record: JourneyRecord, row: Quote, article: Product) -> HttpResponse:
    lines = commands.add_product(
        quote=row.pk,
        product=article.pk,
        wishes=choices_in(solutions.model_of(article), request.POST),
        quantity=_quantity(request),
        by=record.by,
    )
    words = ngettext("Added: %(count)s line.", "Added: %(count)s lines.", len(lines)) % {"count": len(lines)}
    return access.done(request, f"/journeys/{record.row.number}/quotes/{row.number}", words)


def _quantity(request: HttpRequest) -> Decimal:
    return number_in(request.POST.get("quantity")) or ONE


def _of(record: JourneyRecord, row: Quote) -> dict[str, object]:
    return {
        "w": record,
        "quote": row,
        "number": numbers.show(record.row.number),
        "suffix": suffix_of(row.number),
        "here": f"/journeys/{record.row.number}",
        "section": "",
        "refusal": cannot_quote(record, row),
    }
