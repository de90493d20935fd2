"""Quotes by the API alone: from draft to agreement, and each operation refuses what is wrong."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests import cast as people
from tests.api.programs import Program
from tests.api.test_single_operations import refusal
from tests.cast import Cast
from tests.solutions.catalogue import build

from wellkept.events.models import Event
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.orders.models import QuoteLine
from wellkept.people import commands as staff

pytestmark = pytest.mark.django_db
PUMP = {"words": "Pump", "unit_price": "500", "tax_rate": "19", "choice": "Which?"}
LINES: list[dict[str, Any]] = [
    {"words": "Fitting", "unit_price": "200", "tax_rate": "19"},
    PUMP | {"alternative": "Small"},
    PUMP | {"alternative": "Large", "unit_price": "900"},
    {
        "words": "Hose",
        "unit_price": "10",
        "quantity": "3",
        "unit": "MTR",
        "tax_rate": "19",
        "least": "1",
        "most": "20",
    },
]


def soon(days: int = 9) -> str:
    return (clock.now() + timedelta(days=days)).isoformat()


def test_a_quote_goes_from_draft_to_agreement_by_the_api_alone(cast: Cast) -> None:
    catalogue, row, olga = build(cast), people.in_orders(cast), Program(cast, "olga")
    here = f"/journeys/{row.number}/quotes"
    assert olga.get(here).json() == {"quotes": []}  # type: ignore[attr-defined]
    begun = olga.does(here, {"words": "A pump", "lines": LINES[:2]})
    assert (begun["suffix"], begun["state"], begun["total"]) == ("/Q1", "draft", "238.00")
    place = f"{here}/1"
    for line in (LINES[2], LINES[3], {"words": "Wrong", "unit_price": "1"}):
        now = olga.does(f"{place}/lines", line | {"tax_category": "O"} if line["words"] == "Wrong" else line)
    wrong, fitting = now["lines"][-1]["id"], now["lines"][0]["id"]
    olga.does(f"{place}/lines/{wrong}/removal")
    changed = olga.does(f"{place}/lines/{fitting}", LINES[0] | {"quantity": "2", "discount": "10"})
    assert (changed["lines"][0]["net_amount"], changed["discount"]) == ("360.00", "10.00")
    wishes = [{"key": "large"}, {"key": "care", "wanted": False}]
    sold = olga.does(f"{place}/products", {"product": catalogue.product.pk, "options": wishes})
    assert [line["words"] for line in sold["lines"][4:]] == ["Heat pump", "Large", "Three phases"]
    assert sold["lines"][4]["product"] == catalogue.product.pk
    olga.does(
        f"{place}/terms",
        {"words": "A pump", "terms": "Half now", "delivery_by": soon(), "valid_until": soon()},
    )
    sent = olga.does(f"{place}/sending", {"requirements": "It pumps"})
    assert (sent["state"], len(sent["digest"])) == ("sent", 64)
    hose = sent["lines"][3]["id"]
    asked = olga.does(f"{place}/questions", {"line": hose, "words": "Is it black?"})
    key = asked["questions"][0]["id"]
    assert (
        olga.does(f"{place}/answers", {"question": key, "words": "Blue"})["questions"][0]["answer"] == "Blue"
    )
    choice = {
        "shown_digest": sent["digest"],
        "alternatives": [{"choice": "Which?", "alternative": "Large"}],
        "options": [{"line": hose, "quantity": "5"}],
        "evidence": "purchase_order",
        "words": "We order",
        "customer_reference": "PO 4711",
    }
    response = olga.post(f"{place}/choice", choice, key="once")
    again = olga.post(f"{place}/choice", choice, key="once")
    assert (response.status_code, again["Idempotency-Replayed"]) == (201, "true")
    agreement = row.agreements.get()
    assert (agreement.state, agreement.customer_reference) == ("agreed", "PO 4711")
    assert [(line.words, line.quantity) for line in agreement.lines.order_by("position")][:3] == [
        ("Fitting", 2), ("Pump", 1), ("Hose", 5)
    ]  # fmt: skip
    assert agreement.net_total == Decimal(360 + 900 + 50 + 9500 + 1200 + 350)
    assert olga.get(place).json()["state"] == "agreed"  # type: ignore[attr-defined]


def test_a_discount_is_approved_and_a_no_recorded_by_the_api(cast: Cast) -> None:
    row, olga, lea = people.in_orders(cast), Program(cast, "olga"), Program(cast, "lea")
    staff.set_sales_rights(
        person=cast.olga.pk, discount_limit=Decimal(5), sees_costs=False, by=cast.by("ana")
    )
    here = f"/journeys/{row.number}/quotes"
    olga.does(here, {"words": "A pump", "lines": [LINES[0] | {"discount": "20"}]})
    olga.does(f"{here}/1/terms", {"words": "A pump", "delivery_by": soon(), "valid_until": soon()})
    review = {"requirements": "It pumps"}
    assert refusal(olga.post(f"{here}/1/sending", review)) == (409, "discount_beyond_limit")
    assert refusal(lea.post(f"{here}/1/approval", {"approved": True})) == (404, "no_such_approval")
    olga.does(f"{here}/1/approvals", {"approver": cast.lea.pk, "words": "They buy ten"})
    assert refusal(olga.post(f"{here}/1/approval", {"approved": True})) == (403, "not_yours_to_do")
    lea.does(f"{here}/1/approval", {"approved": True})
    olga.does(f"{here}/1/sending", review)
    declined = olga.does(f"{here}/1/refusal", {"words": "Too dear", "wants_change": True})
    assert (declined["state"], declined["answer"]) == ("declined", "Too dear")


def quoted(cast: Cast) -> tuple[Journey, int]:
    row = people.quoted(cast)
    return row, QuoteLine.objects.get(quote__journey=row, words="Hose").pk


def test_wrong_bodies_are_refused_and_nothing_is_recorded(cast: Cast) -> None:
    (row, hose), olga = quoted(cast), Program(cast, "olga")
    here = f"/journeys/{row.number}/quotes/1"
    before = Event.objects.count()
    line = LINES[0]
    choice = {"shown_digest": "0" * 64, "evidence": "spoken", "words": "Yes"}
    assert refusal(olga.post(f"/journeys/{row.number}/quotes", {"words": " "})) == (422, "invalid_words")
    assert refusal(olga.post(f"{here}/terms", {"words": "w"})) == (409, "quote_was_sent")
    assert refusal(olga.post(f"{here}/lines", line)) == (409, "quote_was_sent")
    assert refusal(olga.post(f"{here}/lines/{hose}", line)) == (409, "quote_was_sent")
    assert refusal(olga.post(f"{here}/lines/{hose}/removal")) == (409, "quote_was_sent")
    assert refusal(olga.post(f"{here}/products", {"product": 1})) == (409, "quote_was_sent")
    assert refusal(olga.post(f"{here}/approvals", {"approver": 1, "words": "w"})) == (409, "quote_was_sent")
    assert refusal(olga.post(f"{here}/approval", {"approved": True})) == (404, "no_such_approval")
    assert refusal(olga.post(f"{here}/sending", {"requirements": "r"})) == (409, "quote_was_sent")
    assert refusal(olga.post(f"{here}/choice", choice)) == (422, "invalid_shown_digest")
    assert refusal(olga.post(f"{here}/refusal", {"words": ""})) == (422, "invalid_words")
    assert refusal(olga.post(f"{here}/questions", {"line": hose, "words": ""})) == (422, "invalid_words")
    assert refusal(olga.post(f"{here}/questions", {"line": 9999, "words": "w"})) == (404, "no_such_line")
    assert refusal(olga.post(f"{here}/answers", {"question": 9999, "words": "w"})) == (
        404,
        "no_such_question",
    )
    assert olga.get(f"/journeys/{row.number}/quotes/9").status_code == 404
    assert Event.objects.count() == before


def test_a_program_of_another_team_changes_nothing(cast: Cast) -> None:
    (row, hose), iris, reader = quoted(cast), Program(cast, "iris"), Program(cast, "olga", "read")
    here = f"/journeys/{row.number}/quotes"
    digest = bytes(row.quotes.get().digest).hex()
    before = Event.objects.count()
    for path, body in (
        (here, {"words": "w"}),
        (f"{here}/1/terms", {"words": "w"}),
        (f"{here}/1/lines", LINES[0]),
        (f"{here}/1/lines/{hose}", LINES[0]),
        (f"{here}/1/lines/{hose}/removal", {}),
        (f"{here}/1/products", {"product": 1}),
        (f"{here}/1/approvals", {"approver": 1, "words": "w"}),
        (f"{here}/1/sending", {"requirements": "r"}),
        (f"{here}/1/choice", {"shown_digest": digest, "evidence": "spoken", "words": "Yes"}),
        (f"{here}/1/refusal", {"words": "w"}),
        (f"{here}/1/questions", {"line": hose, "words": "w"}),
    ):
        assert iris.post(path, body).status_code == 403, path
    assert reader.get(here).status_code == 200
    assert refusal(reader.post(f"{here}/1/refusal", {"words": "w"}))[0] == 403
    assert Event.objects.count() == before
