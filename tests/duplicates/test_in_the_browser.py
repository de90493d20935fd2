"""Pairs by keyboard alone, on a screen and on a telephone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect
from tests import cast as casting
from tests.cast import Cast
from tests.duplicates.test_pages import twin_of

from wellkept.customers import commands as customers
from wellkept.customers.models import Customer
from wellkept.duplicates.commands.sweep import sweep
from wellkept.duplicates.models import Merge, Pair
from wellkept.kernel import clock
from wellkept.voice.commands.meetings import set_rhythm

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(site: str, lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


def test_two_pairs_are_settled_by_keyboard(site: str, cast: Cast, browser: Browser) -> None:
    twin = twin_of(cast, cast.bakery, "Baeckerei Lindner GmbH")
    other = casting.party("Schule im Park", "Karl Ohm", by=cast.by("tom"))
    casting.opened(cast)
    casting.opened(cast, of=twin)
    sweep()
    client = Client()
    client.force_login(cast.tom)
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    key = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(f"{site}/customers/pairs")
    expect(page.get_by_role("heading", level=1)).to_contain_text("may be here more than once")
    look(page, "pairs")
    first = Pair.objects.order_by("-probability", "pk").first()
    assert first is not None
    page.keyboard.press("1")
    expect(page.get_by_text("You can undo")).to_be_visible()
    done = Merge.objects.get()
    assert {done.keep_id, done.away_id} == {first.first_id, first.second_id}
    assert done.keep_id == first.first_id
    for left in reversed(range(page.locator("[data-item]").count())):
        page.keyboard.press("w")
        expect(page.locator("[data-item]")).to_have_count(left)
    expect(page.get_by_text("There are no duplicates.")).to_be_visible()
    look(page, "none")
    page.goto(f"{site}/customers/{done.keep_id}")
    look(page, "trace")
    page.get_by_role("link", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("not the same after all?")
    look(page, "undoing")
    page.get_by_role("button", name="Not the same").click()
    expect(page.get_by_text("are separate again.")).to_be_visible()
    assert not Customer.objects.filter(merged_into__isnull=False).exists()
    page.goto(f"{site}/customers/{cast.bakery.customer.pk}/splits")
    look(page, "split")
    page.goto(f"{site}/customers/{other.customer.pk}/merges?said=schule")
    look(page, "whom")
    customers.change_contact(contact=twin.contact.pk, email="p@lindner.example", by=cast.by("tom"))
    sweep()
    page.goto(f"{site}/customers/{twin.customer.pk}")
    look(page, "hint")
    page.goto(f"{site}/journeys/new")
    page.get_by_label("Who speaks?").fill("Petra Lindner")
    page.get_by_label("Telephone").first.fill("0351 888817")
    expect(page.get_by_text("We may know them.")).to_be_visible()
    look(page, "entry")
    assert wrong == []
    context.close()


def test_a_group_is_merged_by_keyboard_with_a_choice(site: str, cast: Cast, browser: Browser) -> None:
    """Leave one customer of a group out, and choose between two meeting rhythms."""
    twins = [twin_of(cast, cast.bakery, name) for name in ("Baeckerei Lindner GmbH", "Lindner, Bäckerei")]
    for party, days in ((cast.bakery, 90), (twins[0], 30)):
        set_rhythm(
            customer=party.customer.pk, every_days=days, next_at=clock.now() + casting.DAY, by=cast.by("tom")
        )
    sweep()
    client = Client()
    client.force_login(cast.tom)
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    key = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
    page = context.new_page()
    page.goto(f"{site}/customers/pairs")
    expect(page.get_by_text("Whose meetings continue?")).to_be_visible()
    look(page, "group")
    page.get_by_label("is one of them: Lindner, Bäckerei").focus()
    page.keyboard.press("Space")
    page.get_by_role("radio", name="every 30 days").check()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("1")
    expect(page.get_by_text("You can undo")).to_be_visible()
    merged = Customer.objects.get(merged_into__isnull=False)
    assert (merged.pk, merged.merged_into_id) == (twins[0].customer.pk, cast.bakery.customer.pk)
    set_rhythm(
        customer=twins[1].customer.pk, every_days=7, next_at=clock.now() + casting.DAY, by=cast.by("tom")
    )
    page.goto(f"{site}/customers/{twins[1].customer.pk}/merges?said=Bäckerei+Lindner")
    page.get_by_role("button", name="Merge, called Lindner, Bäckerei").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Merge into Lindner, Bäckerei")
    look(page, "which")
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_text("You can undo")).to_be_visible()
    assert Merge.objects.count() == 2
    context.close()


def look(page, name: str) -> None:  # type: ignore[no-untyped-def]
    """Check accessibility in light and dark and the width of a telephone; take pictures if asked."""
    violations = Axe().run(page)
    assert violations.violations_count == 0, violations.generate_report()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
    _keep(page, f"{name}-phone")
    page.set_viewport_size({"width": 1400, "height": 900})
    _keep(page, name)
    page.emulate_media(color_scheme="dark")
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    dark = Axe().run(page)
    assert dark.violations_count == 0, dark.generate_report()
    _keep(page, f"{name}-dark")
    page.emulate_media(color_scheme="light")


def _keep(page, name: str) -> None:  # type: ignore[no-untyped-def]
    if folder := os.environ.get("WELLKEPT_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
