"""From options to money, once, for real: a quote with alternatives, two deliveries, a visit, a bill, the bank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.billing.test_payments import bank_file, entry
from tests.browser.crew import PASSWORD
from tests.browser.test_whole_journey import comes, crew, page_in
from tests.browser.walkers import Walker, walkers
from tests.messages.sink import Sink, smtp_sink
from tests.survival.ship import Ship
from tests.visits.test_site_in_the_browser import record, waits

pytestmark = [pytest.mark.browser, pytest.mark.installation]

PETRA = "petra@lindner.example"


@pytest.fixture
def mail() -> Iterator[Sink]:
    with smtp_sink() as taken:
        yield taken


@pytest.fixture
def ship(place: Path, mail: Sink) -> Iterator[Ship]:
    running = Ship(place / "ship", smtp=mail.account.port)
    running.start()
    yield running
    running.stop()


def test_a_configured_quote_becomes_a_paid_journey(
    ship: Ship, mail: Sink, browser: Browser, tmp_path: Path
) -> None:
    known = crew(ship, "tests.browser.shop")
    journey = f"/journeys/{known['number']}"
    with walkers(browser, ship.address, "olga", "jonas", "lea", "iris", "petra") as people:
        olga, jonas, lea, iris, petra = people.values()
        for name, walker in people.items():
            if name != "petra":
                walker.signs_in(known[name], PASSWORD)
        _quote(mail, olga, petra, journey)
        _talk(mail, olga, petra, journey)
        _chooses(mail, petra)
        _delivery(mail, olga, jonas, petra, journey)
        _on_site(lea, jonas, journey)
        _acceptance(mail, jonas, petra, journey)
        _money(mail, iris, petra, journey, tmp_path)
    verified = ship.run("verify")
    assert verified.returncode == 0, verified.stdout.decode()


def _quote(mail: Sink, olga: Walker, petra: Walker, journey: str) -> None:
    """Options with their reasons, alternatives side by side, an optional line; a question, a change, a choice."""
    olga.goes_to(journey)
    olga.acts_and_leaves("Make a quote", "Begin it", words="A heat pump for the bakery")
    olga.clicks_on("Add from what we sell")
    olga.page.locator("main #matches a").first.click()
    olga.page.locator("#option-large").check()
    olga.sees("Comes with it: A large one needs three phases.")
    olga.sees("Cannot be had: One size goes into one house.")
    olga.keeps_a_picture("quote-options")
    olga.page.get_by_role("button", name=re.compile("^Add it to quote")).click()
    olga.sees("Heat pump")
    for words, price, more in (
        ("Tank of 200 l", "900", {"choice": "Which tank?", "alternative": "Small"}),
        ("Tank of 500 l", "1400", {"choice": "Which tank?", "alternative": "Large"}),
        ("Hose", "12.50", {"least": "1", "most": "20"}),
    ):
        _adds(olga, words, price, **more)
    olga.types("delivery_by", _ahead(20, "T17:00"), within="main form.form")
    olga.types("valid_until", _ahead(10, "T17:00"), within="main form.form")
    olga.clicks_on("Save", within="main form.form")
    olga.sees("not in the sums until they choose")
    olga.keeps_a_picture("quote-draft")


def _adds(olga: Walker, words: str, price: str, **more: str) -> None:
    row = olga.page.locator("#lines tbody tr").last
    row.locator("[name=words]").fill(words)
    row.locator("[name=price]").fill(price)
    row.locator("[name=tax]").fill("19")
    row.locator("summary").click()
    for name, value in more.items():
        row.locator(f"[name={name}]").fill(value)
    row.get_by_role("button", name="Add a line").click()
    olga.clicks += 2
    olga.typed += 3 + len(more)
    olga.page.locator("#lines textarea", has_text=words).wait_for()


def _talk(mail: Sink, olga: Walker, petra: Walker, journey: str) -> None:
    """The customer asks about a line, asks for another quote, and gets it."""
    olga.acts("Review and send it", "Reviewed: send it")
    petra.goes_to(page_in(comes(mail, "Our quote", to=PETRA)))
    petra.sees("Here is our quote")
    petra.clicks_on("Look at it and choose")
    petra.sees("Which tank?")
    petra.keeps_a_picture("customer-quote")
    petra.page.get_by_role("link", name="Ask about this Hose").click()
    petra.types("words", "How long is it?")
    petra.clicks_on("Send it")
    olga.goes_to(f"{journey}/quotes/1")
    olga.sees("How long is it?")
    olga.acts("Answer it", "Answer it", words="A metre; tell us how many you need.")
    petra.goes_to(page_in(comes(mail, "Your question about our quote", to=PETRA)))
    petra.clicks_on("Look at it and choose")
    petra.sees("tell us how many you need")
    petra.clicks_on("Something should be different")
    petra.types("words", "Please without the care each year.")
    petra.clicks_on("Send it")
    olga.goes_to(journey)
    olga.sees("Please without the care each year.")
    olga.acts_and_leaves("Make another quote", "Begin it")
    row = olga.page.locator("#lines tr", has=olga.page.locator("textarea", has_text="Care"))
    row.get_by_role("button", name="Remove").click()
    olga.acts("Review and send it", "Reviewed: send it")


def _chooses(mail: Sink, petra: Walker) -> None:
    petra.page.reload()
    petra.clicks_on("Look at it and choose")
    petra.page.get_by_role("radio", name=re.compile("^Large")).check()
    petra.page.get_by_role("checkbox", name="Yes, add this Hose").check()
    petra.page.locator("input.short").fill("4")
    petra.page.locator("input.short").press("Tab")
    petra.sees("€14,875")
    petra.keeps_a_picture("customer-quote-chosen")
    petra.clicks_on("This is my choice: go on")
    petra.sees("Tank of 500 l")
    petra.clicks_on("Send me the code")
    code = re.search(r"\b\d{6}\b", comes(mail, "Your code", to=PETRA))
    assert code is not None
    petra.types("signed_name", "Petra Lindner")
    petra.types("code", code.group(0))
    petra.keeps_a_picture("customer-agreement-of-quote")
    petra.clicks_on("I agree")
    petra.sees("Thank you")


def _delivery(mail: Sink, olga: Walker, jonas: Walker, petra: Walker, journey: str) -> None:
    """Handed over, a visit that they pick, and the first of two deliveries."""
    olga.goes_to(journey)
    olga.acts("Offer to delivery", "Offer it", 3)
    jonas.goes_to(journey)
    jonas.acts("Accept the handoff", "Accept", rating="4")
    jonas.acts(
        "Plan a visit",
        "Plan it",
        words="Put the tank in",
        place="Königstraße 4, Dresden",
        person="Lea Koch",
        first=_ahead(1, "T09:00"),
        second=_ahead(2, "T13:00"),
    )
    petra.goes_to(page_in(comes(mail, "When may we come?", to=PETRA)))
    petra.sees("Put the tank in")
    petra.page.get_by_role("radio").nth(1).check(force=True)
    petra.keeps_a_picture("customer-visit")
    petra.clicks_on("Take this time")
    petra.sees("Thank you")
    jonas.goes_to(journey)
    _delivers(jonas, "The heat pump stands in the cellar.", only=3)
    petra.page.reload()
    petra.sees("A part was delivered")
    petra.sees("What came, and what comes")
    petra.keeps_a_picture("customer-part")


def _delivers(jonas: Walker, words: str, *, only: int | None = None) -> None:
    jonas.opens("It is delivered")
    form = jonas.page.locator("#act-form form")
    form.locator("[name=words]").fill(words)
    counts = form.locator(".part-lines .input:not(.serials)").all()
    for field in counts[only:] if only is not None else []:
        field.fill("0")
    jonas.keeps_a_picture("delivery-part" if only else "delivery-rest")
    form.get_by_role("button", name="It is delivered", exact=True).click()
    expect(jonas.page.locator("#act")).not_to_be_visible()


def _on_site(lea: Walker, jonas: Walker, journey: str) -> None:
    """On the visit the network is cut; what was recorded arrives once."""
    jonas.goes_to(journey)
    address = jonas.page.locator("main a[href$='/site']").first.get_attribute("href")
    assert address is not None
    page, context = lea.page, lea.page.context
    page.set_viewport_size({"width": 390, "height": 844})
    lea.goes_to(address)
    expect(page.locator("[data-site][data-kept]")).to_be_visible()
    page.get_by_role("button", name="I am there").click()
    sent = page.locator('[data-device] [data-state="sent"]')
    expect(sent).to_have_count(1)
    context.set_offline(True)
    page.reload()
    record(page, "work", words="The tank stands, 4 m of hose")
    record(page, "hours", quantity="1:30", words="Fitting")
    record(page, "item", words="Tank of 500 l", serial="TK 500 17")
    waits(page, 3)
    lea.keeps_a_picture("site-offline")
    context.set_offline(False)
    expect(sent).to_have_count(4)
    page.get_by_role("button", name="The visit is done").click()
    expect(sent).to_have_count(5)
    jonas.goes_to(journey)
    jonas.sees("TK 500 17")
    jonas.keeps_a_picture("journey-after-visit")


def _acceptance(mail: Sink, jonas: Walker, petra: Walker, journey: str) -> None:
    _delivers(jonas, "The tank and the hose are in.")
    petra.goes_to(page_in(comes(mail, "Please accept", to=PETRA)))
    petra.clicks_on("Yes, I accept it")
    petra.types("signed_name", "Petra Lindner")
    petra.types("defects", "The cover of the tank is missing")
    petra.keeps_a_picture("customer-acceptance")
    petra.clicks_on("I accept it")
    petra.sees("Thank you")
    jonas.goes_to(journey)
    jonas.sees("The cover of the tank is missing")


def _money(mail: Sink, iris: Walker, petra: Walker, journey: str, tmp: Path) -> None:
    iris.goes_to(journey)
    iris.acts_and_leaves("A new invoice", "Draft it")
    iris.sees("Draft of an invoice")
    iris.keeps_a_picture("invoice-draft")
    iris.acts("Issue it", "Issue it")
    iris.sees("To be paid by")
    iris.keeps_a_picture("invoice")
    petra.goes_to(page_in(comes(mail, "Your invoice", to=PETRA)))
    petra.page.get_by_role("link", name=re.compile("^Invoice")).first.click()
    petra.sees("€14,875")
    petra.keeps_a_picture("customer-invoice")
    reference = petra.page.locator("dt", has_text="Reference").locator("+ dd").inner_text().strip()
    statement = tmp / "statement.xml"
    statement.write_bytes(bank_file(entry("14875.00", reference)))
    iris.goes_to("/payments")
    iris.opens("Bank statement")
    iris.page.locator("#act-body input[type=file]").set_input_files(statement)
    iris.page.locator("#act-body").get_by_role("button", name="Book it").click()
    iris.sees("1 found its invoice", within="body")
    iris.goes_to("/payments?shown=settled")
    iris.keeps_a_picture("payments-settled")
    petra.page.reload()
    petra.sees("Nothing is open of it. Thank you.")
    iris.goes_to(journey)
    iris.keeps_a_picture("journey-paid")


def _ahead(days: int, time: str = "") -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat() + time
