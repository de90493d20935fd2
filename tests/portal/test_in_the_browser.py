"""The customer's page in a real browser: a phone in bad light, no mouse, a screen reader, and no script at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests import cast as stations
from tests.cast import Cast, fresh
from tests.database import past_the_laws
from tests.portal.doors import give_phones, link_of
from tests.size import LOOKS

from wellkept.customers import commands as customers
from wellkept.customers.models import PersonalLink
from wellkept.customers.queries import key_of
from wellkept.delivery import commands as delivery
from wellkept.journeys.commands import handoffs
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.notices.models import Notice
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise
from wellkept.sales import commands as sales

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SHOTS = os.environ.get("SCREENSHOTS")


@pytest.fixture
def cast(lindenau_elektro: Cast) -> Cast:
    give_phones(lindenau_elektro)
    return lindenau_elektro


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A phone of 390 pixels, or whatever else is asked for."""
    contexts = []

    def make(width: int = 390, theme: str = "light", script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=theme,  # type: ignore[arg-type]
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15000)
        return page

    yield make
    for context in contexts:
        context.close()


def look(page: Page, name: str) -> None:
    """Readable by everyone, and nothing wider than the screen. Kept as a picture where one is asked for."""
    if SHOTS:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(SHOTS) / f"my-{name}-{width}.png", full_page=True)
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [
        (violation["id"], [node["html"][:160] for node in violation["nodes"]]) for violation in violations
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"


def small_targets(page: Page) -> list[str]:
    """List the buttons that are too small for a thumb."""
    texts: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('main .button, main button')]
        .filter((e) => e.getBoundingClientRect().height < 40).map((e) => e.outerHTML.slice(0, 80))"""
    )
    return texts


def test_the_whole_way_on_a_phone(site, cast, phone):
    journeys: dict[str, Journey] = {}
    keys: dict[str, str] = {}

    def begin() -> None:
        journeys["row"] = stations.opened(cast, blueprint="product")
        keys["key"] = key_of(link_of(journeys["row"]))
        sales.read_back(
            journey=journeys["row"].pk,
            text="The oven trips the breaker because it shares its line with the mixer.",
            by=cast.by("tom"),
        )

    begin()
    row = journeys["row"]
    page = phone()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: messages.append(str(error)))
    home = f"{site}/my/{keys['key']}"

    page.goto(home + "#read-back")
    look(page, "1-read-back")
    assert small_targets(page) == []
    page.get_by_role("button", name="Yes, that is it").click()
    expect(page.get_by_role("status").first).to_contain_text("we understood you")

    page.get_by_role("link", name="I have decided").click()
    look(page, "2-decision")
    page.get_by_label("What do you want us to do?").fill("The deck oven with its own line")
    page.get_by_role("button", name="This is my decision").click()
    expect(page.locator("h1")).to_contain_text("is on it")

    def to_orders_and_put() -> None:
        handoffs.offer_handoff(journey=row.pk, by=cast.by("tom"), ticks=["need-confirmed", "budget-known"])
        handoffs.accept_handoff(journey=row.pk, by=cast.by("olga"))
        put(cast, row)

    to_orders_and_put()
    expect(page.locator("h1")).to_contain_text("Once you agree")  # without a reload: the page is live
    look(page, "3-agreement-waits")
    page.get_by_role("link", name="Read it and agree").click()
    look(page, "4-agreement")
    page.get_by_role("button", name="Send me the code").click()
    codes: list[str] = []
    codes.append(Notice.objects.get(kind="code").facts["code"])
    page.get_by_label("The code from our mail").fill("123")
    page.get_by_label("Your name").fill("Petra Lindner")
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_text("This is not the code that we sent")).to_be_visible()
    look(page, "5-wrong-code")
    expect(page.get_by_label("Your name")).to_have_value("Petra Lindner")
    page.get_by_label("The code from our mail").fill(codes[0])
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("status").first).to_contain_text("It is agreed")

    def to_delivery_and_late() -> None:
        handoffs.offer_handoff(journey=row.pk, by=cast.by("olga"), ticks=["site-known", "date-possible"])
        handoffs.accept_handoff(journey=row.pk, by=cast.by("jonas"))
        move(cast, row)

    to_delivery_and_late()
    page.goto(home)
    look(page, "6-new-date")
    page.get_by_role("button", name="Yes, that is fine").click()
    expect(page.get_by_role("status").first).to_contain_text("The new date counts")

    page.get_by_role("link", name="Ask", exact=True).click()
    look(page, "7-question")
    page.get_by_label("Your question").fill("May I bake on Tuesday?")
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("main")).to_contain_text("May I bake on Tuesday?")

    delivery.deliver(journey=row.pk, words="The oven is in and runs", by=cast.by("jonas"))
    expect(page.locator("h1")).to_contain_text("It is ready")
    page.get_by_role("link", name="Yes, I accept it").click()
    look(page, "8-acceptance")
    page.get_by_label("Your name").fill("Petra Lindner")
    page.get_by_role("button", name="I accept it").click()
    expect(page.get_by_role("status").first).to_contain_text("We are glad")

    def to_support() -> None:
        handoffs.offer_handoff(
            journey=row.pk, by=cast.by("jonas"), ticks=["papers-handed-over", "contact-introduced"]
        )
        handoffs.accept_handoff(journey=row.pk, by=cast.by("mira"))
        stations.finish_all(fresh(row), cast.by("mira"), but=lambda kind: kind == "act")

    to_support()
    expect(page.get_by_role("button", name="Yes, it works")).to_be_visible()
    look(page, "9-works")
    page.get_by_role("button", name="Yes, it works").click()
    expect(page.locator("h1")).to_contain_text("It works")
    look(page, "10-at-rest")
    page.get_by_role("link", name="I need something else").click()
    page.get_by_label("What is the next thing in your way?").fill("A second oven for the new shop")
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("main")).to_contain_text("A second oven for the new shop")
    look(page, "11-next")
    page.goto(home)
    expect(page.locator("h1")).to_contain_text("This one is done")
    look(page, "12-done")
    assert [message for message in messages if "422" not in message] == []


def put(cast: Cast, row: Journey) -> None:
    from decimal import Decimal

    from wellkept.orders.commands import put_agreement

    put_agreement(
        journey=row.pk,
        words="One deck oven MIWE condo, three decks.\nA line of its own with 32 A, from the meter to the oven.\n"
        "Taking the old oven away.",
        total=Money(Decimal("18400.00"), "EUR"),
        delivery_by=clock.now() + timedelta(days=10),
        dates=[("The line is laid", clock.now() + timedelta(days=6))],
        by=cast.by("olga"),
    )


def move(cast: Cast, row: Journey) -> None:
    promise = Promise.objects.get(journey=row, purpose="delivery")
    assert promise.due is not None
    promises.move_promise(
        journey=row.pk,
        promise=promise.pk,
        due=promise.due + timedelta(days=3),
        reason="the grid operator releases the line three days later",
        by=cast.by("jonas"),
    )


@pytest.mark.long
@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_wide_and_narrow_light_and_dark_in_german(site, cast, phone, width, theme):
    keys: list[str] = []

    def begin() -> None:
        row = stations.in_delivery(cast, blueprint="product")
        assert row.contact_id is not None
        customers.change_contact(contact=row.contact_id, language="de", by=cast.by("tom"))
        move(cast, row)
        keys.append(key_of(link_of(row)))

    begin()
    page = phone(width, theme)

    page.goto(f"{site}/my/{keys[0]}")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    look(page, f"german-{theme}")
    page.goto(f"{site}/my/{keys[0]}/agreement")
    look(page, f"german-agreement-{theme}")


def test_by_keyboard_alone(site, cast, phone):
    keys: list[str] = []

    def begin() -> None:
        row = stations.opened(cast)
        sales.read_back(journey=row.pk, text="The oven needs a line of its own", by=cast.by("tom"))
        keys.append(key_of(link_of(row)))

    begin()
    page = phone()
    page.goto(f"{site}/my/{keys[0]}")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Yes, that is it":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("we understood you")


def test_without_script(site, cast, phone):
    keys: list[str] = []

    def begin() -> None:
        row = stations.put(cast)
        keys.append(key_of(link_of(row)))

    begin()
    page = phone(script=False)
    page.goto(f"{site}/my/{keys[0]}")
    page.get_by_role("link", name="Read it and agree").click()
    page.get_by_label("Your name").fill("Petra Lindner")
    page.get_by_role("button", name="I agree").click()

    expect(page.locator("h1")).to_contain_text("It will be ready for you")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("h1")).to_contain_text("Es ist für Sie fertig")


def test_a_link_that_has_run_out(site, cast, phone):
    keys: list[str] = []

    def begin() -> None:
        link = link_of(stations.put(cast))
        with past_the_laws():
            PersonalLink.objects.filter(pk=link.pk).update(
                made_at=clock.now() - timedelta(days=90), expires_at=clock.now() - timedelta(days=1)
            )
        link.refresh_from_db()
        keys.append(key_of(link))

    begin()
    page = phone()
    page.goto(f"{site}/my/{keys[0]}")
    look(page, "expired")
    page.get_by_role("button", name="Send me a fresh link").click()
    expect(page.locator("h1")).to_contain_text("Check your")
    look(page, "fresh-link")
