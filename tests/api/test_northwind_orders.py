"""A public sample company's orders go through agreement, delivery, invoice and payment by the API, to the cent.

The files are kept outside the product (`../shared/data` beside the checkout, or WELLKEPT_SHARED_DATA).
"""

from __future__ import annotations

import csv
import itertools
import os
from collections import defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from bench.company import set_up
from bench.cycles import sell
from django.test import Client
from tests.size import size

from wellkept.billing.models import Invoice, Payment
from wellkept.kernel import clock

DATA = Path(os.environ.get("WELLKEPT_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
NORTHWIND = DATA / "northwind"
CENT = Decimal("0.01")
EVERY = size(70, 1)  # of so many orders one goes all the way
EXACT = Decimal("1265793.0395")  # the sum of all lines, unrounded

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.long,
    pytest.mark.skipif(not NORTHWIND.exists(), reason=f"the sample company's files are not at {NORTHWIND}"),
]


def rows(name: str) -> list[dict[str, str]]:
    with (NORTHWIND / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def amount_of(line: dict[str, str]) -> Decimal:
    """Quantity by price less discount, by the data, not rounded."""
    return Decimal(line["UnitPrice"]) * Decimal(line["Quantity"]) * (1 - Decimal(line["Discount"]))


class Shop:
    """A program of the company's that knows the sample's products and customers."""

    def __init__(self) -> None:
        company = set_up()
        sell(company)
        self._client = Client(headers={"Authorization": f"Bearer {company.token}"})
        self._keys = itertools.count()
        self._products = {row["ProductID"]: row["ProductName"] for row in rows("products")}
        self._names = {row["CustomerID"]: row["CompanyName"] for row in rows("customers")}
        self._customers: dict[str, tuple[int, int]] = {}

    def post(self, path: str, **fields: Any) -> Any:
        answer = self._client.post(
            f"/api/v1{path}",
            fields,
            content_type="application/json",
            headers={"Idempotency-Key": f"northwind-{next(self._keys)}"},
        )
        assert answer.status_code == 201, f"{path}: {answer.content.decode()}"
        return answer.json()

    def customer(self, code: str) -> tuple[int, int]:
        if code not in self._customers:
            name = self._names[code]
            key = self.post("/customers", name=name)["id"]
            self._customers[code] = key, self.post(f"/customers/{key}/contacts", name=name)["id"]
        return self._customers[code]

    def order(self, order: dict[str, str], lines: list[dict[str, str]]) -> Decimal:
        """Take an order from the mail to the money. Returns what was paid."""
        customer, contact = self.customer(order["CustomerID"])
        number = self.post(
            "/journeys",
            customer=customer,
            contact=contact,
            need=f"Order {order['OrderID']}",
            blueprint="repeat",
            channel="mail",
        )["number"]
        at = f"/journeys/{number}"
        put = self.post(
            f"{at}/agreements",
            words=f"Order {order['OrderID']}",
            lines=[self._line(line) for line in lines],
            currency="USD",
            delivery_by=(clock.now() + timedelta(days=28)).isoformat(),
        )
        evidence = {"evidence": "purchase_order", "customer_reference": order["OrderID"]}
        self.post(f"{at}/agreement", shown_digest=put["digest"], **evidence)
        delivered = self.post(f"{at}/delivery", words="All of it")["delivery"]
        self.post(f"{at}/acceptance", evidence="mail", words="Received", delivery=delivered)
        draft = self.post(f"{at}/invoices")
        invoice = self.post(f"/invoices/{draft['id']}/issue")
        day = clock.now().date().isoformat()
        paid = self.post("/payments", amount=invoice["gross_total"], currency="USD", day=day)
        left = self.post(f"/payments/{paid['id']}/allocations", invoice=invoice["legal_number"])["left"]
        assert left == "0.00"
        self.post(f"{at}/rest", words="It works")
        return Decimal(paid["amount"])

    def _line(self, line: dict[str, str]) -> dict[str, str]:
        return {
            "words": self._products[line["ProductID"]],
            "quantity": line["Quantity"],
            "unit_price": line["UnitPrice"],
            "discount": str(Decimal(line["Discount"]) * 100),
            "tax_category": "Z",
            "tax_rate": "0",
        }


def test_every_order_is_paid_to_the_cent(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    lines = defaultdict(list)
    for line in rows("order_details"):
        lines[line["OrderID"]].append(line)
    shop = Shop()
    orders = rows("orders")[::EVERY]
    expected, exact, odd = Decimal(0), Decimal(0), 0
    for order in orders:
        amounts = [amount_of(line) for line in lines[order["OrderID"]]]
        rounded = [amount.quantize(CENT, ROUND_HALF_UP) for amount in amounts]
        assert shop.order(order, lines[order["OrderID"]]) == sum(rounded), order["OrderID"]
        expected += sum(rounded)
        exact += sum(amounts)
        odd += sum(1 for amount in amounts if amount != amount.quantize(CENT))
    invoices = Invoice.objects.filter(state="issued")
    assert sum(row.gross_total for row in invoices) == expected
    assert sum(row.amount for row in Payment.objects.all()) == expected
    assert {row.settled_at is None for row in invoices} == {False}
    assert sorted(row.place for row in invoices) == list(range(1, len(orders) + 1))
    if EVERY == 1:
        assert (exact, odd) == (EXACT, 81)
    with capsys.disabled():
        print(
            f"\n  Northwind: {len(orders)} orders paid, {expected}; the lines before rounding make"
            f" {exact.normalize():f}. {odd} lines are no whole cents, each is rounded half up: {expected - exact:+f}"
        )
