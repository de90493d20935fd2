"""The find box under the fingers: late, lost and overtaken answers, new tabs, a narrow page, and for everyone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from bench import browser_speed
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect
from tests import cast as casting
from tests.cast import Cast
from tests.size import LOOKS

from wellkept.find.commands import note_miss, note_successful_search
from wellkept.find.models import Miss, SuccessfulSearch
from wellkept.kernel.number import show

pytestmark = pytest.mark.browser
Sits = Callable[..., Page]


@pytest.fixture
def cast(site: str, lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


@pytest.fixture
def sits(site: str, cast: Cast, browser: Browser) -> Iterator[Sits]:
    """A colleague at a page. What the page complains about fails the test, unless the network was taken away."""
    with ExitStack() as pages:
        wrong: list[str] = []

        def sit(name: str, address: str, *, width: int = 1400, dark: bool = False) -> Page:
            client = Client()
            client.force_login(cast.person(name))
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                locale="en-GB",
                color_scheme="dark" if dark else "light",
            )
            pages.callback(context.close)
            key = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.goto(f"{site}{address}")
            page.get_by_role("combobox").focus()
            return page

        yield sit
    assert wrong == []


def answers(page: Page) -> str:
    return page.locator("[data-answers]").get_attribute("data-answers") or ""


def test_an_older_answer_never_takes_the_place_of_a_newer_one(cast: Cast, sits: Sits) -> None:
    casting.opened(cast)
    casting.opened(cast, of=cast.school)
    page = sits("iris", "/customers")
    held: list[Route] = []

    def late(route: Route) -> None:
        held.append(route)

    page.route("**/find?q=lindner", late)
    with page.expect_request("**/find?q=lindner"):
        page.keyboard.type("lindner")
    page.keyboard.press("Control+a")
    page.keyboard.type("schule")
    expect(page.locator("[data-answers]")).to_have_attribute("data-answers", "schule")
    assert len(held) == 1
    try:
        held[0].continue_()
    except Exception as gone:  # the page has given it up already, which is as good
        assert "gone" not in str(gone)  # noqa: PT017
    page.wait_for_timeout(400)
    assert answers(page) == "schule"
    expect(page.get_by_role("combobox")).to_have_value("schule")


def test_answers_that_come_in_the_wrong_order_are_drawn_in_the_right_one(cast: Cast, sits: Sits) -> None:
    """The same with a page that cannot give up a request: its own order holds without that."""
    casting.opened(cast)
    casting.opened(cast, of=cast.school)
    page = sits("iris", "/customers")
    page.evaluate("AbortController.prototype.abort = function () {}")
    held: list[Route] = []
    page.route("**/find?q=lindner", lambda route: held.append(route))
    with page.expect_request("**/find?q=lindner"):
        page.keyboard.type("lindner")
    page.get_by_role("combobox").fill("schule")
    expect(page.locator("[data-answers]")).to_have_attribute("data-answers", "schule")
    with page.expect_response("**/find?q=lindner"):
        held[0].continue_()
    page.wait_for_timeout(200)
    assert answers(page) == "schule"


def test_a_slow_answer_shows_that_it_takes_time(cast: Cast, sits: Sits) -> None:
    casting.opened(cast)
    page = sits("iris", "/customers")
    held: list[Route] = []
    page.route("**/find?q=lindner", lambda route: held.append(route))
    expect(page.locator(".find-busy")).to_be_hidden()
    page.get_by_role("combobox").focus()
    with page.expect_request("**/find?q=lindner"):
        page.keyboard.insert_text("lindner")  # at once: a slow machine would ask between two keys
    expect(page.locator(".find-busy")).to_be_visible()
    held[0].continue_()
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.locator(".find-busy")).to_be_hidden()


def test_without_a_connection_nothing_typed_is_lost_and_it_is_asked_again(cast: Cast, sits: Sits) -> None:
    casting.opened(cast)
    page = sits("iris", "/customers")
    page.context.set_offline(True)
    page.keyboard.type("lindner")
    expect(page.locator("#find-status")).to_have_text("No connection. Your text stays and is searched again.")
    expect(page.get_by_role("combobox")).to_have_value("lindner")
    page.context.set_offline(False)
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("combobox")).to_have_value("lindner")


def test_a_fault_of_the_server_is_no_answer(cast: Cast, sits: Sits) -> None:
    casting.opened(cast)
    page = sits("iris", "/customers")
    page.route("**/find?q=lindner", lambda route: route.fulfill(status=500, body="<html>no</html>"))
    page.keyboard.type("lindner")
    expect(page.locator(".find-results")).to_contain_text("Your text stays")
    page.unroute("**/find?q=lindner")
    expect(page.get_by_role("option")).to_have_count(1)


def test_each_pause_asks_once_and_one_letter_asks_nothing(cast: Cast, sits: Sits) -> None:
    casting.opened(cast)
    page = sits("iris", "/customers")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/find?" in request.url else None)
    page.keyboard.type("l", delay=0)
    page.wait_for_timeout(300)
    assert asked == []
    page.keyboard.type("indner", delay=5)
    expect(page.get_by_role("option")).to_have_count(1)
    assert [url.rpartition("=")[2] for url in asked] == ["lindner"]


def test_a_number_and_enter_open_it_and_ctrl_enter_beside(cast: Cast, sits: Sits, site: str) -> None:
    row = casting.opened(cast)
    page = sits("iris", "/customers")
    page.keyboard.type(show(row.number))
    expect(page.locator("[data-only]")).to_have_count(1)
    with page.context.expect_page() as beside:
        page.keyboard.press("Control+Enter")
    expect(beside.value).to_have_url(f"{site}/journeys/{row.number}")
    expect(page).to_have_url(f"{site}/customers")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/journeys/{row.number}")
    assert [(item.asked, item.to_id) for item in SuccessfulSearch.objects.all()] == [
        (show(row.number), row.pk)
    ]


def test_a_search_that_found_nothing_is_kept_once_it_is_given_up(cast: Cast, sits: Sits) -> None:
    row = casting.opened(cast)
    page = sits("iris", "/customers")
    page.keyboard.type("zzqqvv the blue door")
    expect(page.locator("[data-nothing]")).to_have_count(1)
    assert not Miss.objects.exists()
    page.keyboard.press("Control+a")
    with page.expect_response("**/find/misses"):
        page.keyboard.type("lindner")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/journeys/{row.number}")
    miss = Miss.objects.get()
    led_to = [counterpart.to_id for counterpart in miss.counterparts.all()]
    assert (miss.asked, led_to) == ("zzqqvv the blue door", [row.pk])
    page.goto(page.url.partition("/journeys")[0] + f"/find/misses/{miss.pk}")
    page.locator("body").press("1")
    page.wait_for_url("**/find/misses")
    miss.refresh_from_db()
    assert (miss.how, miss.of_id) == ("reference", row.pk)


@pytest.mark.long
@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_open_list_is_for_everyone(cast: Cast, sits: Sits, width: int, theme: str) -> None:
    for _ in range(3):
        row = casting.opened(cast)
    casting.in_delivery(cast, of=cast.school)
    miss = note_miss(asked="lindner", by=cast.by("iris"))
    note_successful_search(asked="Lindner", to=cast.bakery.customer.pk, by=cast.by("tom"))
    page = sits("ana", "/customers", width=width, dark=theme == "dark")
    wrong = row.number[:6] + str((int(row.number[6]) + 1) % 10) + row.number[7:]
    for text, options in (("königstr", 4), (wrong, 1), ("zzqqvv", 2)):
        page.get_by_role("combobox").fill(text)
        expect(page.locator("[data-answers]")).to_have_attribute("data-answers", text)
        expect(page.get_by_role("option")).to_have_count(options)
        check(page)
    for address in ("/find?q=lindner", "/find/misses", f"/find/misses/{miss.pk}", "/nonconformities"):
        page.goto(page.url.partition("/customers")[0].partition("/find")[0].partition("/non")[0] + address)
        check(page)


def check(page: Page) -> None:
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_key_to_painted_list(cast: Cast, site: str, browser: Browser) -> None:
    """Run the measurement of `python -m bench find-in-browser` on a small company, without a limit."""
    casting.opened(cast)
    client = Client()
    client.force_login(cast.iris)
    context = browser.new_context()
    context.add_init_script(browser_speed.WATCH)
    key = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
    page = context.new_page()
    page.goto(f"{site}/find")
    results = browser_speed.type_all(page, ["lindner", "königstr 4", "zzqq"], between=60)
    context.close()
    print(browser_speed.in_words(results))
    assert (results["questions"], results["keys"] >= 21, results["painted"] >= 3) == (3, True, True)
    assert 0 < results["last_key_to_paint"]["p50"] <= results["last_key_to_paint"]["most"]
