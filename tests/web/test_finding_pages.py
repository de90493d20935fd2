"""The find box and its page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast as casting
from tests.cast import Cast
from tests.web.signed_in import at

from wellkept.find.commands import end_as_nonconformity, note_miss
from wellkept.find.models import Counterpart, Miss, SuccessfulSearch
from wellkept.find.queries import find
from wellkept.journeys.commands.details import make_confidential
from wellkept.kernel import clock
from wellkept.kernel.number import show
from wellkept.quality.models import Nonconformity
from wellkept.web.find.results import marked

pytestmark = pytest.mark.django_db


def test_below_the_box_stands_what_is_found_as_one_types(cast: Cast) -> None:
    row = casting.opened(cast)
    text = at(cast, "iris", htmx="/desk").get("/find", {"q": "lindn"}).content.decode()
    assert f'href="/journeys/{row.number}"' in text
    assert 'role="option"' in text
    assert "<html" not in text
    assert "<mark>Lindn</mark>er" in text
    assert not Miss.objects.exists()


def test_nothing_typed_shows_nothing(cast: Cast) -> None:
    text = at(cast, "iris", htmx="/desk").get("/find", {"q": " "}).content.decode()
    assert "listbox" not in text


def test_one_wrong_digit_offers_the_likely_one(cast: Cast) -> None:
    row = casting.opened(cast)
    wrong = row.number[:6] + str((int(row.number[6]) + 1) % 10) + row.number[7:]
    answer = at(cast, "iris").get("/find", {"q": wrong})
    assert [line.found.number for group in answer.context["groups"] for line in group.lines] == [row.number]
    assert f"No {show(wrong)}. Did you mean {show(row.number)}?" in answer.content.decode()
    assert not Miss.objects.exists()


def test_a_miss_keeps_its_searcher_and_explanation(cast: Cast) -> None:
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
    assert "They ordered in June" in browser.get("/find/misses").content.decode()


def test_a_page_that_refreshes_itself_asks_for_nothing(cast: Cast) -> None:
    at(cast, "iris").get("/find", {"q": "Zanzibar"}, headers={"X-Live": "1"})
    assert not Miss.objects.exists()


def test_of_a_confidential_journey_only_where_it_stands_is_shown(cast: Cast) -> None:
    row = casting.opened(cast)
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    text = at(cast, "iris").get("/find", {"q": row.number}).content.decode()
    assert show(row.number) in text
    assert "Tom Brandt" in text
    assert "Lindner" not in text
    assert "breaker" not in text


def test_find_is_for_signed_in_people(cast: Cast) -> None:
    answer = Client().get("/find", {"q": "lindner"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("journeys", [3, 5])  # with fewer it is also looked for what is like it
def test_the_same_few_questions_for_three_and_for_five(cast: Cast, journeys: int) -> None:
    for _ in range(journeys):
        casting.opened(cast)
    browser = at(cast, "iris", htmx="/desk")
    browser.get("/find", {"q": "lindner"})
    with CaptureQueriesContext(connection) as asked:
        assert browser.get("/find", {"q": "lindner"}).context["count"] == journeys
    assert len(asked) == 11  # one of them for products


def test_a_customer_with_several_journeys_stands_above_them(cast: Cast) -> None:
    rows = [casting.opened(cast) for _ in range(2)]
    school = casting.opened(cast, of=cast.school)
    (group,) = at(cast, "iris").get("/find", {"q": "lindner"}).context["groups"]
    assert (group.customer, group.several) == (cast.bakery.customer.pk, True)
    assert {line.found.number for line in group.lines} == {row.number for row in rows}
    (other,) = at(cast, "iris").get("/find", {"q": "schule park"}).context["groups"]
    assert ([line.found.number for line in other.lines], other.several) == ([school.number], False)


def test_a_result_shows_its_match_stage_people_and_waiting_time(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    text = at(cast, "iris", htmx="/desk").get("/find", {"q": "lindner"}).content.decode()
    assert "data-only" in text
    text = at(cast, "iris", htmx="/desk").get("/find", {"q": "888817"}).content.decode()
    assert "telephone +49 351 <mark>8888 17</mark>" in text
    assert f"Delivery · Jonas Weber · {row.owner.name} answers for it" in text
    assert 'title="since ' in text


def test_one_letter_is_not_looked_for(cast: Cast) -> None:
    casting.opened(cast)
    assert at(cast, "iris", htmx="/desk").get("/find", {"q": "l"}).context["count"] == 0


@pytest.mark.parametrize(
    ("whole", "asked", "kind", "marks"),
    [
        ("0341 555 0142", "5550142", "phone", ["555 0142"]),
        ("+49 341 555-0142", "0341 5550142", "phone", ["341 555-0142"]),
        ("PO 2026-118", "po2026118", "purchase_order", ["PO 2026-118"]),
        ("SN 77-20419", "20419", "serial", ["20419"]),
        ("Petra@Lindner.example", "petra@lind", "email", ["Petra@Lind"]),
        ("Bäckerei Lindner", "baekerei", "name", ["Bäckerei"]),
        ("Elmenstraße 14", "elmenstr 14", "street", ["Elmenstraße", "14"]),
        ("Bäckerei Lindner", "zanzibar", "name", []),
        ("", "x", "name", []),
    ],
)
def test_the_piece_that_was_asked_for_is_marked(whole: str, asked: str, kind: str, marks: list[str]) -> None:
    parts = marked(whole, asked, kind=kind)
    assert ([text for text, is_it in parts if is_it], "".join(text for text, _ in parts)) == (marks, whole)


# What was not found


def missed(cast: Cast, asked: str = "the blue door", name: str = "iris") -> Miss:
    return note_miss(asked=asked, by=cast.by(name))


def test_the_box_keeps_quietly_what_was_given_up(cast: Cast) -> None:
    browser = at(cast, "iris")
    assert browser.post("/find/misses", {"q": "Zanzibar", "quietly": "1"}).status_code == 204
    answer = browser.post("/find/misses", {"q": "Lindner"})
    kept = [miss.asked for miss in Miss.objects.order_by("pk")]
    assert (answer.status_code, kept) == (303, ["Zanzibar", "Lindner"])
    assert browser.post("/find/misses", {"q": " "}).status_code == 422
    assert Miss.objects.count() == 2


def test_an_opened_result_is_remembered(cast: Cast) -> None:
    row = casting.opened(cast)
    browser = at(cast, "iris")
    assert browser.post("/find/opened", {"q": "lindner", "to": row.pk}).status_code == 204
    assert browser.post("/find/opened", {"q": "lindner", "to": "x"}).status_code == 422
    assert browser.post("/find/opened", {"q": "lindner", "to": "999999"}).status_code == 404
    assert [(item.asked, item.to_id, item.asked_by_id) for item in SuccessfulSearch.objects.all()] == [
        ("lindner", row.pk, cast.iris.pk)
    ]


def test_a_fault_of_the_search_is_shown_and_made_a_reference_by_one_button(cast: Cast) -> None:
    row = casting.opened(cast)
    with clock.at(clock.now() + timedelta(minutes=1)):
        miss = missed(cast)
        at(cast, "tom").post("/find/opened", {"q": "blue door, the", "to": row.pk})
        browser = at(cast, "ana")
        text = browser.get("/find/misses").content.decode()
        assert "Fault of our search" in text
        page = browser.get(f"/find/misses/{miss.pk}").content.decode()
        assert re.search(rf'value="journey:{row.pk}"\s+data-press="1"', page)
        beside = page.split("A fault of our search")[1].split("What they said")[0]
        assert ("blue door, the" in beside, "Tom" in beside) == (True, False)
        answer = browser.post(
            f"/find/misses/{miss.pk}/reference",
            {"choice": f"journey:{row.pk}", "said": "the blue door", "kind": "other"},
        )
    assert answer.status_code == 303
    assert [item.journey for item in find("blue door", by=cast.by("mira"))] == [row.pk]


def test_a_counterpart_is_marked_as_another_thing(cast: Cast) -> None:
    row = casting.opened(cast)
    with clock.at(clock.now() + timedelta(minutes=1)):
        miss = missed(cast)
        at(cast, "tom").post("/find/opened", {"q": "the blue door", "to": row.pk})
        pair = Counterpart.objects.get()
        browser = at(cast, "ana")
        address = f"/find/misses/{miss.pk}/pairs/{pair.pk}"
        assert browser.post(address, {"why": ""}).status_code == 422
        assert browser.post(address, {"why": "Another door"}).status_code == 303
        assert "Fault of our search" not in browser.get("/find/misses").content.decode()


def test_which_of_several_is_asked_and_nothing_typed_is_lost(cast: Cast) -> None:
    first, second = casting.opened(cast), casting.opened(cast)
    miss = missed(cast)
    browser = at(cast, "ana")
    text = {"whose": "lindner", "said": "the green door", "kind": "street"}
    answer = browser.post(f"/find/misses/{miss.pk}/reference", text)
    page = answer.content.decode()
    assert answer.status_code == 422
    for choice in (f"journey:{first.pk}", f"journey:{second.pk}", f"customer:{cast.bakery.customer.pk}"):
        assert f'value="{choice}"' in page
    assert 'value="lindner"' in page
    assert 'value="the green door"' in page
    none = browser.post(f"/find/misses/{miss.pk}/reference", text | {"whose": "zzzzqq"})
    assert "Nothing is known as “zzzzqq”." in none.content.decode()
    done = browser.post(f"/find/misses/{miss.pk}/reference", text | {"whose": second.number})
    assert done.status_code == 303
    miss.refresh_from_db()
    assert (miss.of_id, miss.kind) == (second.pk, "street")


def test_each_way_to_end_goes_on_to_the_next(cast: Cast) -> None:
    first, two, three = (missed(cast, words) for words in ("one door", "two doors", "three doors"))
    browser = at(cast, "ana")
    nothing = browser.post(f"/find/misses/{first.pk}/not-ours", {"why": ""})
    assert (nothing.status_code, Miss.objects.filter(ended_at=None).count()) == (422, 3)
    answer = browser.post(f"/find/misses/{first.pk}/not-ours", {"why": "A wrong number"})
    assert answer.headers["Location"] == f"/find/misses/{two.pk}"
    text = {"what": "It was not found", "next_step": "Look why", "due": "", "handler": cast.mira.pk}
    answer = browser.post(f"/find/misses/{two.pk}/nonconformity", text)
    assert answer.headers["Location"] == f"/find/misses/{three.pk}"
    browser.post(f"/find/misses/{three.pk}/hand", {"to": cast.iris.pk})
    assert "“three doors”" in at(cast, "iris").get("/find/misses?shown=mine").content.decode()
    ended = browser.get("/find/misses?shown=ended").content.decode()
    assert ("A wrong number" in ended, "being handled" in ended) == (True, True)


def test_a_nonconformity_is_seen_to_and_put_right(cast: Cast) -> None:
    what = "“the blue door” was asked for and not found."
    end_as_nonconformity(
        miss=missed(cast).pk, what=what, next_step="Find out why it was not found", by=cast.by("ana")
    )
    row = Nonconformity.objects.get()
    browser = at(cast, "ana")
    assert "“the blue door” was asked for" in browser.get("/nonconformities").content.decode()
    address = f"/nonconformities/{row.pk}"
    later = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert browser.post(f"{address}/plan", {"next_step": "Ask Iris", "due": ""}).status_code == 422
    assert browser.post(f"{address}/plan", {"next_step": "Ask Iris", "due": later}).status_code == 303
    assert browser.post(f"{address}/hand", {"to": cast.mira.pk}).status_code == 303
    half = browser.post(f"{address}/closing", {"correction": "Noted the door", "cause": ""})
    assert (half.status_code, "Noted the door" in half.content.decode()) == (422, True)
    whole = {"correction": "Noted the door", "cause": "Nobody had"}
    assert browser.post(f"{address}/closing", whole).status_code == 303
    row.refresh_from_db()
    assert (row.handler_id, row.closed_by_id, row.cause) == (cast.mira.pk, cast.ana.pk, "Nobody had")
    assert "Noted the door" in browser.get("/nonconformities?shown=closed").content.decode()
    assert browser.get("/nonconformities/999999").status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_of_what_was_not_found_asks_as_little_for_three(cast: Cast, how_many: int) -> None:
    for n in range(how_many):
        missed(cast, f"door number {n}")
    browser = at(cast, "ana")
    browser.get("/find/misses")
    with CaptureQueriesContext(connection) as asked:
        assert len(browser.get("/find/misses").context["lines"]) == how_many
    assert len(asked) == 15
