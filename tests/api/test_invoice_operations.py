"""Invoices and payments by the API: each operation works, refuses what is wrong, and asks for the right."""

from __future__ import annotations

import pytest
from tests import cast as stations
from tests.api.programs import Program
from tests.api.test_single_operations import refusal
from tests.billing.world import CARE, FITTING, PUMP, accepted, seller, shares
from tests.cast import DAY, MONDAY, Cast

from wellkept.events.models import Event
from wellkept.journeys.evidence import Evidence
from wellkept.orders import commands as orders
from wellkept.orders.models import Quote

pytestmark = pytest.mark.django_db


def test_an_invoice_goes_from_draft_to_paid_and_credited(cast: Cast) -> None:
    seller(cast)
    row, iris = accepted(cast, [PUMP]), Program(cast, "iris")
    here = f"/journeys/{row.number}/invoices"
    line = shares(row)[0].line
    assert refusal(iris.post(here, {"lines": [{"line": line, "quantity": "2"}]})) == (422, "invalid_lines")
    wrong = iris.does(here, {"lines": [{"line": line}]})
    iris.does(f"/invoices/{wrong['id']}/discarding", {})
    draft = iris.does(here, {"lines": [{"line": line, "quantity": "1"}], "due_days": 7})
    assert (draft["state"], draft["gross_total"], draft["open"]) == ("draft", "999.60", None)
    invoice = iris.does(f"/invoices/{draft['id']}/issue", {})
    assert (invoice["legal_number"], invoice["open"], invoice["due_on"]) == (
        "2026-00001",
        "999.60",
        "2026-03-09",
    )
    assert refusal(iris.post(f"/invoices/{draft['id']}/discarding", {})) == (409, "issued_already")
    assert refusal(iris.post(f"/invoices/{draft['id']}/issue", {})) == (409, "issued_already")

    paid = {"amount": "600.00", "day": MONDAY.date().isoformat(), "payer": "Petra Lindner"}
    assert refusal(iris.post("/payments", paid | {"amount": "0"})) == (422, "invalid_amount")
    payment = iris.does("/payments", paid)
    places = f"/payments/{payment['id']}/allocations"
    assert refusal(iris.post(places, {"invoice": "2026-00009"})) == (422, "invalid_reference")
    assert iris.does(places, {"invoice": "2026-00001", "amount": "100.00"})["left"] == "500.00"
    assert iris.does(places, {"invoice": "2026-00001"})["left"] == "0.00"
    listed = iris.get(here).json()["invoices"]  # type: ignore[attr-defined]
    assert [(row_out["suffix"], row_out["open"]) for row_out in listed] == [("I2", "399.60")]

    assert refusal(iris.post(f"/invoices/{draft['id']}/credits", {"why": ""})) == (422, "invalid_why")
    note = iris.does(f"/invoices/{draft['id']}/credits", {"why": "Sent back"})
    assert (note["legal_number"], note["kind"], note["gross_total"]) == ("2026-C00001", "credit", "999.60")


def test_others_neither_bill_nor_book(cast: Cast) -> None:
    seller(cast)
    row, mira, iris = accepted(cast, [PUMP]), Program(cast, "mira"), Program(cast, "iris")
    line = shares(row)[0].line
    draft = iris.does(f"/journeys/{row.number}/invoices", {"lines": [{"line": line}]})["id"]
    payment = iris.does("/payments", {"amount": "5", "day": MONDAY.date().isoformat()})["id"]
    before = Event.objects.count()
    for path, body in (
        (f"/journeys/{row.number}/invoices", {"lines": [{"line": line}]}),
        (f"/invoices/{draft}/issue", {}),
        (f"/invoices/{draft}/discarding", {}),
        (f"/invoices/{draft}/credits", {"why": "x"}),
        ("/payments", {"amount": "5", "day": MONDAY.date().isoformat()}),
    ):
        assert refusal(mira.post(path, body)) == (403, "not_yours_to_do"), path
    assert mira.post(f"/payments/{payment}/allocations", {"invoice": "x"}).status_code in (403, 422)
    assert Event.objects.count() == before


def test_a_deposit_is_agreed_billed_and_deducted(cast: Cast) -> None:
    seller(cast)
    row, olga, iris = stations.in_orders(cast), Program(cast, "olga"), Program(cast, "iris")
    page = {
        "words": "A pump",
        "total": "1000.00",
        "delivery_by": (MONDAY + 10 * DAY).isoformat(),
        "bill_on": "agreement",
    }
    here = f"/journeys/{row.number}"
    assert refusal(olga.post(f"{here}/agreements", page | {"deposit": "1000.01"})) == (422, "invalid_deposit")
    olga.does(f"{here}/agreements", page | {"deposit": "300.00"})
    orders.agree(journey=row.pk, by=cast.by("olga"), evidence=Evidence("paper", "Signed"))
    mira, before = Program(cast, "mira"), Event.objects.count()
    assert refusal(mira.post(f"{here}/deposits", {})) == (403, "not_yours_to_do")
    assert Event.objects.count() == before
    assert refusal(iris.post(f"{here}/deposits", {"due_days": 366}))[0] == 422
    draft = iris.does(f"{here}/deposits", {})
    assert (draft["kind"], draft["net_total"]) == ("deposit", "300.00")
    assert refusal(iris.post(f"{here}/deposits", {})) == (409, "billed_already")
    iris.does(f"/invoices/{draft['id']}/issue", {})
    assert iris.does(f"{here}/invoices", {})["net_total"] == "700.00"


def test_a_quote_by_the_api_has_its_terms_of_payment(cast: Cast) -> None:
    row, olga = stations.in_orders(cast), Program(cast, "olga")
    here = f"/journeys/{row.number}/quotes"
    olga.does(here, {"words": "A pump"})
    olga.does(
        f"{here}/1/terms", {"words": "A pump", "bill_on": "delivery", "due_days": 5, "deposit_share": "30"}
    )
    olga.does(f"{here}/1/terms", {"words": "Two pumps"})
    quote = Quote.objects.get()
    assert (quote.bill_on, quote.due_days, quote.deposit_share) == ("delivery", 5, 30)


def test_without_lines_it_bills_what_is_due(cast: Cast) -> None:
    seller(cast)
    row, iris = accepted(cast, [PUMP, CARE, FITTING]), Program(cast, "iris")
    here = f"/journeys/{row.number}/invoices"
    draft = iris.does(here)
    assert [line["words"].partition("\n")[0] for line in draft["lines"]] == ["Heat pump", "Care"]
    assert refusal(iris.post(here)) == (422, "invalid_lines")
