"""Forms under the fingers: one click for a tick, the foot in sight, and nothing typed is lost by Back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from tests import cast as casting
from tests.cast import Cast
from tests.portal.doors import link_of
from tests.size import TONGUES, size

from wellkept.customers.queries import key_of
from wellkept.endings import commands as endings
from wellkept.events.queries import histories
from wellkept.journeys.models import Check
from wellkept.people.commands import change_person

pytestmark = pytest.mark.browser
Sits = Callable[..., Page]


@pytest.fixture
def cast(site: str, lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


@pytest.fixture
def sits(site: str, cast: Cast, browser: Browser) -> Iterator[Sits]:
    """A colleague at a page, in a browser of their own."""
    with ExitStack() as pages:

        def sit(
            name: str, address: str, *, width: int = 1400, height: int = 900, language: str = "en"
        ) -> Page:
            change_person(person=cast.person(name).pk, language=language, by=cast.by("ana"))
            context = browser.new_context(viewport={"width": width, "height": height}, locale=language)
            pages.callback(context.close)
            client = Client()
            client.force_login(cast.person(name))
            key = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
            page = context.new_page()
            page.goto(f"{site}{address}")
            return page

        yield sit


def picture(page: Page, name: str) -> None:
    """Keep pictures of what is in sight, light and dark, where WELLKEPT_TEST_PICTURES names a folder."""
    if folder := os.environ.get("WELLKEPT_TEST_PICTURES"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=Path(folder) / f"{name}-{scheme}.png")
        page.emulate_media(color_scheme="light")


DIALOGS = size(
    [(1400, 900, "en"), (390, 844, "de"), (390, 420, "en")],
    [(*window, language) for window in ((1400, 900), (390, 844), (390, 420)) for language in ("en", "de")],
)
TICKS = {"en": ("Tick it", "Not there after all"), "de": ("Abhaken", "Doch nicht da")}


@pytest.mark.long
@pytest.mark.parametrize(("width", "language"), TONGUES)
def test_a_tick_is_one_click_and_so_is_its_undo(cast: Cast, sits: Sits, width: int, language: str) -> None:
    tick, untick = TICKS[language]
    row = casting.put(cast)
    before = Check.objects.filter(journey=row).count()
    page = sits("olga", f"/journeys/{row.number}", width=width, language=language)
    button = page.get_by_role("button", name=tick).first
    button.scroll_into_view_if_needed()
    words = button.inner_text()
    picture(page, f"tick-{width}-{language}")
    button.click()
    undo = page.get_by_role("button", name=words.replace(tick, untick)).first
    expect(undo).to_be_visible()
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert Check.objects.filter(journey=row).count() == before + 1
    picture(page, f"ticked-{width}-{language}")
    assert Axe().run(page).response["violations"] == []
    undo.click()
    expect(page.get_by_role("button", name=words).first).to_be_visible()
    assert Check.objects.filter(journey=row).count() == before
    acts = [event.type for event in histories([row.pk], types={"item_ticked", "item_unticked"})[row.pk]]
    assert acts[-2:] == ["item_ticked", "item_unticked"]


def test_a_tick_that_is_refused_says_why(cast: Cast, sits: Sits) -> None:
    """There is no open dialog in which the refusal could be shown: it opens one."""
    row = casting.put(cast)
    page = sits("olga", "/customers")
    page.route("**/events*", lambda route: route.abort())
    page.goto(page.url.replace("/customers", f"/journeys/{row.number}"))
    button = page.get_by_role("button", name="Tick it").first
    expect(button).to_be_visible()
    endings.cancel(journey=row.pk, by_them=True, why="No more", by=cast.by("olga"))
    button.click()
    expect(page.locator("dialog[open] .errors-summary")).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize(("width", "height", "language"), DIALOGS)
def test_the_foot_of_a_long_dialog_is_always_in_sight(
    cast: Cast, sits: Sits, width: int, height: int, language: str
) -> None:
    """Also on a phone, and where its keyboard leaves half of the height."""
    row = casting.offered(cast)
    page = sits("olga", f"/journeys/{row.number}", width=width, height=height, language=language)
    page.locator('[data-opens="act"][href$="/acceptance"]').first.evaluate("link => link.click()")
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("form")).to_be_visible()
    dialog.locator("details summary").evaluate_all("folds => folds.forEach(fold => fold.click())")
    for where in (0, 10_000):
        dialog.evaluate("(node, to) => { node.scrollTop = to; }", where)
        for button in dialog.locator(".dialog-acts > *").all():
            box = button.bounding_box()
            assert box is not None
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= height
    picture(page, f"foot-{width}-{height}-{language}")
    # A field that has the focus is not behind the foot.
    foot = dialog.locator(".dialog-acts").bounding_box()
    assert foot is not None
    for field in dialog.locator("input:not([type=hidden]):not([type=radio]), textarea").all():
        field.focus()
        box = field.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= foot["y"] + 1, field.get_attribute("name")


def test_back_after_a_refused_form_shows_what_was_typed(cast: Cast, sits: Sits) -> None:
    """And Back after it was taken shows an empty form, without asking to send it again."""
    before = f"/customers/{cast.bakery.customer.pk}"
    page = sits("tom", before)
    page.goto(page.url + "/contacts")
    page.locator("[name=name]").fill("Ida Lindner")
    page.locator("[name=email]").fill("no address")
    page.locator("[name=channel]").select_option("phone")
    page.locator("main form.form button.primary").click()
    expect(page.locator(".has-error")).to_have_count(1)
    page.reload()
    assert typed(page) == ("Ida Lindner", "no address", "phone")
    page.go_back()
    page.go_forward()
    assert typed(page) == ("Ida Lindner", "no address", "phone")

    page.locator("[name=email]").fill("ida@customer.example")
    page.locator("main form.form button.primary").click()
    expect(page.get_by_text("Ida Lindner").first).to_be_visible()
    page.go_back()
    expect(page.locator("[name=name]")).to_have_value("")
    assert typed(page) == ("", "", "mail")


def typed(page: Page) -> tuple[str, ...]:
    return tuple(page.locator(f"[name={name}]").input_value() for name in ("name", "email", "channel"))


def test_back_after_a_refused_form_of_another_address_leads_to_its_page(
    cast: Cast, sits: Sits, browser: Browser, site: str
) -> None:
    """The customer's name for an agreement: its form stands on one page and is sent to another address."""
    row = casting.put(cast)
    key = key_of(link_of(row))
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en")
    try:
        page = context.new_page()
        page.goto(f"{site}/my/{key}/agreement")
        here = page.url
        page.locator("[name=signed_name]").fill("P")
        page.locator("form.form button.primary").click()
        expect(page.locator(".has-error, .errors-summary, .refusal").first).to_be_visible()
        expect(page.locator("[name=signed_name]")).to_have_value("P")
        page.reload()
        assert page.url == here
        expect(page.locator("[name=signed_name]")).to_have_value("P")
    finally:
        context.close()
