"""Price lists: every one, the prices of one, and a customer's way to theirs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.solutions.catalogue import Catalogue, build
from tests.web.signed_in import at

from wellkept.events.models import Event
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.solutions import commands, queries
from wellkept.solutions.catalogue_details import NewPrice, ProductDetails
from wellkept.solutions.models import PriceList

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(cast: Cast) -> Catalogue:
    return build(cast)


def price(cast: Cast, catalogue: Catalogue, amount: str, first: date, price_list: int) -> None:
    commands.set_price(
        product=catalogue.product.pk,
        price=NewPrice(amount=Money(Decimal(amount), "EUR"), valid_from=first),
        price_list=price_list,
        by=cast.by("ana"),
    )


def test_the_first_list_is_for_everybody_and_there_is_one(cast: Cast) -> None:
    ana, tom = at(cast, "ana"), at(cast, "tom")
    assert "No price list yet." in tom.get("/price-lists").content.decode()
    assert (tom.get("/price-lists/new").status_code, tom.post("/price-lists/new").status_code) == (403, 403)
    assert 'href="/price-lists/new"' in ana.get("/price-lists").content.decode()
    assert ana.get("/price-lists/new").status_code == 200
    assert ana.post("/price-lists/new", {"name": ""}).status_code == 422
    answer = ana.post("/price-lists/new", {"name": "Usual"})
    assert (answer.status_code, PriceList.objects.get().customer_id) == (303, None)
    text = ana.get("/price-lists").content.decode()
    assert ("Usual" in text, 'href="/price-lists/new"' in text) == (True, False)
    before = Event.objects.count()
    assert ana.post("/price-lists/new", {"name": "Another"}).status_code == 422
    assert Event.objects.count() == before
    assert Client().get("/price-lists").status_code == 302


def test_a_customers_page_leads_to_their_prices_or_to_a_list_of_their_own(
    cast: Cast, catalogue: Catalogue
) -> None:
    bakery, ana = cast.bakery.customer, at(cast, "ana")
    here = f"/price-lists?customer={bakery.pk}"
    assert f'href="{here}"' in ana.get(f"/customers/{bakery.pk}").content.decode()
    text = ana.get(here).content.decode()
    assert (bakery.name in text, f"/customers/{bakery.pk}/price-list" in text) == (True, True)
    assert f"/customers/{bakery.pk}/price-list" not in at(cast, "tom").get(here).content.decode()
    answer = ana.post(f"/customers/{bakery.pk}/price-list", {"name": "Bakery"})
    assert ana.get(here).headers["Location"] == answer.headers["Location"]
    assert bakery.name in ana.get(answer.headers["Location"]).content.decode()
    for wrong in ("0", "x"):
        assert ana.get(f"/price-lists?customer={wrong}").status_code == 404
    assert ana.get("/price-lists/0").status_code == 404


def test_a_list_shows_prices_that_count_and_those_to_come_and_filters_them(
    cast: Cast, catalogue: Catalogue
) -> None:
    usual, today = queries.price_lists()[0], today_here()
    price(cast, catalogue, "9600", today, usual.pk)
    price(cast, catalogue, "9700", today + timedelta(days=9), usual.pk)
    tom, here = at(cast, "tom"), f"/price-lists/{usual.pk}"
    text = tom.get(here).content.decode()
    assert ("€9,600" in text, "to come" in text, "€9,500" in text) == (True, True, False)
    text = tom.get(f"{here}?all").content.decode()
    assert ("€9,500" in text, "without those that ended" in text) == (True, True)
    rows = tom.get(f"{here}?q=three+phases").context["listed"].rows
    assert [row.option.name for row in rows] == ["Three phases"]
    assert "No product with these words" in tom.get(f"{here}?q=zebra").content.decode()
    (counted,) = tom.get("/price-lists").context["rows"]
    assert counted.count == 7


def test_both_pages_ask_as_often_for_one_price_as_for_many(cast: Cast, catalogue: Catalogue) -> None:
    usual, tom, counts = queries.price_lists()[0], at(cast, "tom"), []
    for place in range(3):
        product = commands.add_product(
            key=f"p-{place}", details=ProductDetails(name=f"P {place}"), by=cast.by("ana")
        )
        commands.set_price(
            product=product.pk,
            price=NewPrice(amount=Money(Decimal(1), "EUR"), valid_from=date(2026, 3, 1)),
            by=cast.by("ana"),
        )
        with CaptureQueriesContext(connection) as asked:
            tom.get("/price-lists")
            tom.get(f"/price-lists/{usual.pk}")
        counts.append(len(asked))
    assert counts == [counts[0]] * 3


def today_here() -> date:
    return clock.now().date()
