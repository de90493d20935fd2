"""The catalogue for programs: read by all, written by an administrator's token."""

from __future__ import annotations

import pytest
from tests.api.programs import Program
from tests.cast import Cast
from tests.solutions.catalogue import Catalogue, build

from wellkept.events.models import Event

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


def test_another_program_is_refused(cast: Cast, catalogue: Catalogue) -> None:
    tom, here = Program(cast, "tom"), f"/products/{catalogue.product.pk}"
    before = Event.objects.count()
    for path, body in (
        ("/products", BOILER),
        (f"{here}/options", CARE),
        (f"{here}/rules", RULE),
        (f"{here}/prices", PRICE),
    ):
        assert tom.post(path, body).status_code == 403, path
    assert Event.objects.count() == before
