"""The read-back of an interview on the customer's page: only they confirm or correct it, as they saw it."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import cast as stations
from tests.cast import Cast
from tests.portal.doors import Customer, give_phones

from wellkept.customers.commands import link_for
from wellkept.customers.queries import key_of
from wellkept.events.queries import history
from wellkept.kernel import clock
from wellkept.voice.commands import interviews, read_backs
from wellkept.voice.commands.interviews import Interviewers
from wellkept.voice.models import InterviewReadBack

pytestmark = pytest.mark.django_db


def put(cast: Cast, journey: int | None = None, text: str = "A second shop") -> InterviewReadBack:
    row = interviews.plan_interview(
        customer=cast.bakery.customer.pk,
        contact=cast.bakery.contact.pk,
        planned_for=clock.now(),
        interviewers=Interviewers(asks=cast.tom.pk, writes=cast.olga.pk),
        journey=journey,
        by=cast.by("tom"),
    )
    interviews.hold_interview(interview=row.pk, answers={"success": text}, by=cast.by("tom"))
    return read_backs.read_interview_back(interview=row.pk, text=text, by=cast.by("tom"))


def test_a_read_back_is_confirmed_on_the_page_of_the_journey(cast: Cast) -> None:
    row = stations.opened(cast)
    back = put(cast, row.pk)
    petra = Customer(row)
    assert "A second shop" in petra.sees()
    digest = bytes(back.digest).hex()
    page = petra.does(f"told/{back.pk}/confirmation", shown_digest=digest, once="1")
    assert "heard you right" in page
    back.refresh_from_db()
    assert (back.state, back.answered_by_id) == ("confirmed", cast.bakery.contact.pk)
    before = len(history(cast.bakery.customer.pk))
    petra.does(f"told/{back.pk}/confirmation", shown_digest=digest, once="1")
    assert len(history(cast.bakery.customer.pk)) == before


def test_a_read_back_is_corrected_and_nothing_typed_is_lost(cast: Cast) -> None:
    back = put(cast, stations.opened(cast).pk)
    petra = Customer(stations.opened(cast))
    assert petra.sends(f"told/{back.pk}/correction", correction="  ").status_code == 422
    petra.does(f"told/{back.pk}/correction", correction="A third one")
    back.refresh_from_db()
    assert (back.state, back.correction) == ("corrected", "A third one")
    assert "You corrected it" in petra.sees(f"told/{back.pk}")


def test_words_that_changed_meanwhile_are_not_confirmed(cast: Cast) -> None:
    row = stations.opened(cast)
    back = put(cast, row.pk)
    petra = Customer(row)
    refused = petra.sends(f"told/{back.pk}/confirmation", shown_digest="ab")
    assert refused.status_code == 409
    assert "A second shop" in refused.content.decode()
    back.refresh_from_db()
    assert back.state == "put"


def test_something_more_pressing_comes_first_and_this_is_not_lost(cast: Cast) -> None:
    row = stations.put(cast)  # an agreement waits for their answer
    back = put(cast, row.pk)
    page = Customer(row).sees()
    assert f"told/{back.pk}" in page
    assert "What Tom Brandt understood: read it and tell us" in page


def test_beside_any_journey_there_is_a_page_of_its_own(cast: Cast) -> None:
    give_phones(cast)
    back = put(cast)
    link = link_for(contact=cast.bakery.contact.pk, subject=cast.bakery.customer.pk, days=90)
    client, home = Client(REMOTE_ADDR="192.0.2.7"), f"/my/{key_of(link)}"
    page = client.get(home).content.decode()
    assert [words in page for words in ("A second shop", "Tom Brandt", "tel:+493415550100")] == [True] * 3
    sent = client.post(f"{home}/told/{back.pk}/confirmation", {"shown_digest": bytes(back.digest).hex()})
    assert sent.status_code == 303
    back.refresh_from_db()
    assert back.state == "confirmed"
    assert "Nothing waits" in client.get(home).content.decode()
    for place in ("question", "decision", "agreement", "end"):  # there is no journey behind this link
        assert client.get(f"{home}/{place}").status_code == 404


def test_another_contacts_conversation_is_nothing_at_this_address(cast: Cast) -> None:
    back = put(cast)
    other = Customer(stations.opened(cast, of=cast.school))
    before = len(history(cast.bakery.customer.pk))
    assert "A second shop" not in other.client.get(other.url(f"told/{back.pk}")).content.decode()
    assert other.sends(f"told/{back.pk}/confirmation").status_code == 404
    assert other.sends(f"told/{back.pk}/correction", correction="X").status_code == 404
    assert len(history(cast.bakery.customer.pk)) == before
