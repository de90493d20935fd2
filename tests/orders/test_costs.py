"""Costs and margins: on the editor, for those who may see them. No page, paper or program of a customer has them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests import cast as people
from tests.api.programs import Program
from tests.cast import Cast
from tests.papers.test_set_papers import texts
from tests.portal.doors import Customer
from tests.solutions.catalogue import FROM, build
from tests.web.signed_in import at

from wellkept.journeys.models import Journey
from wellkept.kernel.money import Money
from wellkept.orders import commands as orders
from wellkept.orders.discounts import margin_of
from wellkept.orders.models import Quote, QuoteLine
from wellkept.orders.quote_lines import Choice
from wellkept.orders.quote_paper import quote_paper
from wellkept.people import commands as staff
from wellkept.solutions import commands as solutions
from wellkept.solutions.catalogue_details import NewPrice

pytestmark = pytest.mark.django_db
COST, SUM = "3141.59", "3,141.59"


def drafted(cast: Cast) -> tuple[Journey, Quote]:
    """A draft with a heat pump that costs us a lot."""
    product = build(cast).product.pk
    price = NewPrice(amount=Money(Decimal(9000), "EUR"), valid_from=FROM.replace(day=2), cost=Decimal(COST))
    solutions.set_price(product=product, price=price, by=cast.by("ana"))
    row = people.in_orders(cast)
    quote = orders.begin_quote(journey=row.pk, words="Warm", currency="EUR", by=cast.by("olga"))
    orders.add_product(quote=quote.pk, product=product, wishes=[], quantity=Decimal(1), by=cast.by("olga"))
    return row, quote


def may_see(cast: Cast) -> None:
    staff.set_sales_rights(person=cast.olga.pk, discount_limit=None, sees_costs=True, by=cast.by("ana"))


def test_the_margin_is_on_the_editor_for_who_may_see_costs(cast: Cast) -> None:
    row, _quote = drafted(cast)
    olga, here = at(cast, "olga"), f"/journeys/{row.number}/quotes/1"
    before = olga.get(here).content.decode()
    assert [words in before for words in (COST, SUM, "margin")] == [False] * 3
    may_see(cast)
    page = olga.get(here).content.decode()
    assert f'value="{COST}"' in page
    assert "Costs us €3,141.59: a margin of €5,858.41 (65.1 %). 1 line without a cost." in page


def test_a_cost_is_typed_by_those_who_see_it_and_stays_for_the_others(cast: Cast) -> None:
    row, _quote = drafted(cast)
    line = QuoteLine.objects.get(words="Heat pump")
    place = f"/journeys/{row.number}/quote-lines/{line.pk}"
    typed = {
        "words": "Heat pump",
        "quantity": "1",
        "unit": "H87",
        "price": "9000",
        "tax": "19",
        "paid": "once",
    }
    olga = at(cast, "olga")
    olga.post(place, typed | {"cost": "1"})
    assert QuoteLine.objects.get(pk=line.pk).unit_cost == Decimal(COST)
    may_see(cast)
    shown = olga.post(place, typed | {"cost": "4000"}, headers={"HX-Request": "true"}).content.decode()
    assert "margin of €5,000" in shown
    olga.post(place, typed | {"cost": ""})
    assert QuoteLine.objects.get(pk=line.pk).unit_cost is None


def test_the_margin_is_that_of_lines_with_a_cost(cast: Cast) -> None:
    row = people.quoted(cast)
    lines = list(row.quotes.get().lines.order_by("position"))
    assert margin_of(lines, "EUR") is None
    for line in lines:
        line.unit_cost = Decimal(50)
    margin = margin_of(lines, "EUR")  # alternatives and optional lines are not in the sums
    assert margin is not None
    assert (margin.net, margin.cost, margin.unknown, margin.percent) == (200, 50, 0, Decimal("75.0"))


def test_no_customer_ever_gets_the_cost(cast: Cast) -> None:
    row, quote = drafted(cast)
    may_see(cast)
    people.sent(cast, quote)
    petra, program = Customer(row), Program(cast, "olga")
    here = f"/journeys/{row.number}"
    seen = [
        petra.sees("quote"),
        petra.sees(),
        *texts(quote_paper(Quote.objects.get(pk=quote.pk)).pdf),
        *texts(petra.client.get(petra.url("quote/paper")).content),
        program.get(f"{here}/quotes").content.decode(),
        program.get(f"{here}/quotes/1").content.decode(),
    ]
    orders.choose_from_quote(journey=row.pk, choice=Choice(), by=people.speaker_of(row))
    seen += [
        petra.sees("agreement"),
        *texts(petra.client.get(petra.url("agreement/paper")).content),
        program.get(here).content.decode(),
        at(cast, "iris").get(f"{here}/quotes/1").content.decode(),
    ]
    for text in seen:
        assert not any(words in text for words in (COST, SUM, "3.141,59", "unit_cost", "margin of"))


def test_the_cost_is_set_with_the_price(cast: Cast) -> None:
    product = build(cast).product
    ana, place = at(cast, "ana"), f"/products/{product.pk}/prices"
    typed = {
        "amount": "100", "currency": "EUR", "at_least": "10", "valid_from": "2026-03-02",
        "price_list": str(product.prices.first().list_id), "cost": "-1",
    }  # fmt: skip
    assert ana.post(place, typed).status_code == 422
    assert ana.post(place, typed | {"cost": "42.5"}).status_code == 303
    assert product.prices.get(at_least=10).cost == Decimal("42.5")
