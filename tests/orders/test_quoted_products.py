"""Products added to a draft with their options in one act: its lines, taxes and prices, and its keys for ever."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests import cast as people
from tests.cast import Cast, fresh
from tests.solutions.catalogue import FROM, Catalogue, build
from tests.web.signed_in import at

from wellkept.customers import commands as customers
from wellkept.events.queries import history
from wellkept.journeys.commands import details
from wellkept.journeys.models import Journey
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal
from wellkept.orders import commands as orders
from wellkept.orders.models import AgreementLine, Quote, QuoteLine
from wellkept.orders.quote_lines import Choice
from wellkept.orders.tax_treatment import treatment_for, vat_id_of
from wellkept.solutions import commands as solutions
from wellkept.solutions.catalogue_details import NewPrice
from wellkept.solutions.models import PriceList
from wellkept.solutions.rules.option_model import Choice as Wish

pytestmark = pytest.mark.django_db
LARGE = {"seen": "1", "quantity": "2", "option": ["large", "three-phase"]}


@pytest.fixture
def catalogue(cast: Cast) -> Catalogue:
    return build(cast)


def drafted(cast: Cast, **known: object) -> tuple[Journey, Quote]:
    row = people.in_orders(cast, **known)
    return row, orders.begin_quote(journey=row.pk, words="Warm", currency="EUR", by=cast.by("olga"))


def lines(row: Journey) -> list[tuple[str, Decimal, Decimal, str]]:
    rows = QuoteLine.objects.filter(quote__journey=row).order_by("position")
    return [
        (line.words, line.quantity, line.unit_price, f"{line.tax_category}{line.tax_rate:f}") for line in rows
    ]


def test_a_product_with_its_options_is_added_by_page_in_one_act(cast: Cast, catalogue: Catalogue) -> None:
    row, _quote = drafted(cast)
    olga, here = at(cast, "olga"), f"/journeys/{row.number}/quotes/1"
    assert f'href="{here}/products"' in olga.get(here).content.decode()
    assert "Heat pump" in olga.get(f"{here}/products").content.decode()
    assert "Heat pump" in olga.get(f"{here}/products?q=heat").content.decode()
    assert "Nothing that we sell" in olga.get(f"{here}/products?q=zeppelin").content.decode()
    place = f"{here}/products/{catalogue.product.pk}"
    assert "Most want it looked after." not in olga.get(place).content.decode()
    shown = olga.post(place, LARGE | {"option": "large"}).content.decode()
    assert ("A large one needs three phases." in shown, QuoteLine.objects.count()) == (True, 0)
    assert olga.post(place, LARGE | {"add": "1"})["Location"] == here
    assert lines(row) == [
        ("Heat pump", 2, 9500, "S19.00"),
        ("Large", 2, 1200, "S19.00"),
        ("Three phases", 2, 350, "S19.00"),
    ]


def test_its_keys_go_on_into_the_agreement(cast: Cast, catalogue: Catalogue) -> None:
    row, quote = drafted(cast)
    orders.add_product(
        quote=quote.pk, product=catalogue.product.pk, wishes=[], quantity=Decimal(1), by=cast.by("olga")
    )
    people.sent(cast, quote)
    orders.choose_from_quote(journey=row.pk, choice=Choice(), by=people.speaker_of(row))
    kept = AgreementLine.objects.order_by("position").values_list("product_id", "option_id", "kind")
    care = catalogue.options["care"].pk
    assert list(kept) == [(catalogue.product.pk, None, "once"), (catalogue.product.pk, care, "recurring")]


def test_a_default_that_was_taken_out_stays_out(cast: Cast, catalogue: Catalogue) -> None:
    _row, quote = drafted(cast)
    added = orders.add_product(
        quote=quote.pk, product=catalogue.product.pk, wishes=[Wish("care", wanted=False)], quantity=Decimal(1),
        by=cast.by("olga"),
    )  # fmt: skip
    assert [line.words for line in added] == ["Heat pump"]


def test_a_customer_has_the_prices_of_their_own_list(cast: Cast, catalogue: Catalogue) -> None:
    row, quote = drafted(cast)
    by = cast.by("ana")
    solutions.add_price_list(name="Bakery", customer=row.customer_id, by=by)
    own = PriceList.objects.get(customer_id=row.customer_id)
    price = NewPrice(amount=Money(Decimal(9000), "EUR"), valid_from=FROM)
    solutions.set_price(product=catalogue.product.pk, price=price, price_list=own.pk, by=by)
    orders.add_product(
        quote=quote.pk, product=catalogue.product.pk, wishes=[], quantity=Decimal(1), by=cast.by("olga")
    )
    assert lines(row)[0][2] == 9000


def test_a_business_abroad_with_its_vat_id_owes_no_tax_here(cast: Cast, catalogue: Catalogue) -> None:
    row, quote = drafted(cast)
    customers.change(customer=row.customer_id, country="AT", by=cast.by("tom"))
    details.note_reference(journey=row.pk, kind="other", reference="ATU 1358 5627", by=cast.by("tom"))
    row = fresh(row)
    assert (vat_id_of(row), treatment_for(row, "services").category) == ("ATU13585627", "AE")
    orders.add_product(
        quote=quote.pk, product=catalogue.product.pk, wishes=[], quantity=Decimal(1), by=cast.by("olga")
    )
    line = QuoteLine.objects.filter(quote=quote).earliest("position")
    assert (line.tax_category, line.tax_rate, line.exemption_reason) == ("K", 0, "Intra-Community supply")


def test_a_line_keeps_its_product_and_its_reason_when_it_is_edited(cast: Cast, catalogue: Catalogue) -> None:
    row, quote = drafted(cast)
    customers.change(customer=row.customer_id, country="CH", by=cast.by("tom"))
    added = orders.add_product(
        quote=quote.pk, product=catalogue.product.pk, wishes=[], quantity=Decimal(1), by=cast.by("olga")
    )
    typed = {"words": "Heat pump", "quantity": "3", "unit": "H87", "price": "9500", "tax": "", "paid": "once"}
    at(cast, "olga").post(f"/journeys/{row.number}/quote-lines/{added[0].pk}", typed)
    line = QuoteLine.objects.get(pk=added[0].pk)
    assert (line.quantity, line.product_id, line.list_price) == (3, catalogue.product.pk, 9500)
    assert (line.tax_category, line.exemption_reason) == ("G", "Export outside the EU")


def test_a_product_is_offered_on_the_page_of_the_product(cast: Cast, catalogue: Catalogue) -> None:
    row, quote = drafted(cast)
    olga, place = at(cast, "olga"), f"/products/{catalogue.product.pk}"
    assert "Add it to the quote of" in olga.get(place).content.decode()
    assert "Add it to the quote of" not in at(cast, "iris").get(place).content.decode()
    sent = olga.post(f"{place}/quoting", LARGE | {"quote": quote.pk})
    assert sent["Location"] == f"/journeys/{row.number}/quotes/1"
    assert [line[0] for line in lines(row)] == ["Heat pump", "Large", "Three phases"]
    refused = at(cast, "iris").post(f"{place}/quoting", LARGE | {"quote": quote.pk})
    assert (refused.status_code, len(lines(row))) == (404, 3)


def test_a_product_that_cannot_be_sold_is_refused_and_nothing_is_added(
    cast: Cast, catalogue: Catalogue
) -> None:
    row, quote = drafted(cast)
    here = f"/journeys/{row.number}/quotes/1/products/{catalogue.product.pk}"
    both = {"seen": "1", "option": ["large", "small"], "add": "1"}
    answer = at(cast, "olga").post(here, both)
    assert (answer.status_code, "One size goes into one house." in answer.content.decode()) == (422, True)
    before = len(history(row.pk))
    assert at(cast, "iris").post(here, LARGE | {"add": "1"}).status_code == 422
    solutions.end_product(product=catalogue.product.pk, ended=True, by=cast.by("ana"))
    assert at(cast, "olga").get(here).status_code == 404
    with pytest.raises(Refusal, match="no longer in the catalogue"):
        orders.add_product(
            quote=quote.pk, product=catalogue.product.pk, wishes=[], quantity=Decimal(1), by=cast.by("olga")
        )
    assert (lines(row), len(history(row.pk))) == ([], before)


def test_a_price_in_another_currency_is_refused(cast: Cast, catalogue: Catalogue) -> None:
    row = people.in_orders(cast)
    quote = orders.begin_quote(journey=row.pk, words="Warm", currency="CHF", by=cast.by("olga"))
    with pytest.raises(Refusal, match="Its price is in EUR, and the quote in CHF"):
        orders.add_product(
            quote=quote.pk, product=catalogue.product.pk, wishes=[], quantity=Decimal(1), by=cast.by("olga")
        )
    assert lines(row) == []
