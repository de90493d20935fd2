"""An import in a browser from upload to taking back: no accessibility fault on any page."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from tests.cast import Cast
from tests.duplicates.test_in_the_browser import look
from tests.imports.test_bring_in import CUSTOMERS, ORDERS

from wellkept.imports.commands.pipeline import go_on
from wellkept.imports.models import Import
from wellkept.journeys.models import Journey

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(site: str, lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


@pytest.fixture
def page(site: str, cast: Cast, browser: Browser) -> Page:
    client = Client()
    client.force_login(cast.ana)
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    key = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
    return context.new_page()


def works(page: Page) -> None:
    """Run the worker; the page notices automatically."""
    expect(page.locator("#working")).to_be_visible()
    go_on(of=Import.objects.get().pk)
    expect(page.locator("#working")).to_have_count(0)


def test_an_import_is_uploaded_brought_in_and_taken_back(
    site: str, cast: Cast, page: Page, tmp_path: Path
) -> None:
    files = [tmp_path / "customers.csv", tmp_path / "orders.csv"]
    for path, text in zip(files, (CUSTOMERS, ORDERS), strict=True):
        path.write_text(text)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{site}/imports")
    look(page, "imports")
    page.locator("main input[type=file]").set_input_files(files)
    page.locator("main form button.primary").click()
    expect(page.locator("#working")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    works(page)
    look(page, "columns")
    page.get_by_role("link", name="orders.csv", exact=True).click()
    look(page, "table")
    page.locator("main form button.primary").click()
    page.get_by_label("Where do they come from?").fill("The old book")
    page.get_by_role("button", name="Check every row").click()
    works(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("4 rows cannot be imported")
    look(page, "report")
    page.get_by_role("link", name="Continue").click()
    page.locator("select[name=stage]").select_option("delivery")
    look(page, "stages")
    page.locator("main form button.primary").click()
    page.locator("select[name=owner]").select_option(str(cast.lea.pk))
    look(page, "owners")
    page.locator("main form button.primary").click()
    page.locator("[name=next_what]").fill("Tell them when")
    look(page, "next")
    page.locator("main form button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Import it?")
    look(page, "run")
    page.get_by_role("button", name="Import it").click()
    works(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything is imported, except for 4 rows")
    look(page, "done")
    assert Journey.objects.filter(state="open", owner=cast.lea).exists()
    page.locator("summary", has_text="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    works(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("It is taken back")
    look(page, "back")
    assert not Journey.objects.filter(state="open").exists()
    assert wrong == []


def test_an_export_is_made_and_downloaded(site: str, page: Page) -> None:
    page.goto(f"{site}/exports")
    look(page, "exports")
    page.locator("main form button.primary").click()
    expect(page.locator("main")).to_contain_text("Ana Ruiz")
    look(page, "writing")
