"""From options to money, once, for real: a quote with alternatives, two deliveries, a visit, a bill, the bank's file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from tests.browser.crew import PASSWORD
from tests.browser.test_whole_journey import comes, crew, page_in
from tests.browser.walkers import Walker, walkers
from tests.messages.sink import Sink, smtp_sink
from tests.survival.ship import Ship

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
    ship: Ship, mail: Sink, browser: Browser, capsys: pytest.CaptureFixture[str]
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
    """They ask about a line, ask for another quote, and choose from that one."""
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


def _ahead(days: int, time: str = "") -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat() + time
