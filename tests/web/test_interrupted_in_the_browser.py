"""The session ends, the answer is slow or fails, the page is narrow: nothing typed is lost, and everything is seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from tests import cast as casting
from tests.cast import Cast

from wellkept.journeys.models import Journey

pytestmark = pytest.mark.browser
Sits = Callable[..., Page]
TEXT = "The key is at the baker's, and the dog is friendly."


@pytest.fixture
def cast(site: str, lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


def sign_in(context: BrowserContext, cast: Cast, name: str, site: str) -> None:
    client = Client()
    client.force_login(cast.person(name))
    key = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])


@pytest.fixture
def sits(site: str, cast: Cast, browser: Browser) -> Iterator[Sits]:
    """A colleague at a page, in a browser of their own."""
    with ExitStack() as pages:

        def sit(name: str, address: str, *, width: int = 1400) -> Page:
            context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
            pages.callback(context.close)
            sign_in(context, cast, name, site)
            page = context.new_page()
            page.goto(f"{site}{address}")
            return page

        yield sit


@pytest.fixture
def row(cast: Cast) -> Journey:
    return casting.opened(cast)


def signed_in_again(page: Page, cast: Cast, name: str, site: str) -> None:
    """Sign in at the page to which we were sent, and go on from there."""
    expect(page).to_have_url(re.compile("/accounts/login/"))
    then = parse_qs(urlsplit(page.url).query)["next"][0]
    sign_in(page.context, cast, name, site)
    page.goto(f"{site}{then}")


def end_session(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def open_act(page: Page, row: Journey, act: str) -> None:
    page.locator(f'[data-opens="act"][href$="/{act}"]').first.evaluate("link => link.click()")
    expect(page.locator("dialog[open] form")).to_be_visible()


def test_an_act_in_the_dialog_is_still_there_after_signing_in_again(
    cast: Cast, sits: Sits, site: str, row: Journey
) -> None:
    page = sits("tom", f"/journeys/{row.number}")
    open_act(page, row, "read-backs")
    page.locator("dialog[open] textarea").first.fill(TEXT)
    end_session(page)
    page.locator("dialog[open] .dialog-acts button").click()
    signed_in_again(page, cast, "tom", site)
    expect(page.locator("main textarea").first).to_have_value(TEXT)
    page.locator(".dialog-acts button").click()
    expect(page).to_have_url(f"{site}/journeys/{row.number}")
    assert row.read_backs.get().text == TEXT


def test_a_note_is_still_there_after_signing_in_again(
    cast: Cast, sits: Sits, site: str, row: Journey
) -> None:
    page = sits("tom", f"/journeys/{row.number}")
    page.get_by_text("Note", exact=True).first.click()
    page.locator("#note-words").fill(TEXT)
    end_session(page)
    page.keyboard.press("Control+Enter")
    signed_in_again(page, cast, "tom", site)
    page.get_by_text("Note", exact=True).first.click()
    expect(page.locator("#note-words")).to_have_value(TEXT)


def test_a_plain_form_is_still_there_after_signing_in_again(cast: Cast, sits: Sits, site: str) -> None:
    page = sits("tom", "/calls/new")
    page.locator("main textarea").first.fill(TEXT)
    end_session(page)
    page.locator("main form button.primary").first.click()
    signed_in_again(page, cast, "tom", site)
    expect(page.locator("main textarea").first).to_have_value(TEXT)


def on_top(page: Page, selector: str) -> bool:
    """Whether a reader sees it: nothing lies above its middle."""
    return bool(
        page.locator(selector).evaluate(
            """sign => {
                const place = sign.getBoundingClientRect();
                const top = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
                return sign.contains(top);
            }"""
        )
    )


def test_failure_and_slowness_are_said_above_the_open_dialog(cast: Cast, sits: Sits, row: Journey) -> None:
    page = sits("tom", f"/journeys/{row.number}")
    held: list[Route] = []
    page.route(
        "**/read-backs",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    open_act(page, row, "read-backs")
    page.locator("dialog[open] textarea").first.fill(TEXT)
    page.locator("dialog[open] .dialog-acts button").click()
    expect(page.locator("[data-slow]")).to_be_visible()
    assert on_top(page, "[data-slow]")
    held[0].abort()
    expect(page.locator("[data-slow]")).to_be_hidden()
    expect(page.locator(".offline[data-failed]")).to_be_visible()
    assert on_top(page, ".offline[data-failed]")
    expect(page.locator("dialog[open] textarea").first).to_have_value(TEXT)


def test_an_act_that_could_not_be_loaded_leaves_no_empty_dialog(cast: Cast, sits: Sits, row: Journey) -> None:
    page = sits("tom", f"/journeys/{row.number}")
    page.route("**/read-backs", lambda route: route.abort())
    page.locator("main a[href$='/read-backs']").first.click()
    expect(page.locator(".offline[data-failed]")).to_be_visible()
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert on_top(page, ".offline[data-failed]")
    page.unroute("**/read-backs")
    open_act(page, row, "read-backs")
    expect(page.locator("dialog[open] textarea").first).to_be_visible()


def test_on_a_phone_the_menu_of_acts_is_on_the_page(sits: Sits, row: Journey) -> None:
    page = sits("tom", f"/journeys/{row.number}", width=390)
    page.locator("summary", has_text="More").first.click()
    place = page.locator(".acts-list").first.bounding_box()
    assert place is not None
    assert min(place["x"], place["y"]) >= 0
    assert place["x"] + place["width"] <= 390
    assert place["y"] + place["height"] <= 900


@pytest.mark.parametrize("width", [1400, 390])
def test_values_beside_their_words_have_room(cast: Cast, sits: Sits, width: int) -> None:
    row = casting.in_delivery(cast)
    for address in (f"/customers/{row.customer_id}", f"/journeys/{row.number}", "/how-we-work/service"):
        page = sits("tom", address, width=width)
        narrow = page.locator(".pairs dd").evaluate_all(
            "values => values.filter(dd => dd.offsetParent && dd.innerText.length > 2 && dd.clientWidth < 24)"
            ".map(dd => dd.innerText)"
        )
        assert narrow == [], address
