"""The find box and its page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast as casting
from tests.cast import Cast
from tests.web.signing import at

from wellkept.find.models import Miss
from wellkept.journeys.commands.details import make_confidential
from wellkept.kernel.number import show

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return casting.company()


def test_below_the_box_stands_what_is_found_as_one_types(cast: Cast) -> None:
    row = casting.opened(cast)
    said = at(cast, "iris", htmx="/desk").get("/find", {"q": "lindn"}).content.decode()
    assert f'href="/journeys/{row.number}"' in said
    assert 'role="option"' in said
    assert "<html" not in said
    assert "<mark>Lindn</mark>er" in said
    assert not Miss.objects.exists()


def test_nothing_typed_shows_nothing(cast: Cast) -> None:
    said = at(cast, "iris", htmx="/desk").get("/find", {"q": " "}).content.decode()
    assert "listbox" not in said


def test_one_wrong_digit_offers_the_likely_one(cast: Cast) -> None:
    row = casting.opened(cast)
    wrong = row.number[:6] + str((int(row.number[6]) + 1) % 10) + row.number[7:]
    answer = at(cast, "iris").get("/find", {"q": wrong})
    assert [line.found.number for line in answer.context["lines"]] == [row.number]
    assert "One digit is wrong" in answer.content.decode()
    assert not Miss.objects.exists()


def test_what_is_not_found_is_kept_with_who_asked_and_what_was_said(cast: Cast) -> None:
    browser = at(cast, "iris")
    page = browser.get("/find", {"q": "Zanzibar"})
    assert "Nothing is known as “Zanzibar”." in page.content.decode()
    miss = Miss.objects.get()
    assert (miss.asked, miss.asked_by_id) == ("Zanzibar", cast.iris.pk)
    nothing = browser.post(f"/find/misses/{miss.pk}", {"said": "", "asked": "Zanzibar"})
    assert nothing.status_code == 422
    answer = browser.post(f"/find/misses/{miss.pk}", {"said": "They ordered in June", "asked": "Zanzibar"})
    assert answer.status_code == 303
    miss.refresh_from_db()
    assert miss.said == "They ordered in June"
    assert "They ordered in June" in browser.get("/find").content.decode()


def test_a_page_that_refreshes_itself_asks_for_nothing(cast: Cast) -> None:
    at(cast, "iris").get("/find", {"q": "Zanzibar"}, headers={"X-Live": "1"})
    assert not Miss.objects.exists()


def test_of_a_confidential_journey_only_where_it_stands_is_shown(cast: Cast) -> None:
    row = casting.opened(cast)
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    said = at(cast, "iris").get("/find", {"q": row.number}).content.decode()
    assert show(row.number) in said
    assert "Tom Brandt" in said
    assert "Lindner" not in said
    assert "breaker" not in said


def test_who_is_not_signed_in_finds_nothing(cast: Cast) -> None:
    answer = Client().get("/find", {"q": "lindner"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("journeys", [1, 3])
def test_the_same_few_questions_for_one_and_for_three(cast: Cast, journeys: int) -> None:
    for _ in range(journeys):
        casting.opened(cast)
    browser = at(cast, "iris", htmx="/desk")
    browser.get("/find", {"q": "lindner"})
    with CaptureQueriesContext(connection) as asked:
        assert len(browser.get("/find", {"q": "lindner"}).context["lines"]) == journeys
    assert len(asked) == 6  # session, person, actor · country, hits, journeys
