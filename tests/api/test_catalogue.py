"""The catalogue for programs: read by all, written by an administrator's token."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.api.programs import Program
from tests.cast import Cast
from tests.solutions.catalogue import Catalogue, build

from wellkept.events.models import Event
from wellkept.solutions.models import OptionRule, Price, Solution, TaxRate

pytestmark = pytest.mark.django_db
BOILER = {"key": "boiler", "name": "Boiler", "unit": "H87"}
CARE = {"key": "care", "name": "Care", "unit": "ANN", "kind": "recurring", "months": 12}
RULE = {"kind": "default", "sentence": "Most want it.", "options": ["care"]}
PRICE = {"amount": "1234.5", "currency": "EUR", "valid_from": "2026-03-02"}


@pytest.fixture
def catalogue(cast: Cast) -> Catalogue:
    return build(cast)


def test_a_program_reads_what_we_sell(cast: Cast, catalogue: Catalogue) -> None:
    tom = Program(cast, "tom")
    (row,) = tom.get("/products").json()["items"]
    assert (row["key"], row["is_sold"], row["lead_days"]) == ("heat-pump", True, 20)
    whole = tom.get(f"/products/{row['id']}").json()
    assert [option["key"] for option in whole["options"]] == [
        "large",
        "small",
        "three-phase",
        "sensor",
        "care",
    ]
    assert whole["rules"][0]["sentence"] == "A large one needs three phases."
    assert whole["prices"][0]["amount"] == "9500.0000"
    assert [item["name"] for item in tom.get("/solutions").json()["items"]] == ["Warm without gas"]
    rates = tom.get("/tax-rates").json()["items"]
    assert ("DE", "standard", "19.0000") in [(row["country"], row["key"], row["percent"]) for row in rates]
    assert tom.get("/products/0").status_code == 404


def test_an_administrators_program_adds_products_options_rules_and_prices(
    cast: Cast, catalogue: Catalogue
) -> None:
    ana = Program(cast, "ana", "read", "write", "admin")
    product = ana.does("/products", BOILER)["id"]
    assert ana.does(f"/products/{product}/options", CARE)["options"][0]["months"] == 12
    assert ana.does(f"/products/{product}/rules", RULE)["rules"][0]["kind"] == "default"
    prices = ana.does(f"/products/{product}/prices", PRICE)["prices"]
    assert [(price["amount"], price["option"]) for price in prices] == [("1234.5000", None)]
    again = ana.post("/products", BOILER)
    assert (again.status_code, again.json()["code"]) == (409, "key_taken")


def test_an_administrators_program_changes_and_ends_what_is_there(cast: Cast, catalogue: Catalogue) -> None:
    ana = Program(cast, "ana", "read", "write", "admin")
    here, care = f"/products/{catalogue.product.pk}", f"/product-options/{catalogue.options['care'].pk}"
    row = ana.does(f"{here}/details", {"lead_days": None, "words": "A quiet pump"})
    assert (row["lead_days"], row["words"], row["name"]) == (None, "A quiet pump", "Heat pump")
    assert ana.post(f"{here}/details", {"name": ""}).status_code == 422
    row = ana.does(f"{care}/details", {"kind": "once", "months": None})
    assert {"key": "care", "kind": "once", "months": None}.items() <= row["options"][-1].items()
    assert ana.post(f"{care}/ending", {}).json()["code"] == "a_rule_names_it"
    rule = next(rule for rule in row["rules"] if rule["kind"] == "default")
    assert len(ana.does(f"/option-rules/{rule['id']}/ending")["rules"]) == 3
    assert len(ana.does(f"{care}/ending", {})["options"]) == 4
    assert len(ana.does(f"{care}/ending", {"ended": False})["options"]) == 5
    first, second = row["prices"][0], row["prices"][1]
    row = ana.does(f"/prices/{first['id']}/ending", {"last_day": "2026-12-31"})
    assert row["prices"][0]["valid_to"] == "2026-12-31"
    row = ana.does(f"/prices/{second['id']}/striking")
    assert second["id"] not in [price["id"] for price in row["prices"]]
    ana.does(f"{here}/prices", {"amount": "10", "cost": "6.5", "currency": "EUR", "valid_from": "2027-01-01"})
    assert Price.objects.latest("pk").cost == Decimal("6.5")
    assert (
        ana.does(f"{here}/ending", {})["is_sold"],
        ana.does(f"{here}/ending", {"ended": False})["is_sold"],
    ) == (
        False,
        True,
    )


def test_an_administrators_program_keeps_lists_solutions_and_rates(cast: Cast, catalogue: Catalogue) -> None:
    ana, bakery = Program(cast, "ana", "read", "write", "admin"), cast.bakery.customer.pk
    usual = Program(cast, "tom").get("/price-lists").json()["items"][0]
    assert (usual["name"], usual["customer"]) == ("For everybody", None)
    assert ana.does("/price-lists", {"name": "Bakery", "customer": bakery})["customer"] == bakery
    assert ana.post("/price-lists", {"name": "Usual"}).json()["code"] == "list_is_there"
    row = ana.does("/solutions", {"name": "Cool", "problems": "It is hot.", "expert": cast.tom.pk})
    here = f"/solutions/{row['id']}"
    row = ana.does(f"{here}/details", {"fits": "Bakeries"})
    assert (row["name"], row["problems"], row["fits"]) == ("Cool", "It is hot.", "Bakeries")
    assert Solution.objects.get(name="Cool").expert == cast.tom
    ana.does(f"{here}/ending", {})
    assert len(ana.get("/solutions").json()["items"]) == 1
    rate = ana.does(
        "/tax-rates", {"country": "FR", "key": "standard", "percent": "20", "valid_from": "2026-01-01"}
    )
    assert (rate["category"], rate["percent"]) == ("S", "20")
    rate = ana.does(f"/tax-rates/{rate['id']}/ending", {"last_day": "2026-12-31"})
    assert rate["valid_to"] == "2026-12-31"
    rows = ana.does("/tax-rates/loading", {"country": "AT"})["items"]
    assert {"AT", "DE", "FR"} == {row["country"] for row in rows}


def test_another_program_is_refused(cast: Cast, catalogue: Catalogue) -> None:
    tom, here = Program(cast, "tom"), f"/products/{catalogue.product.pk}"
    before = Event.objects.count()
    for path, body in (
        ("/products", BOILER),
        (f"{here}/options", CARE),
        (f"{here}/rules", RULE),
        (f"{here}/prices", PRICE),
        (f"{here}/details", {"name": "Pump"}),
        (f"{here}/ending", {}),
        (f"/product-options/{catalogue.options['care'].pk}/details", {"name": "Care"}),
        (f"/product-options/{catalogue.options['care'].pk}/ending", {}),
        (f"/option-rules/{OptionRule.objects.earliest('pk').pk}/ending", {}),
        (f"/prices/{Price.objects.earliest('pk').pk}/ending", {"last_day": "2026-12-31"}),
        (f"/prices/{Price.objects.earliest('pk').pk}/striking", {}),
        ("/price-lists", {"name": "Usual"}),
        ("/solutions", {"name": "Cool"}),
        (f"/solutions/{Solution.objects.get().pk}/details", {"fits": "Flats"}),
        (f"/solutions/{Solution.objects.get().pk}/ending", {}),
        ("/tax-rates", {"country": "FR", "key": "standard", "percent": "20", "valid_from": "2026-01-01"}),
        ("/tax-rates/loading", {"country": "AT"}),
        (f"/tax-rates/{TaxRate.objects.earliest('pk').pk}/ending", {"last_day": "2026-12-31"}),
    ):
        assert tom.post(path, body).status_code == 403, path
    assert Event.objects.count() == before
