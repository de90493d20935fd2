"""Keys pressed before a slow page has its script: they wait and are not lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect
from tests import cast as casting
from tests.cast import Cast
from tests.web.test_intake_pages import arrives

from wellkept.intake.models import Item
from wellkept.journeys.models import Touch

pytestmark = pytest.mark.browser
KEYS = "**/ui/keys*.js"
Sits = Callable[[str, str], tuple[Page, Callable[[], None]]]


@pytest.fixture
def cast(site: str, lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


@pytest.fixture
def sits(site: str, cast: Cast, browser: Browser) -> Iterator[Sits]:
    """Open a page whose script is held back. Returns the page and a function that lets the script come."""
    with ExitStack() as pages:

        def sit(name: str, address: str) -> tuple[Page, Callable[[], None]]:
            client = Client()
            client.force_login(cast.person(name))
            context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
            pages.callback(context.close)
            key = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
            page = context.new_page()
            held: list[Route] = []
            page.route(KEYS, lambda route: held.append(route))
            page.goto(f"{site}{address}", wait_until="commit")
            expect(page.locator("h1").first).to_be_visible()
            assert page.evaluate("document.readyState") != "complete"

            def come() -> None:
                while not held:
                    page.wait_for_timeout(20)
                held[0].continue_()
                page.unroute(KEYS)

            return page, come

        yield sit


def test_a_key_opens_and_what_is_typed_behind_it_arrives(cast: Cast, sits: Sits) -> None:
    item = arrives(1)
    page, come = sits("tom", f"/intake/{item.pk}")
    page.keyboard.press("s")
    page.keyboard.type("Advertising for boilers")
    page.keyboard.press("Enter")
    come()
    page.wait_for_url("**/intake")
    assert (Item.objects.get().state, Item.objects.get().reason) == ("set_aside", "Advertising for boilers")


def test_the_find_box(cast: Cast, sits: Sits) -> None:
    casting.opened(cast)
    page, come = sits("iris", "/customers")
    page.keyboard.press("/")
    page.keyboard.type("lindner")
    come()
    expect(page.get_by_role("combobox")).to_have_value("lindner")
    expect(page.get_by_role("option")).to_have_count(1)


def test_two_keys_after_another(cast: Cast, sits: Sits) -> None:
    page, come = sits("iris", "/customers")
    page.keyboard.press("g")
    page.keyboard.press("b")
    come()
    page.wait_for_url("**/board")


def test_keys_typed_into_a_field_are_no_shortcuts(cast: Cast, sits: Sits) -> None:
    page, come = sits("iris", "/customers")
    page.get_by_role("combobox").click()
    page.keyboard.type("gb/?j")
    come()
    page.wait_for_load_state("load")
    expect(page.get_by_role("combobox")).to_have_value("gb/?j")
    assert page.url.endswith("/customers")


def test_without_the_script_keys_go_to_the_browser(cast: Cast, sits: Sits) -> None:
    page, come = sits("iris", "/customers")
    come()
    page.route(KEYS, lambda route: route.abort())
    page.reload()
    assert page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true, cancelable: true}))"
    )


def test_the_phone_form_whose_answer_never_came_keeps_its_words_and_is_one_act(
    cast: Cast, sits: Sits, site: str
) -> None:
    row = casting.opened(cast)
    page, come = sits("tom", "/calls/new")
    come()
    page.wait_for_load_state("load")
    page.get_by_label("Who calls?").fill(row.number)
    page.get_by_label("What do they say?").fill("The oven is cold")
    expect(page.locator("#call-known input[type=radio]").first).to_be_checked()
    went: list[str] = []

    def lost(route: Route) -> None:
        """Send the request to the server and drop its answer."""
        if route.request.method == "POST" and not went:
            went.append(str(route.fetch(max_redirects=0).status))
            route.abort()
        else:
            route.continue_()

    page.route("**/calls/new", lost)
    page.get_by_role("button", name="Write it down").click()
    page.wait_for_timeout(500)
    assert went == ["303"]
    page.goto(f"{site}/calls/new")
    expect(page.get_by_label("What do they say?")).to_have_value("The oven is cold")
    expect(page.get_by_label("Who calls?")).to_have_value(row.number)
    expect(page.locator("#call-known input[type=radio]").first).to_be_checked()
    page.get_by_role("button", name="Write it down").click()
    page.wait_for_url(f"**/journeys/{row.number}")
    assert Touch.objects.filter(journey=row, channel="call", incoming=True).count() == 1
    page.goto(f"{site}/calls/new")
    expect(page.get_by_label("What do they say?")).to_have_value("")
