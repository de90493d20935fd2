"""Deliveries in parts and installed items, by the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.api.programs import Program
from tests.billing.world import HOSE, PUMP, agreed
from tests.cast import Cast

from wellkept.events.models import Event
from wellkept.orders.models import AgreementLine

pytestmark = pytest.mark.django_db


def refusal(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def test_a_journey_is_delivered_in_parts(cast: Cast) -> None:
    row = agreed(cast, [PUMP, HOSE])
    pump, hose = AgreementLine.objects.filter(journey=row).order_by("position").values_list("pk", flat=True)
    jonas, at = Program(cast, "jonas"), f"/journeys/{row.number}"
    before = Event.objects.count()
    part: dict[str, Any] = {"words": "A part", "lines": [{"line": hose, "quantity": "10.5"}]}
    assert refusal(jonas.post(f"{at}/delivery", part)) == (409, "no_more_is_delivered_than_was_agreed")
    twice = {"words": "A part", "lines": [{"line": hose, "quantity": 1}] * 2}
    assert refusal(jonas.post(f"{at}/delivery", twice)) == (422, "invalid_lines")
    assert Event.objects.count() == before

    part["lines"][0]["quantity"] = "4"
    first = jonas.does(f"{at}/delivery", part)
    assert first["delivery"] == 0
    items = [{"product": "Heat pump", "serial": "WP 1", "line": pump}]
    last = jonas.does(f"{at}/delivery", {"words": "The rest", "items": items})
    assert last["delivery"] > 0
    whole: Any = jonas.get(at).json()
    assert [Decimal(line["delivered"]) for line in whole["agreements"][0]["lines"]] == [1, 10]
    assert [[Decimal(line["quantity"]) for line in part["lines"]] for part in whole["parts"]] == [[4], [1, 6]]
    assert [(item["serial"], item["line"]) for item in whole["items"]] == [("WP 1", pump)]
    jonas.does(f"{at}/rejection", {"words": "It leaks", "parts": [first["id"]]})
    whole = jonas.get(at).json()
    assert [part["refused_at"] is not None for part in whole["parts"]] == [True, False]


def test_items_are_entered_corrected_and_taken_out(cast: Cast) -> None:
    row = agreed(cast)
    jonas, mira, at = Program(cast, "jonas"), Program(cast, "mira"), f"/journeys/{row.number}/items"
    key = jonas.does(at, {"product": "Heat pump", "serial": "WP 1"})["id"]
    before = Event.objects.count()
    for path, body in (
        (at, {"product": "Pump"}),
        (f"{at}/{key}/correction", {"product": "Pump"}),
        (f"{at}/{key}/removal", {"because": "removed"}),
    ):
        assert refusal(mira.post(path, body)) == (403, "not_yours_to_do")
    assert refusal(jonas.post(at, {"product": "heat pump", "serial": "wp 1"})) == (
        409,
        "a_serial_number_stands_once",
    )
    assert refusal(jonas.post(f"{at}/0/correction", {"product": "Pump"})) == (404, "no_such_item")
    assert refusal(jonas.post(f"{at}/{key}/removal", {"because": "replaced"})) == (422, "invalid_replacement")
    assert Event.objects.count() == before

    jonas.does(f"{at}/{key}/correction", {"product": "Heat pump", "serial": "WP 2", "place": "Cellar"})
    body = {"because": "replaced", "words": "It hums", "replacement": {"product": "Pump", "serial": "P 1"}}
    other = jonas.does(f"{at}/{key}/removal", body)["id"]
    whole: Any = jonas.get(f"/journeys/{row.number}").json()
    assert [(item["id"], item["serial"], item["taken_out_because"]) for item in whole["items"]] == [
        (other, "P 1", ""),
        (key, "WP 2", "replaced"),
    ]
    assert whole["items"][0]["replaces"] == key
