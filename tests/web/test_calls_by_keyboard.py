"""A call is written down in a real browser, by keyboard alone, while they speak."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from tests import cast as casting
from tests.cast import Cast

from wellkept.intake.calls_and_forms import Call
from wellkept.intake.commands.store_other import take_call
from wellkept.journeys.models import Touch
from wellkept.kernel import clock

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(site: str, lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


@pytest.fixture
def sits(site: str, cast: Cast, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A colleague at a page. What the page complains about fails the test."""
    with ExitStack() as pages:
        wrong: list[str] = []

        def sit(name: str, address: str, *, width: int = 1400) -> Page:
            client = Client()
            client.force_login(cast.person(name))
            context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
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


def test_a_call_in_ten_seconds(cast: Cast, sits: Callable[..., Page]) -> None:
    row = casting.opened(cast)
    page = sits("tom", "/customers")
    begun = time.monotonic()
    page.keyboard.press("c")
    expect(page.get_by_label("Who calls?")).to_be_focused()
    page.keyboard.type("lindn")
    expect(page.locator("#call-known input:checked")).to_have_value(f"j{row.pk}")
    expect(page.get_by_role("combobox")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("When does the electrician come?")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/journeys/{row.number}")
    assert time.monotonic() - begun < 10
    assert Touch.objects.get(journey=row).person_id == cast.tom.pk
    expect(page.locator(".timeline")).to_contain_text("When does the electrician come?")


def test_a_typed_call_survives_a_reload_and_is_gone_once_saved(cast: Cast, sits: Callable[..., Page]) -> None:
    row = casting.opened(cast)
    page = sits("tom", "/calls/new", width=390)
    page.get_by_label("Who calls?").fill("lindner")
    page.get_by_label("What do they say?").fill("The oven is cold")
    # An answer that is still to come when a page is left is a line in its console.
    expect(page.locator(f'input[value="j{row.pk}"]')).to_be_checked()
    page.reload()
    expect(page.get_by_label("What do they say?")).to_have_value("The oven is cold")
    expect(page.locator(f'input[value="j{row.pk}"]')).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Write it down").click()
    page.wait_for_url(f"**/journeys/{row.number}")
    page.goto(page.url.replace(f"/journeys/{row.number}", "/calls/new"))
    expect(page.get_by_label("What do they say?")).to_have_value("")


def test_somebody_new_is_asked_for_their_name(cast: Cast, sits: Callable[..., Page]) -> None:
    page = sits("tom", "/calls/new")
    page.get_by_label("Who calls?").fill("0351 471100")
    page.get_by_text("I cannot tell").click()
    expect(page.get_by_label("Their name")).to_be_visible()
    assert Axe().run(page).response["violations"] == []


def test_a_call_that_was_put_here_is_moved_by_one_key(cast: Cast, sits: Callable[..., Page]) -> None:
    first, two = casting.opened(cast), casting.opened(cast)
    call = Call(id="1", caller="0351 888817", answered=True, at=clock.now(), by="tom@lindenau.example")
    take_call(call)
    here = Touch.objects.get().journey
    other = two if here.pk == first.pk else first
    page = sits("tom", f"/journeys/{here.number}")
    expect(page.get_by_text("A call was added here.")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("m")
    page.wait_for_url(f"**/journeys/{other.number}")
    assert Touch.objects.get().journey_id == other.pk
