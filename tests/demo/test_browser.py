"""A walk through the demo company: every page has content, and fits a phone. Ruth and Katrin read German."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.test import Client, override_settings
from playwright.sync_api import Browser, expect
from tests.browser.walkers import Walker

from wellkept.customers.models import Customer
from wellkept.find.models import Miss
from wellkept.intake.models import Item
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.people.models import Person
from wellkept_demo.fill import fill
from wellkept_demo.staff import Staff

pytestmark = pytest.mark.browser


@pytest.fixture
def walks(site: str, browser: Browser) -> Iterator[Callable[[str], Walker]]:
    """A colleague in a browser. What a page complains about fails the test."""
    with override_settings(MAILBOX=True), ExitStack() as pages:
        fill(size=0)
        wrong: list[str] = []

        def walk(who: str) -> Walker:
            client = Client()
            client.force_login(Person.objects.get(pk=Staff(clock.now()).ids[who]))
            context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
            pages.callback(context.close)
            key = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on(
                "console", lambda message: wrong.append(message.text) if message.type == "error" else None
            )
            return Walker(page, site)

        yield walk
    assert wrong == []


def test_every_page_has_content_and_fits_a_phone(walks: Callable[[str], Walker]) -> None:
    form = Item.objects.get(sender_name="Jakob Lindner")
    called = Journey.objects.filter(customer__name="Mertens Druck").order_by("pk")[0]
    mistaken = Miss.objects.get(asked="EF 2290 7781")
    known, long = (
        Customer.objects.get(name__startswith=name).pk for name in ("Bäckerei Lindner", "Donaudampf")
    )
    katrin, ruth = walks("katrin"), walks("ruth")
    for walker, address, words, picture in (
        (ruth, "/intake?shown=all", "We are looking for somebody to do the wiring of a second shop", ""),
        (ruth, f"/intake/{form.pk}", "Es gehört hierher", "intake"),
        (ruth, f"/journeys/{called.number}", "Ein Anruf wurde hinzugefügt.", ""),
        (ruth, "/find?q=0341 5550119", "2 gefunden für", "find"),
        (ruth, f"/customers/{known}", "Nobody here has time to read a nine-page offer.", "customer"),
        (ruth, f"/customers/{long}", "Beendet 2. Okt. 2020", ""),
        (katrin, "/find/misses", "Fehler unserer Suche", ""),
        (katrin, f"/find/misses/{mistaken.pk}", "Als Angabe davon speichern", ""),
        (katrin, "/nonconformities", "10 mm²", ""),
        (katrin, "/customers/pairs", "Baeckerei Lindner GmbH", "pairs"),
        (katrin, "/intake/settled", "angehalten", ""),
        (katrin, "/intake/forms", "/ask/anfrage", ""),
        (katrin, "/intake/sample", "messe-news.example", ""),
        (katrin, "/imports", "wartet auf Sie", ""),
        (katrin, "/exports", "fertig", ""),
    ):
        walker.page.set_viewport_size({"width": 1400, "height": 900})
        walker.goes_to(address)
        walker.sees(words)
        if picture:
            walker.keeps_a_picture(picture)
        walker.page.set_viewport_size({"width": 390, "height": 844})
        wide = walker.page.evaluate("document.documentElement.scrollWidth")
        assert (address, wide) == (address, 390)
    ruth.page.set_viewport_size({"width": 1400, "height": 900})
    see_that_an_arabic_name_does_not_change_the_phone_number_beside_it(ruth)


def see_that_an_arabic_name_does_not_change_the_phone_number_beside_it(ruth: Walker) -> None:
    ruth.goes_to("/customers?name=orient")
    line = ruth.page.locator(".need", has_text="0341-5550402")
    expect(line).to_be_visible()
    expect(line.locator("bdi")).to_have_text("Abdulrahman Al-Khatib | عبد الرحمن الخطيب")
