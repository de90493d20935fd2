"""Statements of customers by the API: the same commands, the same refusals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast as stations
from tests.api.programs import Program
from tests.cast import Cast

from wellkept.customers.models import Contact, Customer
from wellkept.events.models import Event
from wellkept.journeys.commands.details import make_confidential
from wellkept.kernel import clock
from wellkept.voice.models import Statement

pytestmark = pytest.mark.django_db


def problem(response: Any, status: int, code: str) -> None:
    assert response.status_code == status, response.content.decode()
    assert (response.json()["code"], response["Content-Type"]) == (code, "application/problem+json")


def in_days(days: int) -> str:
    return (clock.now() + timedelta(days=days)).isoformat()


def test_statements_and_the_seven(cast: Cast) -> None:
    tom, at = Program(cast, "tom"), f"/customers/{cast.bakery.customer.pk}"
    first = tom.does(
        f"{at}/statements", {"kind": "goal", "words": "Two shops", "told_by": cast.bakery.contact.pk}
    )
    tom.does(f"{at}/statements", {"kind": "goal", "words": "Three shops", "replaces": first["id"]})
    tom.does(f"{at}/seven/fix", {"answer": "yes", "words": "The invoice"})
    problem(tom.post(f"{at}/seven/fix", {"answer": "yes"}), 422, "invalid_words")
    problem(tom.post(f"{at}/statements/{first['id']}/ending", {"why": "X"}), 409, "ended_already")
    answer = tom.get(f"{at}/told").json()
    assert [statement["words"] for statement in answer["statements"]] == ["Three shops"]
    assert [(statement["words"], statement["superseded_by"]) for statement in answer["past"]] == [
        ("Two shops", answer["statements"][0]["id"])
    ]
    assert [(answer["question"], answer["answer"]) for answer in answer["seven"]] == [("fix", "yes")]


def test_a_confidential_statement_is_only_counted(cast: Cast) -> None:
    row = stations.opened(cast)
    tom, at = Program(cast, "tom"), f"/customers/{cast.bakery.customer.pk}"
    tom.does(f"{at}/statements", {"kind": "goal", "words": "Sell the house", "journey": row.pk})
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    iris = Program(cast, "iris")
    response = iris.get(f"{at}/told")
    assert (response.json()["hidden"], response.json()["statements"]) == (1, [])
    assert "house" not in response.content.decode()
    before = (Event.objects.count(), Statement.objects.count())
    problem(
        iris.post(f"{at}/statements", {"kind": "goal", "words": "X", "journey": row.pk}),
        403,
        "not_yours_to_do",
    )
    assert (Event.objects.count(), Statement.objects.count()) == before


@pytest.mark.parametrize("statements", [1, 3])
def test_one_and_three_statements_cost_the_same_queries(cast: Cast, statements: int) -> None:
    tom, at = Program(cast, "tom"), f"/customers/{cast.bakery.customer.pk}"
    for n in range(statements):
        tom.does(f"{at}/statements", {"kind": "goal", "words": f"Shop {n}"})
    tom.get(f"{at}/told")
    with CaptureQueriesContext(connection) as asked:
        tom.get(f"{at}/told")
    assert len(asked) == 10


def test_an_interview_from_the_plan_to_what_counts(cast: Cast) -> None:
    tom, at = Program(cast, "tom"), f"/customers/{cast.bakery.customer.pk}"
    plan = {"contact": cast.bakery.contact.pk, "planned_for": in_days(1), "asks": cast.tom.pk}
    problem(tom.post(f"{at}/interviews", plan), 422, "invalid_writes")
    id = tom.does(f"{at}/interviews", {**plan, "writes": cast.olga.pk})["id"]
    problem(tom.post(f"/interviews/{id}/read-backs", {"text": "X"}), 409, "not_held")
    problem(tom.post(f"/interviews/{id}/answers", {"answers": {"colour": "red"}}), 422, "invalid_answers")
    interview = tom.does(f"/interviews/{id}/answers", {"answers": {"success": "A second shop"}})
    answer = next(
        each_answer["answer"] for each_answer in interview["answers"] if each_answer["key"] == "success"
    )
    put = tom.does(f"/interviews/{id}/read-backs", {"text": "You want a second shop"})
    problem(tom.post(f"/interviews/{id}/confirmation", {"shown_digest": "ab"}), 409, "not_what_was_shown")
    done = tom.does(f"/interviews/{id}/confirmation", {"shown_digest": put["read_back"]["digest"]})
    assert done["read_back"]["state"] == "confirmed"
    tom.does(f"/interviews/{id}/statements", {"kinds": {str(answer): "goal"}})
    assert [statement["words"] for statement in tom.get(f"{at}/told").json()["statements"]] == [
        "A second shop"
    ]


def test_an_interview_moves_and_is_called_off(cast: Cast) -> None:
    tom, at = Program(cast, "tom"), f"/customers/{cast.bakery.customer.pk}"
    plan = {"contact": cast.bakery.contact.pk, "planned_for": in_days(1)}
    id = tom.does(f"{at}/interviews", plan | {"asks": cast.tom.pk, "writes": cast.olga.pk})["id"]
    problem(
        tom.post(f"/interviews/{id}/day", {"planned_for": in_days(2), "asks": cast.olga.pk}),
        422,
        "invalid_writes",
    )
    moved = tom.does(f"/interviews/{id}/day", {"planned_for": in_days(2), "writes": cast.lea.pk})
    assert (moved["planned_for"][:10], moved["writes"]) == (in_days(2)[:10], cast.lea.pk)
    problem(tom.post(f"/interviews/{id}/calling-off", {"why": " "}), 422, "invalid_why")
    assert tom.does(f"/interviews/{id}/calling-off", {"why": "She is ill"})["called_off_at"] is not None
    before = Event.objects.count()
    problem(tom.post(f"/interviews/{id}/calling-off", {"why": "Again"}), 409, "over_already")
    assert Event.objects.count() == before


def test_meetings_and_key_customers(cast: Cast) -> None:
    tom, ana, at = Program(cast, "tom"), Program(cast, "ana"), f"/customers/{cast.bakery.customer.pk}"
    problem(tom.post(f"{at}/key", {"why": "X"}), 403, "not_yours_to_do")
    ana.does(f"{at}/key", {"why": "Three shops", "person": cast.tom.pk})
    problem(tom.post(f"{at}/meetings", {"words": "Hello"}), 409, "no_rhythm")
    tom.does(f"{at}/rhythm", {"every_days": 30, "next_at": in_days(3)})
    tom.does(f"{at}/meetings", {"words": "All is well", "next_at": in_days(40)})
    answer = tom.get(f"{at}/meetings").json()
    assert (answer["rhythm"]["person"], answer["key_person"]) == (cast.tom.pk, cast.tom.pk)


def test_a_meeting_moves_and_a_key_customer_becomes_one_like_others(cast: Cast) -> None:
    tom, ana, at = Program(cast, "tom"), Program(cast, "ana"), f"/customers/{cast.bakery.customer.pk}"
    problem(
        tom.post(f"{at}/meetings/next", {"next_at": in_days(9), "why": "They are closed"}), 409, "no_rhythm"
    )
    tom.does(f"{at}/rhythm", {"every_days": 30, "next_at": in_days(3)})
    problem(tom.post(f"{at}/meetings/next", {"next_at": in_days(-9), "why": "X"}), 422, "in_the_past")
    tom.does(f"{at}/meetings/next", {"next_at": in_days(9), "why": "They are closed"})
    assert tom.get(f"{at}/meetings").json()["rhythm"]["next_at"][:10] == in_days(9)[:10]
    problem(ana.post(f"{at}/key/end", {"why": "Sold"}), 409, "no_key_customer")
    ana.does(f"{at}/key", {"why": "Three shops", "person": cast.tom.pk})
    problem(tom.post(f"{at}/key/end", {"why": "Sold"}), 403, "not_yours_to_do")
    ana.does(f"{at}/key/end", {"why": "Sold"})
    assert tom.get(f"{at}/meetings").json()["key_person"] is None


def test_fit_and_an_honest_end(cast: Cast) -> None:
    tom, ana, row = Program(cast, "tom"), Program(cast, "ana"), stations.opened(cast)
    strength = ana.does("/strengths", {"words": "Lines for ovens"})["id"]
    at = f"/journeys/{row.number}"
    tom.does(
        f"{at}/fit", {"asks": "A roof", "verdict": "partly", "why": "No roofers", "strengths": [strength]}
    )
    assert tom.get(f"{at}/fit").json()["strengths"] == ["Lines for ovens"]
    problem(
        tom.post(f"{at}/not-ours", {"why": "No roofs", "who_can_help": "Dach Sommer"}),
        422,
        "invalid_how_to_reach",
    )
    body = tom.does(
        f"{at}/not-ours",
        {"why": "No roofs", "who_can_help": "Dach Sommer", "how_to_reach": "0341 77"},
        prefer="wait=5, Return = representation",
    )
    assert body["journey"]["state"] == "ended"
    assert tom.get(f"{at}/fit").json()["who_can_help"] == "Dach Sommer"


def test_contacts_places_and_details_change(cast: Cast) -> None:
    tom, at = Program(cast, "tom"), f"/customers/{cast.bakery.customer.pk}"
    petra, place = cast.bakery.contact.pk, cast.bakery.site.pk
    quiet = tom.does(f"{at}/contacts/{petra}/details", {"quiet_from": "20:00", "quiet_until": "07:00"})
    assert (quiet["quiet_from"], quiet["name"]) == ("20:00:00", "Petra Lindner")
    problem(tom.post(f"{at}/contacts/{petra}/details", {"quiet_from": None}), 422, "invalid_quiet_until")
    assert tom.does(f"{at}/sites/{place}/closing", {"why": "Sold"})["closed_at"] is not None
    tom.does(f"{at}/sites/{place}/opening")
    assert tom.does(f"{at}/sites/{place}/details", {"street": "Hofweg 3"})["street"] == "Hofweg 3"
    assert tom.does(f"{at}/contacts/{petra}/leaving", {"why": "Left"})["active"] is False
    assert tom.does(f"{at}/contacts/{petra}/return")["active"] is True
    assert tom.does(f"{at}/details", {"heard_through": "searched"})["heard_through"] == "searched"
    assert Contact.objects.get(pk=petra).quiet_from is not None
    assert Customer.objects.get(pk=cast.bakery.customer.pk).name == "Bäckerei Lindner"


def test_a_reading_key_writes_nothing(cast: Cast) -> None:
    reader, at = Program(cast, "tom", "read"), f"/customers/{cast.bakery.customer.pk}"
    before = Event.objects.count()
    for path, body in (
        ("statements", {"kind": "goal", "words": "X"}),
        ("seven/exist", {"answer": "yes"}),
        ("rhythm", {"every_days": 9, "next_at": in_days(3)}),
        ("details", {"name": "X"}),
    ):
        assert reader.post(f"{at}/{path}", body).status_code == 403
    assert Event.objects.count() == before
