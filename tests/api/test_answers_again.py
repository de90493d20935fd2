"""A repeat gets the stored answer again, as long as its program may still read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from tests import cast as stations
from tests.api.programs import Program
from tests.cast import Cast
from tests.laws.conftest import snapshot

from wellkept.journeys.commands import details, hands
from wellkept.journeys.models import Journey
from wellkept.people import commands as staff

pytestmark = pytest.mark.django_db
WORDS = "The oven smells of gas"


def given_again(program: Program, path: str, body: Any, change: Callable[[], object]) -> HttpResponse:
    """Ask, change the rights, and ask the same again. Nothing but the token's last use may change by the repeat."""
    first = program.post(path, body, key="once")
    assert first.status_code in (201, 202), first.content.decode()
    same = program.post(path, body, key="once")
    assert (same.status_code, same.content) == (first.status_code, first.content)
    change()
    before = snapshot()
    again = program.post(path, body, key="once")
    assert snapshot() == before
    return again


def opened_by(cast: Cast, program: Program) -> tuple[str, dict[str, Any]]:
    return "/journeys", {"customer": cast.bakery.customer.pk, "need": WORDS}


def make_confidential(cast: Cast, owner: str) -> None:
    """Close the latest journey to everybody but its owner, who is another person by then."""
    journey = Journey.objects.latest("pk").pk
    hands.name_owner(journey=journey, owner=cast.person(owner).pk, by=cast.by("ana"), reason="Nearer")
    details.make_confidential(journey=journey, confidential=True, by=cast.by(owner))


def refused(answer: HttpResponse) -> None:
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours_to_do")  # type: ignore[attr-defined]
    assert WORDS not in answer.content.decode()
    assert "Idempotency-Replayed" not in answer


def test_a_journey_that_is_confidential_by_now_is_not_given_again(cast: Cast) -> None:
    mira = Program(cast, "mira")
    path, body = opened_by(cast, mira)
    answer = given_again(mira, path, body, lambda: make_confidential(cast, "iris"))
    refused(answer)
    assert answer.json()["title"] == (  # type: ignore[attr-defined]
        "What you asked for was done. Its answer tells of a journey that is confidential by now."
    )


@pytest.mark.parametrize("about", ["a note", "a statement", "an interview"])
def test_nor_is_anything_that_tells_of_it(cast: Cast, about: str) -> None:
    row, mira = stations.opened(cast), Program(cast, "mira")
    customer = f"/customers/{cast.bakery.customer.pk}"
    path, body = {
        "a note": (f"/journeys/{row.number}/notes", {"words": WORDS}),
        "a statement": (f"{customer}/statements", {"kind": "goal", "words": WORDS, "journey": row.pk}),
        "an interview": (
            f"{customer}/interviews",
            {
                "contact": cast.bakery.contact.pk,
                "planned_for": "2026-03-03T10:00:00Z",
                "asks": cast.mira.pk,
                "writes": cast.olga.pk,
                "journey": row.pk,
            },
        ),
    }[about]
    refused(given_again(mira, path, body, lambda: make_confidential(cast, "iris")))


def test_whoever_hands_a_confidential_journey_on_does_not_get_it_again(cast: Cast) -> None:
    row = stations.in_delivery(cast)
    hands.name_holder(journey=row.pk, holder=cast.lea.pk, by=cast.by("jonas"))
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("ana"))
    lea, iris = Program(cast, "lea"), Program(cast, "iris")

    def hand_on() -> None:
        hands.name_holder(journey=row.pk, holder=cast.jonas.pk, by=cast.by("tom"))

    refused(given_again(lea, f"/journeys/{row.number}/notes", {"words": WORDS}, hand_on))
    assert iris.post(f"/journeys/{row.number}/notes", {"words": WORDS}).status_code == 403


def test_its_reader_gets_it_again(cast: Cast) -> None:
    mira = Program(cast, "mira")

    def close_and_name() -> None:
        make_confidential(cast, "iris")
        journey = Journey.objects.latest("pk").pk
        details.name_reader(journey=journey, person=cast.mira.pk, by=cast.by("iris"))

    path, body = opened_by(cast, mira)
    answer = given_again(mira, path, body, close_and_name)
    assert (answer.status_code, answer["Idempotency-Replayed"]) == (201, "true")


def test_an_import_is_not_given_again_to_who_was_process_owner(cast: Cast) -> None:
    olga = Program(cast, "olga")
    staff.change_company(process_owner=cast.olga.pk, by=cast.by("ana"))

    def pass_on() -> None:
        staff.change_company(process_owner=cast.ana.pk, by=cast.by("ana"))

    answer = given_again(olga, "/imports", {"source": "old"}, pass_on)
    assert (answer.status_code, answer.json()["title"]) == (  # type: ignore[attr-defined]
        403,
        "Only administrators and the process owner can import spreadsheets.",
    )


@pytest.mark.parametrize("how", ["the token was taken back", "access was withdrawn"])
def test_a_program_whose_key_has_ended_gets_nothing_again(cast: Cast, how: str) -> None:
    mira = Program(cast, "mira")
    path, body = opened_by(cast, mira)

    def end() -> None:
        if how == "the token was taken back":
            staff.revoke_token(token=mira.row.pk, by=cast.by("ana"))
        else:
            staff.withdraw_access(person=cast.mira.pk, reason="Lost laptop", by=cast.by("ana"))
            staff.give_access(person=cast.mira.pk, by=cast.by("ana"))

    first = mira.post(path, body, key="once")
    assert first.status_code == 201
    end()
    again = mira.post(path, body, key="once")
    assert (again.status_code, WORDS in again.content.decode()) == (401, False)
