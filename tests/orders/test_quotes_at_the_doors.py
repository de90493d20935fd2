"""Quotes where people meet them: written line by line by staff, chosen from on the customer's page."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from tests import cast as people
from tests.cast import Cast, fresh
from tests.portal.doors import Customer
from tests.web.signed_in import at

from wellkept.events.queries import history
from wellkept.journeys.models import Journey
from wellkept.orders import commands as orders
from wellkept.orders.models import QuoteLine, QuoteQuestion

pytestmark = pytest.mark.django_db
WHEN = "2099-03-01T10:00"
LINE = {"words": "Pump", "quantity": "2", "unit": "H87", "price": "12,50", "tax": "19", "paid": "once"}


def line_of(row: Journey, words: str) -> QuoteLine:
    return QuoteLine.objects.get(quote__journey=row, words=words)


def test_a_quote_is_begun_written_and_sent_by_page(cast: Cast) -> None:
    row = people.in_orders(cast, budget=Decimal(20))
    olga, here = at(cast, "olga"), f"/journeys/{row.number}"
    assert olga.post(f"{here}/quotes", {"words": ""}).status_code == 422
    assert olga.post(f"{here}/quotes", {"words": "A pump"})["Location"].endswith("/quotes/1")
    assert olga.post(f"{here}/quotes/1/lines", LINE).status_code == 303
    assert "above it" in olga.get(f"{here}/quotes/1").content.decode()
    refused = olga.post(f"{here}/quotes/1/lines", LINE | {"price": "much", "words": "Tank"})
    assert (refused.status_code, "Tank" in refused.content.decode()) == (422, True)
    no_dates = olga.post(f"{here}/quotes/1/sending", {"requirements": "It pumps"})
    assert no_dates.status_code == 422
    terms = {"words": "A pump", "terms": "On delivery", "delivery_by": WHEN, "valid_until": WHEN}
    assert olga.post(f"{here}/quotes/1/terms", terms | {"words": ""}).status_code == 422
    assert olga.post(f"{here}/quotes/1/terms", terms).status_code == 303
    shown = olga.get(f"{here}/quotes/1/sending").context["form"]
    assert shown["requirements"].value()
    assert olga.post(f"{here}/quotes/1/sending", {"requirements": "It pumps"}).status_code == 303
    assert row.quotes.get().state == "sent"
    page = olga.get(f"{here}/quotes/1").content.decode()
    assert ("€25" in page, 'name="price"' in page) == (True, False)
    assert f"{here}/quotes/1" in olga.get(here).content.decode()


def test_one_line_is_changed_and_only_its_amount_and_the_sums_come_back(cast: Cast) -> None:
    row = people.in_orders(cast)
    olga, here = at(cast, "olga"), f"/journeys/{row.number}"
    olga.post(f"{here}/quotes", {"words": "A pump"})
    olga.post(f"{here}/quotes/1/lines", LINE)
    line = line_of(row, "Pump")
    place = f"{here}/quote-lines/{line.pk}"
    answer = olga.post(place, LINE | {"quantity": "4"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert f'<span id="amount-{line.pk}" hx-swap-oob="true">€50</span>' in page
    assert ("€59.50" in page, "<table" in page) == (True, False)
    wrong = olga.post(place, LINE | {"price": "-1"}, headers={"HX-Request": "true"})
    assert (wrong.status_code, "A price is not negative." in wrong.content.decode()) == (422, True)
    assert line_of(row, "Pump").quantity == 4
    assert olga.post(place, LINE | {"quantity": "3"}).status_code == 303
    assert line_of(row, "Pump").quantity == 3
    assert olga.post(f"{place}/removal").status_code == 303
    assert QuoteLine.objects.count() == 0


@pytest.mark.parametrize(
    ("noun", "typed"),
    [
        ("quotes", {"words": "w"}),
        ("quotes/1/terms", {"words": "w"}),
        ("quotes/1/lines", LINE),
        ("quotes/1/sending", {"requirements": "r"}),
        ("quote-lines/{line}", LINE),
        ("quote-lines/{line}/removal", {}),
        ("questions/{question}/answer", {"words": "w"}),
    ],
)
def test_a_stranger_to_the_journey_changes_nothing(cast: Cast, noun: str, typed: dict[str, str]) -> None:
    row = people.quoted(cast)
    asked = orders.ask_about_line(line=line_of(row, "Hose").pk, words="Black?", by=people.speaker_of(row))
    before = len(history(row.pk))
    place = noun.format(line=asked.line_id, question=asked.pk)
    answer = at(cast, "iris").post(f"/journeys/{row.number}/{place}", typed)
    assert answer.status_code in (403, 422)
    assert len(history(row.pk)) == before
    assert line_of(row, "Hose").quantity == 3


@pytest.mark.parametrize("place", ["quotes/9", "quotes/9/sending", "quote-lines/999", "questions/999/answer"])
def test_a_quote_that_is_not_there_is_not_found(cast: Cast, place: str) -> None:
    row = people.quoted(cast)
    olga = at(cast, "olga")
    answer = olga.post(f"/journeys/{row.number}/{place}", {"requirements": "r", "words": "w"})
    assert answer.status_code in (404, 405, 422)


def test_staff_answer_a_question_where_it_stands(cast: Cast) -> None:
    row = people.quoted(cast)
    asked = orders.ask_about_line(
        line=line_of(row, "Hose").pk, words="Is it black?", by=people.speaker_of(row)
    )
    olga, here = at(cast, "olga"), f"/journeys/{row.number}"
    assert "Is it black?" in olga.get(f"{here}/quotes/1").content.decode()
    assert "Is it black?" in olga.get(f"{here}/questions/{asked.pk}/answer").content.decode()
    assert olga.post(f"{here}/questions/{asked.pk}/answer", {"words": ""}).status_code == 422
    assert olga.post(f"{here}/questions/{asked.pk}/answer", {"words": "It is blue"}).status_code == 303
    assert "It is blue" in olga.get(f"{here}/quotes/1").content.decode()
    assert "It is blue" in Customer(row).sees("quote")


def test_the_customer_sees_the_sums_of_their_choice_and_goes_on_to_agree(cast: Cast) -> None:
    row = people.quoted(cast)
    petra, hose = Customer(row), line_of(row, "Hose").pk
    assert "Look at it and choose" in petra.sees()
    page = petra.sees("quote")
    assert [words in page for words in ("Which pump?", "Small", "Large", "/Q1", "Half at the start")] == [
        True
    ] * 5
    assert "Without what you have not chosen yet" in page
    shown = petra.sees(f"quote?choice-0=Large&wanted-{hose}=1&quantity-{hose}=5")
    assert ("€1,368.50" in shown, "Without what you have not chosen yet" in shown) == (True, False)
    digest = re.findall(r'name="shown_digest" value="(\w+)"', page)[0]
    chosen = {"choice-0": "Large", f"wanted-{hose}": "1", f"quantity-{hose}": "5", "shown_digest": digest}
    petra.sends("quote/choice", **chosen)
    assert "Large pump" in petra.sees("agreement")
    assert row.agreements.get().total == Decimal("1368.50")


def test_a_choice_with_something_open_comes_back_as_it_was(cast: Cast) -> None:
    row = people.quoted(cast)
    petra, hose = Customer(row), line_of(row, "Hose").pk
    answer = petra.client.post(
        petra.url("quote/choice"),
        {
            f"wanted-{hose}": "1",
            f"quantity-{hose}": "7",
            "shown_digest": bytes(row.quotes.get().digest).hex(),
        },
    )
    page = answer.content.decode()
    assert (answer.status_code, "Please choose: Which pump?" in page) == (422, True)
    assert f'name="quantity-{hose}"' in page
    assert 'value="7"' in page
    stale = petra.client.post(petra.url("quote/choice"), {"choice-0": "Small", "shown_digest": "0" * 64})
    assert stale.status_code == 409
    assert row.agreements.count() == 0


def test_the_customer_asks_about_a_line_and_declines_with_a_reason(cast: Cast) -> None:
    row = people.quoted(cast)
    petra, hose = Customer(row), line_of(row, "Hose").pk
    assert "Hose" in petra.sees(f"quote/lines/{hose}/question")
    assert petra.client.post(petra.url(f"quote/lines/{hose}/question"), {"words": ""}).status_code == 422
    petra.sends(f"quote/lines/{hose}/question", words="Is it black?")
    assert QuoteQuestion.objects.get().words == "Is it black?"
    assert "Is it black?" in petra.sees("quote")
    assert petra.client.post(petra.url("quote/refusal"), {"then": "no", "words": ""}).status_code == 422
    petra.sends("quote/refusal", then="no", words="Too dear")
    assert row.quotes.get().answer == "Too dear"
    assert fresh(row).court == "us"
    assert petra.client.get(petra.url("quote")).status_code == 302
    assert petra.client.post(petra.url("quote/choice"), {}).status_code == 303
    assert petra.client.get(petra.url("quote/lines/999/question")).status_code == 404
