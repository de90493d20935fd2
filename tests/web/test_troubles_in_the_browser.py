"""Troubles of the installation on the first page of an administrator: wide and narrow, in English and German."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.fixtures import Settings
from tests.cast import Cast, opened
from tests.messages.sink import free_port
from tests.size import TONGUES

from wellkept.installation.environment import MailAccount
from wellkept.journeys.commands.touches import write_to_customer
from wellkept.kernel import clock
from wellkept.messages import commands as messages
from wellkept.people.commands import change_person

pytestmark = pytest.mark.browser
SENTENCES = {
    "en": (
        "Something here does not work",
        "The record has entries up to",
        "The mail server has taken no letter",
    ),
    "de": ("Hier funktioniert etwas nicht", "Die Aufzeichnung hat Einträge bis", "Der Mailserver hat seit"),
}


@pytest.fixture
def troubled(site: str, lindenau_elektro: Cast, settings: Settings) -> Cast:
    """The clock was a day ahead, and the mail server has been away for an hour. No worker runs in this test."""
    settings.MAIL_ACCOUNT = MailAccount("127.0.0.1", free_port(), "", "", False, False)
    cast, now = lindenau_elektro, datetime.now(UTC)
    with clock.at(now - timedelta(hours=1)):
        row = opened(cast)
        write_to_customer(journey=row.pk, words="We are on it", by=cast.by("ana"))
        messages.carry_due()
    with clock.at(now + timedelta(days=1)):
        opened(cast)
    return cast


@pytest.mark.long
@pytest.mark.parametrize(("width", "language"), TONGUES)
def test_troubles_are_said_in_words(
    site: str, troubled: Cast, browser: Browser, width: int, language: str
) -> None:
    change_person(person=troubled.ana.pk, language=language, by=troubled.by("ana"))
    client = Client()
    client.force_login(troubled.person("ana"))
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
    key = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
    try:
        page = context.new_page()
        page.goto(f"{site}/desk")
        heading, *sentences = SENTENCES[language]
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        for sentence in sentences:
            expect(page.get_by_text(sentence)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).response["violations"] == []
        if folder := os.environ.get("WELLKEPT_TEST_PICTURES"):
            page.screenshot(path=Path(folder) / f"troubles-{width}-{language}.png", full_page=True)
    finally:
        context.close()
