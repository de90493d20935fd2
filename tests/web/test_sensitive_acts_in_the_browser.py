"""Making an administrator and resetting second factors in a browser: both widths, both languages, by keyboard."""

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
from tests.cast import Cast
from tests.people.test_second_factors import add
from tests.size import TONGUES

from wellkept.people import commands
from wellkept.people import queries as staff
from wellkept.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.long]
PASSWORD = "a good long password"
Sits = Callable[[str], Page]
WORDS = {
    "en": {
        "reset": "Reset second factors…",
        "again": "Confirm that it is you",
        "confirm": "Confirm",
        "head": "Reset the second factors of Lea Koch",
        "do": "Reset second factors",
        "kinds": "This removes: passkeys, the authenticator app and the recovery codes.",
        "make": "Make administrator…",
        "made": "Make administrator",
        "unmake": "Take the administrator's rights away…",
        "role": "administrator",
        "ask": "Only an administrator who is signed in can do this.",
    },
    "de": {
        "reset": "Zweite Faktoren zurücksetzen…",
        "again": "Bestätigen Sie, dass Sie es sind",
        "confirm": "Bestätigen",
        "head": "Zweite Faktoren von Lea Koch zurücksetzen",
        "do": "Zweite Faktoren zurücksetzen",
        "kinds": "Entfernt werden: Passkeys, die Authenticator-App und die Wiederherstellungscodes.",
        "make": "Administrationsrechte geben…",
        "made": "Administrationsrechte geben",
        "unmake": "Administrationsrechte entziehen…",
        "role": "Administration",
        "ask": "Das darf nur, wer mit Administrationsrechten angemeldet ist.",
    },
}


@pytest.fixture(params=TONGUES)
def look(request: pytest.FixtureRequest) -> tuple[int, str]:
    width, language = request.param
    return int(width), str(language)


@pytest.fixture
def width(look: tuple[int, str]) -> int:
    return look[0]


@pytest.fixture
def language(look: tuple[int, str]) -> str:
    return look[1]


@pytest.fixture
def sits(site: str, lindenau_elektro: Cast, browser: Browser, width: int, language: str) -> Iterator[Sits]:
    """A colleague who has chosen a password, at the page of Lea, who has all kinds of second factors."""
    cast = lindenau_elektro
    add(cast.lea, "webauthn", "totp", "recovery_codes")
    with ExitStack() as pages:

        def sit(name: str) -> Page:
            person = cast.person(name).pk
            commands.choose_password(person=person, password=PASSWORD, by=cast.by(name))
            commands.change_person(person=person, language=language, by=cast.by(name))
            context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
            pages.callback(context.close)
            client = Client()
            client.force_login(Person.objects.get(pk=person))
            key = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
            page = context.new_page()
            page.goto(f"{site}/people/{cast.lea.pk}")
            return page

        yield sit


def looks_right(page: Page, name: str, width: int, language: str) -> None:
    """Nothing sticks out and everybody can use it; pictures are kept where WELLKEPT_TEST_PICTURES names a folder."""
    if folder := os.environ.get("WELLKEPT_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}-{width}-{language}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []


def test_an_administrator_resets_factors_and_makes_another_one_by_keyboard(
    sits: Sits, lindenau_elektro: Cast, width: int, language: str
) -> None:
    words, lea = WORDS[language], lindenau_elektro.lea.pk
    page = sits("ana")
    looks_right(page, "colleague", width, language)
    page.get_by_role("link", name=words["reset"]).press("Enter")
    expect(page.get_by_role("heading", name=words["again"])).to_be_visible()
    page.locator("input[type=password]").fill(PASSWORD)
    looks_right(page, "again", width, language)
    page.get_by_role("button", name=words["confirm"]).press("Enter")
    expect(page.get_by_role("heading", name=words["head"])).to_be_visible()
    expect(page.get_by_text(words["kinds"])).to_be_visible()
    looks_right(page, "reset", width, language)
    page.get_by_role("button", name=words["do"], exact=True).press("Enter")
    expect(page.get_by_role("link", name=words["make"])).to_be_visible()
    expect(page.get_by_role("link", name=words["reset"])).to_have_count(0)
    looks_right(page, "was-reset", width, language)
    assert staff.second_factors(lea) == []
    page.get_by_role("link", name=words["make"]).press("Enter")
    looks_right(page, "make", width, language)
    page.get_by_role("button", name=words["made"], exact=True).press("Enter")
    expect(page.get_by_role("link", name=words["unmake"])).to_be_visible()
    expect(page.locator(".person-head").get_by_text(words["role"])).to_be_visible()
    looks_right(page, "made", width, language)
    assert Person.objects.get(pk=lea).admin
    page.get_by_role("link", name=words["unmake"]).press("Enter")
    looks_right(page, "unmake", width, language)


def test_others_see_who_is_one_and_are_refused_in_words(
    site: str, sits: Sits, lindenau_elektro: Cast, width: int, language: str
) -> None:
    words, lea = WORDS[language], lindenau_elektro.lea.pk
    page = sits("tom")
    for name in ("reset", "make"):
        expect(page.get_by_role("link", name=words[name])).to_have_count(0)
    page.goto(f"{site}/people")
    expect(page.get_by_text(words["role"]).first).to_be_visible()
    looks_right(page, "list", width, language)
    for address in ("administrator", "factor-reset"):
        page.goto(f"{site}/people/{lea}/{address}")
        expect(page.get_by_text(words["ask"])).to_be_visible()
    looks_right(page, "refused", width, language)
    assert len(staff.second_factors(lea)) == 3


def test_the_colleague_sees_what_happened_on_their_own_page(
    site: str, sits: Sits, lindenau_elektro: Cast, width: int, language: str
) -> None:
    page = sits("lea")
    commands.reset_second_factors(person=lindenau_elektro.lea.pk, by=lindenau_elektro.by("ana"))
    page.goto(f"{site}/me")
    expect(page.locator("input[type=password]")).to_be_visible()
    page.locator("input[name=login]").fill("lea@lindenau.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    expect(page.locator(".person-head")).to_be_visible()
    page.goto(f"{site}/accounts/2fa/")
    looks_right(page, "own-factors", width, language)
