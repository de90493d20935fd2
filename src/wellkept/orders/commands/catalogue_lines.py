"""Add what we sell to a draft: the lines of a product and of the options that were chosen, in one act."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from wellkept.journeys.commands.turn import turn
from wellkept.kernel import clock
from wellkept.kernel.languages import spoken
from wellkept.kernel.refusal import Refusal, refuse
from wellkept.kernel.text import fill
from wellkept.orders import quote_rules
from wellkept.orders.commands.quote_drafts import append_lines, quote_of
from wellkept.orders.models import QuoteLine
from wellkept.orders.quote_lines import QuoteLineTerms
from wellkept.orders.tax_treatment import treatment_for
from wellkept.people.actor import Actor
from wellkept.solutions import queries as solutions
from wellkept.solutions.rules.guided_choice import guide
from wellkept.solutions.rules.option_model import Choice as Wish
from wellkept.solutions.rules.sale_lines import SaleLine, lines_for


def add_product(
    *, quote: int, product: int, wishes: Sequence[Wish], quantity: Decimal, by: Actor, section: str = ""
) -> list[QuoteLine]:
    """Add a product with the options that were wished for, and with what these need.

    Prices are those of today, by the customer's price list. Taxes are those of the seller's and the customer's country.
    """
    row = quote_of(quote)
    with turn(
        journey=row.journey_id, by=by, check=lambda state: quote_rules.cannot_quote(state, quote_of(quote))
    ) as t:
        article = solutions.product(product)
        if article.ended_at is not None:
            raise Refusal("not_sold", _("This is no longer in the catalogue."), field="product", status=422)
        customer = t.row.customer
        offering = solutions.offering(product, customer=customer.pk)
        with translation.override(spoken(customer.language)):
            sale = lines_for(
                offering,
                guide(offering.model, wishes).choices,
                quantity=quantity,
                customer=customer.pk,
                day=timezone.localdate(clock.now()),
                treatment=treatment_for(t.row, article.sale),
            )
            lines = [_terms(line, section) for line in sale]
        refuse(_in_another_currency(sale, row.currency))
        return append_lines(row, lines)


def _terms(line: SaleLine, section: str) -> QuoteLineTerms:
    return QuoteLineTerms(
        words=str(line.words),
        section=section,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.price.amount,
        tax_category=line.tax.category,
        tax_rate=line.tax.percent,
        exemption_reason=str(line.tax.reason),
        kind=line.kind,
        period_months=line.months,
        product_id=line.product,
        option_id=line.option,
        list_price=line.price.amount,
        unit_cost=line.cost,
    )


def _in_another_currency(lines: Sequence[SaleLine], currency: str) -> Refusal | None:
    for line in lines:
        if line.price.currency != currency:
            words = _("Its price is in %(price)s, and the quote in %(quote)s.")
            return Refusal(
                "another_currency",
                fill(words, price=line.price.currency, quote=currency),
                field="product",
                status=422,
                instead=_("Enter a price in the currency of the quote."),
            )
    return None
