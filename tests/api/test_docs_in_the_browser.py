"""The page that describes the API: no script of its own, readable wide and narrow, light and dark."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from tests.size import LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.long
@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_reference_is_accessible_at_each_width_and_theme(site, browser, lindenau_elektro, width, theme):
    signed_in = Client()
    signed_in.force_login(lindenau_elektro.tom)
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    session = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text) if message.type == "error" else None)

    page.goto(f"{site}/api/v1/docs")
    page.locator("summary").nth(3).click()
    page.locator("summary").nth(9).click()

    if shots := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(shots) / f"api-docs-{width}-{theme}.png")
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [
        (violation["id"], [node["html"][:160] for node in violation["nodes"]]) for violation in violations
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    assert messages == [], "nothing is refused by the content security policy"
    context.close()
