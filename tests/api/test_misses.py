"Searches that found nothing, for programs: the same three ends and the same refusals."

from __future__ import annotations

import pytest
from tests import cast as stations
from tests.api.programs import Program
from tests.cast import Cast

from wellkept.find.models import Miss
from wellkept.quality.models import Nonconformity

pytestmark = pytest.mark.django_db


def test_a_program_keeps_what_was_asked_and_ends_it(cast: Cast) -> None:
    row = stations.opened(cast)
    tom = Program(cast, "tom")
    kept = tom.does("/find/misses", {"asked": "the blue door", "said": "They ordered in June"})
    assert (kept["asked_by"], kept["handler"]["name"], kept["said"], kept["how"]) == (
        ["Tom Brandt"],
        "Ana Ruiz",
        ["They ordered in June"],
        "",
    )
    assert [item["id"] for item in tom.get("/find/misses").json()["items"]] == [kept["id"]]
    ended = tom.does(f"/find/misses/{kept['id']}/ending", {"how": "reference", "journey": row.number})
    assert (ended["how"], ended["of"]["number"]) == ("reference", row.number)
    assert [item["number"] for item in tom.get("/find", q="blue door").json()["items"]] == [row.number]
    assert tom.get("/find/misses").json()["items"] == []
    assert [item["id"] for item in tom.get("/find/misses", state="ended").json()["items"]] == [kept["id"]]


def test_the_other_two_ends(cast: Cast) -> None:
    tom = Program(cast, "tom")
    miss = tom.does("/find/misses", {"asked": "Zanzibar"})["id"]
    response = tom.post(f"/find/misses/{miss}/ending", {"how": "not_ours"})
    assert (response.status_code, response.json()["code"], response.json()["field"]) == (
        422,
        "invalid_why",
        "why",
    )
    tom.does(f"/find/misses/{miss}/ending", {"how": "not_ours", "why": "Another company"})
    again = tom.post(f"/find/misses/{miss}/ending", {"how": "nonconformity"})
    assert (again.status_code, again.json()["code"]) == (409, "ended_already")
    assert not Nonconformity.objects.exists()
    two = tom.does("/find/misses", {"asked": "Lindner"})["id"]
    ended = tom.does(
        f"/find/misses/{two}/ending",
        {"how": "nonconformity", "what": "No record", "next_step": "Look", "handler": cast.mira.pk},
    )
    assert Nonconformity.objects.values_list("pk", "handler_id").get() == (
        ended["nonconformity"],
        cast.mira.pk,
    )


def test_the_same_request_again_changes_nothing(cast: Cast) -> None:
    tom = Program(cast, "tom")
    first = tom.post("/find/misses", {"asked": "Zanzibar"}, key="k")
    second = tom.post("/find/misses", {"asked": "Zanzibar"}, key="k")
    assert (first.json(), second["Idempotency-Replayed"], Miss.objects.count()) == (second.json(), "true", 1)


def test_a_reading_token_notes_and_ends_no_miss(cast: Cast) -> None:
    miss = Program(cast, "tom").does("/find/misses", {"asked": "Zanzibar"})["id"]
    reader = Program(cast, "iris", "read")
    for path, body in (
        ("/find/misses", {"asked": "Sansibar"}),
        (f"/find/misses/{miss}/ending", {"how": "not_ours", "why": "x"}),
    ):
        response = reader.post(path, body)
        assert (response.status_code, response.json()["code"]) == (403, "scope_missing")
    assert [(miss.asked, miss.how) for miss in Miss.objects.all()] == [("Zanzibar", "")]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"how": "forgotten"}, 422),
        ({"how": "reference"}, 422),
        ({"how": "reference", "journey": "9999-9999"}, 404),
        ({"how": "not_ours", "why": "x", "more": 1}, 422),
    ],
)
def test_slips_are_refused(cast: Cast, body: dict[str, object], status: int) -> None:
    tom = Program(cast, "tom")
    miss = tom.does("/find/misses", {"asked": "Zanzibar"})["id"]
    assert tom.post(f"/find/misses/{miss}/ending", body).status_code == status
    assert tom.post("/find/misses/999999/ending", {"how": "not_ours", "why": "x"}).status_code == 404
    assert Miss.objects.get().how == ""
