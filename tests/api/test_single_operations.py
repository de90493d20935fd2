"""Operations that no longer way passes: each works, refuses what is wrong, and asks for the right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests import cast as stations
from tests.api.programs import Program
from tests.cast import Cast

from wellkept.duplicates.commands.merge import merge
from wellkept.events.models import Event
from wellkept.events.queries import history
from wellkept.find.commands import note_miss
from wellkept.intake.models import Message
from wellkept.intake.receive import receive
from wellkept.kernel import clock
from wellkept.voice.queries.meetings import rhythm_of

pytestmark = pytest.mark.django_db


def refusal(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def in_days(days: int) -> str:
    return (clock.now() + timedelta(days=days)).isoformat()


def test_a_strength_is_listed_and_ended_by_the_process_owner(cast: Cast) -> None:
    ana, tom = Program(cast, "ana"), Program(cast, "tom")
    key = ana.does("/strengths", {"words": "Lines for ovens"})["id"]
    listed: Any = tom.get("/strengths")
    assert [(row["id"], row["words"]) for row in listed.json()["items"]] == [(key, "Lines for ovens")]
    before = Event.objects.count()
    assert refusal(tom.post(f"/strengths/{key}/end", {"why": "Nobody can"})) == (403, "not_yours_to_do")
    assert refusal(ana.post("/strengths/0/end", {"why": "Nobody can"})) == (404, "no_such_strength")
    assert Event.objects.count() == before
    ana.does(f"/strengths/{key}/end", {"why": "Nobody can"})
    emptied: Any = tom.get("/strengths")
    assert emptied.json()["items"] == []


def test_meetings_end_with_a_reason(cast: Cast) -> None:
    tom, at = Program(cast, "tom"), f"/customers/{cast.bakery.customer.pk}/rhythm"
    assert refusal(tom.post(f"{at}/end", {"why": "Too often"})) == (409, "no_rhythm")
    tom.does(at, {"every_days": 30, "next_at": in_days(3)})
    assert refusal(tom.post(f"{at}/end", {"why": " "})) == (422, "invalid_why")
    tom.does(f"{at}/end", {"why": "Too often"})
    assert rhythm_of(cast.bakery.customer.pk) is None


def test_a_statement_ends_with_a_reason_and_once(cast: Cast) -> None:
    tom, at = Program(cast, "tom"), f"/customers/{cast.bakery.customer.pk}"
    key = tom.does(f"{at}/statements", {"kind": "goal", "words": "Two shops"})["id"]
    assert refusal(tom.post(f"{at}/statements/{key}/ending", {"why": " "})) == (422, "invalid_why")
    assert refusal(tom.post(f"{at}/statements/0/ending", {"why": "Sold"})) == (404, "no_such_statement")
    tom.does(f"{at}/statements/{key}/ending", {"why": "Sold"})
    current: Any = tom.get(f"{at}/told")
    assert current.json()["statements"] == []
    assert refusal(tom.post(f"{at}/statements/{key}/ending", {"why": "Sold"})) == (409, "ended_already")


def test_an_interview_is_read_and_corrected(cast: Cast) -> None:
    tom, at = Program(cast, "tom"), f"/customers/{cast.bakery.customer.pk}"
    plan = {"contact": cast.bakery.contact.pk, "planned_for": in_days(0), "writes": cast.olga.pk}
    key = tom.does(f"{at}/interviews", plan)["id"]
    tom.does(f"/interviews/{key}/answers", {"answers": {"success": "A second shop"}})
    tom.does(f"/interviews/{key}/read-backs", {"text": "You want a second shop"})
    assert refusal(tom.post(f"/interviews/{key}/correction", {"correction": " "})) == (
        422,
        "invalid_correction",
    )
    tom.does(f"/interviews/{key}/correction", {"correction": "And a third"})
    shown: Any = tom.get(f"/interviews/{key}")
    put = shown.json()["read_back"]
    assert (put["state"], put["correction"]) == ("corrected", "And a third")
    assert tom.get("/interviews/0").status_code == 404


def test_an_offer_is_withdrawn_by_its_giver(cast: Cast) -> None:
    row = stations.offered(cast)
    offer = row.handoffs.get()
    at = f"/journeys/{row.number}/handoffs/{offer.pk}/withdrawal"
    tom, iris = Program(cast, "tom"), Program(cast, "iris")
    before = Event.objects.count()
    assert iris.post(at, {"reason": "One more thing"}).status_code == 403
    assert tom.post(at, {"reason": " "}).status_code == 422
    assert Event.objects.count() == before
    tom.does(at, {"reason": "One more thing"})
    offer.refresh_from_db()
    assert offer.state == "withdrawn"


def test_a_delivery_is_refused_in_their_words(cast: Cast) -> None:
    row, jonas, iris = stations.in_delivery(cast), Program(cast, "jonas"), Program(cast, "iris")
    at = f"/journeys/{row.number}"
    jonas.does(f"{at}/delivery", {"words": "The line is in"})
    before = Event.objects.count()
    assert iris.post(f"{at}/rejection", {"words": "No"}).status_code == 403
    assert jonas.post(f"{at}/rejection", {"words": " "}).status_code == 422
    assert Event.objects.count() == before
    jonas.does(f"{at}/rejection", {"words": "The cover is missing"})
    assert "rejected" in {event.type for event in history(row.pk)}


def test_a_merge_is_read_by_its_key(cast: Cast) -> None:
    row = merge(keep=cast.bakery.customer.pk, away=cast.school.customer.pk, by=cast.by("ana"))
    shown: Any = Program(cast, "tom").get(f"/merges/{row.pk}")
    assert (shown.status_code, shown.json()["id"]) == (200, row.pk)
    assert Program(cast, "tom").get("/merges/0").status_code == 404


def test_a_message_is_read_by_its_key(cast: Cast) -> None:
    receive(
        b"From: a@b.example\r\nMessage-ID: <1@b.example>\r\nSubject: Hello\r\n\r\nHello",
        recipient="x@y.example",
    )
    message = Message.objects.get().pk
    shown: Any = Program(cast, "tom").get(f"/intake/messages/{message}")
    assert (shown.status_code, shown.json()["id"]) == (200, message)
    assert Program(cast, "tom").get("/intake/messages/0").status_code == 404


def test_a_miss_is_read_by_its_key(cast: Cast) -> None:
    tom = Program(cast, "tom")
    key = note_miss(asked="Zanzibar", by=cast.by("tom")).pk
    shown: Any = tom.get(f"/find/misses/{key}")
    assert (shown.status_code, shown.json()["id"], shown.json()["asked"]) == (200, key, "Zanzibar")
    assert tom.get("/find/misses/0").status_code == 404
