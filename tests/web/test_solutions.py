"""Pages of the catalogue: each address works, refuses what is wrong, and asks for the right."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.solutions.catalogue import Catalogue, build
from tests.web.signed_in import at

from wellkept.events.models import Event
from wellkept.solutions import commands, queries
from wellkept.solutions.catalogue_details import SolutionDetails
from wellkept.solutions.models import OptionRule, Price, Solution, TaxRate
from wellkept.web.solutions import urls

pytestmark = pytest.mark.django_db
FILES = (  # in test_catalogue_files
    "catalogue-files",
    "catalogue-files/template.{suffix}",
    "catalogue-files/{catalogue_file}",
    "catalogue-files/{catalogue_file}/loading",
    "catalogue-files/{catalogue_file}/left-out",
    "price-lists",  # in test_price_lists, with the next
    "price-lists/new",
)
PAGES = ("solutions", "solutions/{solution}", "products/{product}", "price-lists/{list}", "tax-rates")


@pytest.fixture
def catalogue(cast: Cast) -> Catalogue:
    return build(cast)


@dataclass(frozen=True)
class Act:
    """An act as it is typed: the event it leaves, and what is wrong with it."""

    noun: str
    event: str
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


PRODUCT = {"name": "Boiler", "unit": "H87", "kind": "once", "tax": "standard", "sale": "goods"}
OPTION = {"name": "Quiet", "unit": "H87", "kind": "once", "tax": "standard"}
RULE = {"kind": "excludes", "options": "care", "others": "sensor", "sentence": "Not both."}
PRICE = {
    "amount": "100",
    "currency": "EUR",
    "at_least": "10",
    "valid_from": "2026-03-02",
    "price_list": "{list}",
}
RATE = {"country": "FR", "key": "standard", "category": "S", "percent": "20", "valid_from": "2026-01-01"}
ACTS = [
    Act("solutions/new", "solution_added", {"name": "Cool"}, {"name": ""}),
    Act("solutions/{solution}/words", "solution_changed", {"name": "Cool"}, {"name": ""}),
    Act("solutions/{solution}/ending", "solution_ended"),
    Act("products/new", "product_added", PRODUCT | {"key": "boiler"}, {"key": "The boiler"}),
    Act("products/{product}/details", "product_changed", PRODUCT, {"unit": ""}),
    Act("products/{product}/ending", "product_ended"),
    Act("products/{product}/options", "option_added", OPTION | {"key": "quiet"}, {"key": "large"}),
    Act("product-options/{option}/details", "option_changed", OPTION, {"months": "3"}),
    Act("product-options/{option}/ending", "option_ended"),
    Act("products/{product}/rules", "option_rule_added", RULE, {"sentence": ""}),
    Act("option-rules/{option_rule}/ending", "option_rule_ended"),
    Act("products/{product}/prices", "price_set", PRICE, {"amount": "-1"}),
    Act("prices/{price}/ending", "price_ended", {"valid_to": "2026-04-01"}, {"valid_to": "2025-01-01"}),
    Act("prices/{price}/striking", "price_struck"),
    Act("customers/{customer}/price-list", "price_list_added", {"name": "Bakery"}, {"name": ""}),
    Act("tax-rates/new", "tax_rate_added", RATE, {"percent": "0"}),
    Act("tax-rates/loading", "tax_rate_added", {"country": "AT"}, {"country": "XX"}),
    Act("tax-rates/{rate}/ending", "tax_rate_ended", {"valid_to": "2026-12-31"}, {"valid_to": "soon"}),
]
each_act = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.noun)


def keys(cast: Cast, catalogue: Catalogue) -> dict[str, int]:
    return {
        "solution": Solution.objects.earliest("pk").pk,
        "product": catalogue.product.pk,
        "option": catalogue.options["care"].pk,
        "option_rule": OptionRule.objects.earliest("pk").pk,
        "price": Price.objects.earliest("pk").pk,
        "list": queries.price_lists()[0].pk,
        "rate": TaxRate.objects.earliest("pk").pk,
        "customer": cast.bakery.customer.pk,
    }


def filled(text: str, names: dict[str, int]) -> str:
    return text.format(**names)


def test_every_address_has_its_case() -> None:
    routes = {re.sub(r"<\w+:\w+>", "<>", str(route.pattern)) for route in urls.urlpatterns}
    cases = {re.sub(r"\{\w+\}", "<>", noun) for noun in (*FILES, *PAGES, *(act.noun for act in ACTS))}
    assert routes == cases


@each_act
def test_an_administrator_does_it_and_a_wrong_field_comes_back(
    cast: Cast, catalogue: Catalogue, act: Act
) -> None:
    names, ana = keys(cast, catalogue), at(cast, "ana")
    if act.noun == "product-options/{option}/ending":
        commands.end_rule(rule=OptionRule.objects.get(kind="default").pk, by=cast.by("ana"))
    here = f"/{filled(act.noun, names)}"
    typed = {name: filled(value, names) for name, value in act.typed.items()}
    before = Event.objects.count()
    assert ana.get(here).status_code == 200
    if act.wrong:
        answer = ana.post(here, typed | act.wrong)
        assert (answer.status_code, Event.objects.count()) == (422, before)
        assert set(act.wrong) <= set(answer.context["form"].errors)
    answer = ana.post(here, typed)
    assert answer.status_code == 303, answer.context["form"].errors
    assert act.event in Event.objects.order_by("-pk")[: Event.objects.count() - before].values_list(
        "type", flat=True
    )
    assert ana.get(answer.headers["Location"]).status_code == 200


@each_act
def test_a_member_is_refused(cast: Cast, catalogue: Catalogue, act: Act) -> None:
    here, tom = f"/{filled(act.noun, keys(cast, catalogue))}", at(cast, "tom")
    before = Event.objects.count()
    assert (tom.get(here).status_code, tom.post(here).status_code) == (403, 403)
    assert (Event.objects.count(), Client().get(here).status_code) == (before, 302)


def test_a_member_reads_and_is_offered_nothing(cast: Cast, catalogue: Catalogue) -> None:
    names = keys(cast, catalogue)
    for page in PAGES:
        here = f"/{filled(page, names)}"
        seen = at(cast, "tom").get(here)
        assert (seen.status_code, 'data-opens="act"' in seen.content.decode()) == (200, False), page
        assert 'data-opens="act"' in at(cast, "ana").get(here).content.decode(), page
        assert Client().get(here).status_code == 302


@pytest.mark.parametrize(
    "page", ["/solutions/0", "/products/0", "/product-options/0/details", "/option-rules/0/ending",
             "/prices/0/ending", "/tax-rates/0/ending"]
)  # fmt: skip
def test_a_page_that_does_not_exist_is_said(cast: Cast, page: str) -> None:
    assert at(cast, "ana").get(page).status_code == 404


def test_the_guided_choice_prices_what_is_ticked_and_says_why_not(cast: Cast, catalogue: Catalogue) -> None:
    here = f"/products/{catalogue.product.pk}"
    tom = at(cast, "tom")
    first = tom.get(here).context["choice"]
    assert [(line.words, str(line.net)) for line in first.lines] == [
        ("Heat pump", "€9,500"),
        ("Care", "€240"),
    ]
    page = tom.get(
        here, {"seen": "1", "option": ["large", "sensor"], "quantity-sensor": "3", "quantity": "2"}
    )
    choice, text = page.context["choice"], page.content.decode()
    assert choice.fault == ["Sensors come in pairs."]
    assert ("Possible quantities" in text, "These options do not go together." in text) == (True, True)
    page = tom.get(
        here, {"seen": "1", "option": ["large", "sensor"], "quantity-sensor": "4", "quantity": "2"}
    )
    choice, text = page.context["choice"], page.content.decode()
    assert [(line.words, str(line.quantity)) for line in choice.lines] == [
        ("Heat pump", "2"), ("Large", "2"), ("Three phases", "2"), ("Sensor", "8"),
    ]  # fmt: skip
    assert [str(money) for _months, money in choice.sums] == ["€22,464"]
    assert all(
        words in text for words in ("Cannot be had:", "One size goes into one house.", "Comes with it:")
    )


def test_a_product_without_a_price_says_so(cast: Cast, catalogue: Catalogue) -> None:
    commands.strike_price(price=Price.objects.get(option=None).pk, by=cast.by("ana"))
    choice = at(cast, "tom").get(f"/products/{catalogue.product.pk}").context["choice"]
    assert (choice.lines, choice.refusal.code) == ((), "no_such_price")


def test_the_list_asks_as_often_for_one_as_for_three(cast: Cast, catalogue: Catalogue) -> None:
    tom, counts = at(cast, "tom"), []
    for place in range(3):
        details = SolutionDetails(name=f"Solution {place}")
        commands.add_solution(details=details, expert=cast.tom.pk, by=cast.by("ana"))
        tom.get("/solutions")
        with CaptureQueriesContext(connection) as asked:
            tom.get("/solutions")
        counts.append(len(asked))
    assert counts == [counts[0]] * 3


def test_the_find_page_finds_a_product_and_keeps_no_miss(cast: Cast, catalogue: Catalogue) -> None:
    before = Event.objects.count()
    page = at(cast, "tom").get("/find", {"q": "heat pump"})
    assert [row.pk for row in page.context["products"]] == [catalogue.product.pk]
    assert f"/products/{catalogue.product.pk}" in page.content.decode()
    assert Event.objects.count() == before
    box = at(cast, "tom", htmx="find").get("/find", {"q": "heat pu"}).content.decode()
    assert (f'href="/products/{catalogue.product.pk}"' in box, "Nothing found." in box) == (True, False)
    assert "/products/" not in at(cast, "tom", htmx="find").get("/find", {"q": "zebra"}).content.decode()
