"""The find box and intake in a real browser, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from tests import cast as casting
from tests.cast import Cast
from tests.web.test_intake_pages import arrives

from wellkept.intake.models import Item
from wellkept.journeys.models import Journey

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(site: str, lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


@pytest.fixture
def sits(site: str, cast: Cast, browser: Browser) -> Iterator[Callable[[str, str], Page]]:
    """A colleague at a page. What the page complains about fails the test."""
    with ExitStack() as pages:
        wrong: list[str] = []

        def sit(name: str, address: str) -> Page:
            client = Client()
            client.force_login(cast.person(name))
            context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
            pages.callback(context.close)
            key = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on(
                "console", lambda message: wrong.append(message.text) if message.type == "error" else None
            )
            page.goto(f"{site}{address}")
            return page

        yield sit
    assert [line for line in wrong if "422" not in line] == []


def test_the_box_by_keyboard(cast: Cast, sits: Callable[[str, str], Page]) -> None:
    first, second = casting.opened(cast), casting.opened(cast)
    page = sits("iris", "/customers")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("lind")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#find-status")).to_have_text("2 found")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "found-2")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/journeys/{second.number}")

    page.keyboard.press("Control+k")
    page.keyboard.type("lind")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?q=lind")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 found for “lind”")
    assert first.number != second.number


def test_intake_by_keyboard(cast: Cast, sits: Callable[[str, str], Page]) -> None:
    arrives(1)
    arrives(2, sender="eva@b.example")
    third = arrives(3, sender="news@tools.example")
    page = sits("tom", "/intake")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Boiler 1")
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1)).to_have_text("Boiler 2")
    number = Journey.objects.get().number
    page.keyboard.press("a")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Boiler 3")
    page.keyboard.press("s")
    page.keyboard.type("Advertising")
    page.keyboard.press("Enter")
    page.wait_for_url("**/intake")
    assert Item.objects.filter(state="on_journey", journey__number=number).count() == 2
    third.refresh_from_db()
    assert (third.state, third.reason) == ("set_aside", "Advertising")


@pytest.mark.parametrize(
    "address",
    ["/find?q=lindner", "/find?q=Zanzibar", "/customers", "/journeys/new", "/intake", "/intake/settled",
     "/how-we-work", "/how-we-work/service", "/people", "/me", "/people/new", "/undelivered"],
)  # fmt: skip
def test_every_page_is_for_everyone(cast: Cast, sits: Callable[[str, str], Page], address: str) -> None:
    casting.opened(cast)
    arrives(1)
    page = sits("ana", address)
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_customers_page_and_a_letter_are_for_everyone(
    cast: Cast, sits: Callable[[str, str], Page]
) -> None:
    casting.in_delivery(cast)
    item = arrives(1, html="<h1>Hello</h1><p>Our boiler is old.</p>")
    for address in (f"/customers/{cast.bakery.customer.pk}", f"/intake/{item.pk}"):
        page = sits("ana", address)
        results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
        assert results.violations_count == 0, results.generate_report()
