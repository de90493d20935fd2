"""Complete cycles a second through the API: customer, order of three lines, agreement, delivery, invoice, payment.

Every act is a request of its own, and every law is on. Papers and the published rules of invoices are outside a cycle:
the worker makes them.
"""

from __future__ import annotations

import itertools
import os
import statistics
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import sandbox
from bench.company import Company
from bench.hot_commands import Api
from wellkept.entities import commands as entities
from wellkept.entities.letterhead import Account
from wellkept.entities.queries import usual_entity
from wellkept.kernel import clock

CLIENTS = (1, 8)
IBAN = "DE89370400440532013000"
LINES = [
    {"words": words, "unit_price": price, "quantity": count, "tax_category": "S", "tax_rate": "19"}
    for words, price, count in (("Chai", "18.00", "12"), ("Chang", "19.00", "10"), ("Tofu", "23.25", "5"))
]
TICKS = os.sysconf("SC_CLK_TCK")

Post = Callable[..., dict[str, Any]]


def sell(company: Company) -> None:
    """Give the company what an invoice needs: an address, a VAT number and an account."""
    key = usual_entity()
    address = {"street": "Hauptstraße 1", "postcode": "01067", "city": "Dresden", "vat_id": "DE136695976"}
    entities.change_entity(entity=key, by=company.by, **address)
    account = Account(iban=IBAN, holder="Lindenau Elektro", currency="EUR")
    entities.add_account(entity=key, account=account, by=company.by)


def cycle(post: Post, name: str) -> str:
    """Run one cycle, each act a request. Returns the journey's number."""
    customer = post("/customers", name=name)["id"]
    contact = post(f"/customers/{customer}/contacts", name="Petra Lindner")["id"]
    number = post(
        "/journeys",
        customer=customer,
        contact=contact,
        need="Three things",
        blueprint="repeat",
        channel="mail",
    )["number"]
    at = f"/journeys/{number}"
    due = (clock.now() + timedelta(days=5)).isoformat()
    put = post(f"{at}/agreements", words="Three things", lines=LINES, delivery_by=due)
    post(f"{at}/agreement", evidence="purchase_order", words="PO 4711", shown_digest=put["digest"])
    delivered = post(f"{at}/delivery", words="All three are there")
    post(f"{at}/acceptance", evidence="mail", words="Fine", delivery=delivered["delivery"])
    draft = post(f"{at}/invoices")
    invoice = post(f"/invoices/{draft['id']}/issue")
    day = clock.now().date().isoformat()
    payment = post("/payments", amount=invoice["gross_total"], day=day, payer=name)
    paid = post(f"/payments/{payment['id']}/allocations", invoice=invoice["legal_number"])
    if paid["left"] != "0.00":
        raise RuntimeError(f"{number} is not paid: {paid}")
    post(f"{at}/rest", words="It works")
    return str(number)


def measure(company: Company, *, seconds: float, url: str) -> dict[str, Any]:
    """Count cycles for so many seconds, with one client and with several, against one web server beside us."""
    sell(company)
    figures: dict[str, Any] = {"clients": {}, **_one_by_one(company)}
    with sandbox.program("web", "--port", "0", says=r"Listening on \S+:(\d+)", url=url) as web:
        port = int(web.match[1])
        _clients(company, port, count=1, seconds=1)  # warms up
        for count in CLIENTS:
            before = _processor_seconds(web.pid)
            took = _clients(company, port, count=count, seconds=seconds)
            spent = _processor_seconds(web.pid) - before
            figures["clients"][str(count)] = {
                "cycles_a_second": round(len(took) / seconds, 2),
                "p50_ms": round(statistics.median(took) * 1000),
                "web_processor_ms": round(spent / len(took) * 1000),
            }
    return figures


def in_words(figures: dict[str, Any]) -> str:
    """The printed table."""
    lines = [
        f"  {figures['requests']} requests and {figures['statements']} statements a cycle"
        f" ({figures['written']} of them write); each act is one request, with every law on",
        f"  {'':<12}{'cycles a second':>17}{'p50 ms':>9}{'processor of the web server, ms a cycle':>42}",
    ]
    for count, row in figures["clients"].items():
        name = f"{count} client{'s' if count != '1' else ''}"
        lines.append(
            f"  {name:<12}{row['cycles_a_second']:>17.2f}{row['p50_ms']:>9}{row['web_processor_ms']:>42}"
        )
    return "\n".join(lines) + "\n"


def _clients(company: Company, port: int, *, count: int, seconds: float) -> list[float]:
    """Run cycles with so many clients at once. Returns what each that ended in time took, in seconds."""
    took: list[float] = []
    faults: list[BaseException] = []
    until = time.monotonic() + seconds
    names = itertools.count()

    def work() -> None:
        api = Api(port, company.token, under="")
        try:
            while (began := time.monotonic()) < until:
                cycle(api.post, f"Customer {next(names)}")
                if (ended := time.monotonic()) <= until:
                    took.append(ended - began)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return took


def _one_by_one(company: Company) -> dict[str, int]:
    """Count requests and statements of one cycle, in this process."""
    client = Client(headers={"Authorization": f"Bearer {company.token}"}, SERVER_NAME="localhost")
    keys = itertools.count()
    requests = 0

    def post(path: str, **fields: Any) -> dict[str, Any]:
        nonlocal requests
        requests += 1
        answer = client.post(
            f"/api/v1{path}",
            fields,
            content_type="application/json",
            headers={"Idempotency-Key": f"count-{id(client)}-{next(keys)}"},
        )
        if answer.status_code != 201:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.content.decode()}")
        result: dict[str, Any] = answer.json()
        return result

    cycle(post, "Customer of the first cycle")  # reads what is kept
    requests = 0
    with CaptureQueriesContext(connection) as captured:
        cycle(post, "Customer of the count")
    statements = [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    ]
    writing = ("INSERT", "UPDATE", "SELECT record_events", "SELECT note_references")
    return {
        "requests": requests,
        "statements": len(statements),
        "written": sum(1 for text in statements if text.lstrip().startswith(writing)),
    }


def _processor_seconds(pid: int) -> float:
    """Processor time of a process and of the ended ones below it, in seconds."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS
