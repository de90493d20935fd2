"""Desk and journey in real browsers: by keyboard, and what a colleague does appears in place within a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from tests import cast as casting
from tests.cast import Cast

from wellkept.journeys.commands import touches
from wellkept.journeys.models import Journey
from wellkept.journeys.touch import IncomingTouch

pytestmark = pytest.mark.browser
WITHIN = 3000  # milliseconds; a person waits one second, a busy machine may need more


@pytest.fixture
def cast(site: str, lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


@pytest.fixture
def sits(site: str, cast: Cast, browser: Browser) -> Iterator[Callable[[str, str], Page]]:
    """A colleague at a page, in a browser of their own. What the page complains about fails the test."""
    with ExitStack() as open_pages:
        wrong: list[str] = []

        def sit(name: str, address: str) -> Page:
            client = Client()
            client.force_login(cast.person(name))
            context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
            open_pages.callback(context.close)
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


def test_from_the_desk_by_keyboard_and_live(cast: Cast, sits: Callable[[str, str], Page]) -> None:
    row = casting.in_delivery(cast)
    jonas = sits("jonas", "/desk")
    jonas.keyboard.press("j")
    expect(jonas.get_by_role("link", name="Bäckerei Lindner", exact=True)).to_be_focused()
    jonas.keyboard.press("Enter")
    expect(jonas.get_by_role("heading", level=1)).to_have_text(f"{row.number[:4]}-{row.number[4:]}")

    lea = sits("lea", f"/journeys/{row.number}")
    expect(jonas.locator("[data-presence]")).to_contain_text("Lea is here too", timeout=WITHIN)

    letter = jonas.locator("#letter-words")
    letter.fill("Dear Petra, we come on")
    lea.get_by_text("Note", exact=True).first.click()
    lea.locator("#note-words").fill("The key is at the baker's.")
    began = time.monotonic()
    lea.keyboard.press("Control+Enter")

    expect(jonas.locator(".timeline")).to_contain_text("The key is at the baker's.", timeout=WITHIN)
    print(f"seen by the colleague after {time.monotonic() - began:.2f} s")
    expect(lea.locator(".timeline")).to_contain_text("The key is at the baker's.")
    expect(lea.locator("#note-words")).to_have_value("")
    expect(letter).to_have_value("Dear Petra, we come on")  # neither the words nor the focus are lost
    expect(letter).to_be_focused()

    jonas.keyboard.press("End")
    jonas.keyboard.type(" Monday.")
    jonas.keyboard.press("Control+Enter")
    expect(lea.locator(".timeline")).to_contain_text("Dear Petra, we come on Monday.", timeout=WITHIN)


def test_an_offer_is_accepted_from_the_desk(cast: Cast, sits: Callable[[str, str], Page]) -> None:
    row = casting.decided(cast)
    tom = sits("tom", f"/journeys/{row.number}")
    olga = sits("olga", "/desk")
    expect(olga.get_by_role("heading", level=1)).to_contain_text("Nobody is waiting for you.")

    tom.get_by_role("link", name="Offer to orders").click()
    tom.get_by_label("What they want to spend and by when is known").check()
    tom.get_by_role("button", name="Offer it").click()
    expect(tom.locator("#toasts")).to_contain_text("Offered to Olga Meyer.")
    expect(tom.locator("dialog#act")).to_be_hidden()

    accept = olga.get_by_role("link", name="Accept Bäckerei Lindner")
    expect(accept).to_be_visible(timeout=WITHIN)
    expect(olga.locator("[data-count=desk]")).to_have_text("1")
    accept.focus()
    olga.keyboard.press("Enter")
    olga.get_by_label("4", exact=True).check()
    olga.get_by_role("button", name="Accept").click()

    expect(tom.locator(".timeline")).to_contain_text("accepted the handoff from Tom Brandt, rated 4 of 5")
    expect(olga.locator(".row-next")).to_contain_text("Settle the details")
    assert Journey.objects.get(pk=row.pk).stage == "orders"


def test_a_refusal_stands_in_the_dialog_with_what_was_typed(
    cast: Cast, sits: Callable[[str, str], Page]
) -> None:
    row = casting.in_delivery(cast)
    touches.log_touch(journey=row.pk, touch=IncomingTouch("mail", "When?"), by=cast.by("jonas"))
    jonas = sits("jonas", f"/journeys/{row.number}")

    jonas.locator("summary", has_text="More").first.click()
    jonas.get_by_role("link", name="Plan a step").click()
    dialog = jonas.locator("dialog#act")
    jonas.get_by_label("What should happen?").fill("Order the cable")
    dialog.get_by_label("By when?").fill("2020-01-01T10:00")
    jonas.get_by_role("button", name="Plan it").click()

    expect(dialog).to_contain_text("This time has passed already.")
    expect(jonas.get_by_label("What should happen?")).to_have_value("Order the cable")
    dialog.get_by_label("By when?").fill("2040-01-01T10:00")
    jonas.get_by_role("button", name="Plan it").click()
    expect(dialog).to_be_hidden()
    expect(jonas.locator(".next-steps")).to_contain_text("Order the cable")


def test_without_script_the_same_acts_stand_on_pages(cast: Cast, site: str, browser: Browser) -> None:
    row = casting.in_delivery(cast)
    client = Client()
    client.force_login(cast.jonas)
    context = browser.new_context(java_script_enabled=False)
    key = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
    page = context.new_page()
    page.goto(f"{site}/journeys/{row.number}")

    page.get_by_role("link", name="It is delivered").click()
    page.get_by_label("What was delivered or done?").fill("The line is in")
    page.get_by_role("button", name="It is delivered").click()

    assert page.url == f"{site}/journeys/{row.number}"
    assert "They are asked to accept it." in page.locator("#toasts").inner_text()
    context.close()
