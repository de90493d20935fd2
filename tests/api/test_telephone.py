"""Calls from a telephone system and messages of other channels: stored once, answered with where they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from tests import cast as stations
from tests.api.programs import Program
from tests.cast import Cast

from wellkept.api.openapi import described
from wellkept.events.models import Event
from wellkept.intake.models import Item, Message
from wellkept.journeys.models import Touch
from wellkept.kernel import clock

pytestmark = pytest.mark.django_db
PETRA = "0351 888817"


@pytest.fixture
def telephone(cast: Cast) -> Program:
    return Program(cast, "tom", "intake")


def told(**changes: Any) -> dict[str, Any]:
    return {"id": "a", "caller": PETRA, "at": clock.now().isoformat(), "answered": False} | changes


def said_in(answer: HttpResponse) -> Any:
    return json.loads(answer.content)


def test_a_call_of_a_known_number_stands_on_their_journey(cast: Cast, telephone: Program) -> None:
    row = stations.opened(cast)
    answer = telephone.post("/touches", told(seconds_waited=40), key="")
    assert answer.status_code == 201
    body = said_in(answer)
    assert (body["outcome"], body["journey"], body["item"], body["repeat"]) == (
        "journey",
        row.number,
        None,
        False,
    )
    assert body["why"] == "Petra Lindner speaks on it · It is the only one that is open"
    assert Touch.objects.get(journey=row).seconds_waited == 40


def test_of_several_it_says_which_else(cast: Cast, telephone: Program) -> None:
    first, two = stations.opened(cast), stations.opened(cast)
    body = said_in(telephone.post("/touches", told(), key=""))
    assert {body["journey"], *(other["number"] for other in body["others"])} == {first.number, two.number}


def test_an_unknown_number_waits_in_intake(cast: Cast, telephone: Program) -> None:
    body = said_in(telephone.post("/touches", told(caller="+49 89 123456", team="Support"), key=""))
    item = Item.objects.get()
    assert (body["outcome"], body["journey"], body["item"]) == ("item", None, item.pk)
    assert (item.team_id, item.handler_id) == (cast.teams["support"].pk, cast.mira.pk)


def test_a_repeat_gets_the_same_answer(cast: Cast, telephone: Program) -> None:
    stations.opened(cast)
    body = told()
    first = telephone.post("/touches", body, key="")
    events = Event.objects.count()
    again = telephone.post("/touches", body, key="")
    assert (first.status_code, again.status_code) == (201, 200)
    assert said_in(again) == said_in(first) | {"repeat": True}
    otherwise = telephone.post("/touches", body | {"answered": True}, key="")
    assert (otherwise.status_code, said_in(otherwise)["code"]) == (409, "call_told_otherwise")
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": "x" * 201},
        {"at": "yesterday"},
        {"at": "2999-01-01T00:00:00Z"},
        {"at": "2026-11-02T09:00:00"},
        {"seconds_waited": -1},
        {"direction": "sideways"},
        {"caller": "0\x00351"},
        {"answered": "perhaps"},
        {"extension": "321"},
        {"direction": "out", "caller": "+49 89 123456"},
    ],
)
def test_an_impossible_call_is_refused_and_not_stored(telephone: Program, wrong: dict[str, Any]) -> None:
    events = Event.objects.count()
    answer = telephone.post("/touches", told(**wrong), key="")
    assert answer.status_code == 422
    assert said_in(answer)["code"]
    assert not Message.objects.exists()
    assert Event.objects.count() == events


def test_only_a_token_for_intake_tells_of_calls(cast: Cast) -> None:
    for scopes in (("read",), ("write",)):
        answer = Program(cast, "tom", *scopes).post("/touches", told(), key="")
        assert (answer.status_code, said_in(answer)["code"]) == (403, "scope_missing")
    assert not Message.objects.exists()


def test_words_from_another_channel_go_where_a_mail_would(cast: Cast, telephone: Program) -> None:
    row = stations.opened(cast)
    words = {"id": "chat-1", "said": "Still no power", "email": cast.bakery.contact.email}
    answer = telephone.post("/messages", words, key="")
    assert (answer.status_code, said_in(answer)["journey"]) == (201, row.number)
    touch = Touch.objects.get(journey=row)
    assert (touch.channel, touch.contact_id) == ("message", cast.bakery.contact.pk)
    again = telephone.post("/messages", words, key="")
    assert (again.status_code, said_in(again)["repeat"]) == (200, True)
    other = said_in(telephone.post("/messages", {"id": "chat-2", "said": "Hello", "name": "Nobody"}, key=""))
    assert Item.objects.get(pk=other["item"]).channel == "message"
    assert telephone.post("/messages", {"id": "chat-3", "said": ""}, key="").status_code == 422


def test_the_description_of_a_call_has_examples() -> None:
    schema = described()
    assert schema["paths"]["/api/v1/touches"]["post"]["x-scope"] == "intake"
    examples = schema["components"]["schemas"]["NewCall"]["examples"]
    assert [example["answered"] for example in examples] == [False, True]
