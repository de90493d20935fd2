"""Names that an operation does not have are refused: a misspelt filter never returns everything."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from tests import cast as stations
from tests.api.programs import Program
from tests.cast import Cast

from wellkept.api.openapi import described

pytestmark = pytest.mark.django_db


def refused(response: HttpResponse) -> dict[str, Any]:
    assert response.status_code == 422, response.content.decode()
    answer: dict[str, Any] = json.loads(response.content)
    assert answer["code"] == "invalid_request"
    return answer


def test_every_operation_refuses_a_parameter_that_it_does_not_have(cast: Cast) -> None:
    program = Program(cast)
    document = described()
    tried = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            names = [part["name"] for part in operation["parameters"] if part["in"] == "query"]
            address = path.replace("{number}", "1").replace("{digest}", "x")
            while "{" in address:
                address = address[: address.index("{")] + "1" + address[address.index("}") + 1 :]
            answer = refused(
                program.client.generic(
                    method.upper(), f"{address}?sttate=ended", headers={"Idempotency-Key": "x"}
                )
            )
            known = f"The names are: {', '.join(names)}" if names else "There are none"
            assert answer["title"] == f"sttate: There is no such parameter. {known}."
            assert (answer["field"], answer["errors"][0]["where"]) == ("sttate", ["query", "sttate"])
            tried += 1
    assert tried == sum(len(methods) for methods in document["paths"].values()) > 80


def test_a_parameter_that_is_given_twice_is_refused(cast: Cast) -> None:
    answer = refused(Program(cast).client.get("/api/v1/find/misses?state=ended&state=waiting"))
    assert (answer["title"], answer["field"]) == ("“state” is given twice. Give it once.", "state")


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"words": "x", "wrods": "y"}, "wrods", "The names are: words"),
        ({"words": "x", "\x1b[31m": "y"}, "[31m", "The names are: words"),
    ],
)
def test_an_unknown_field_names_the_fields_that_exist(
    cast: Cast, body: dict[str, str], field: str, words: str
) -> None:
    row = stations.opened(cast)
    answer = refused(Program(cast).post(f"/journeys/{row.number}/notes", body))
    assert answer["field"] == field
    assert answer["title"].endswith(f": There is no such field. {words}.")


def test_an_unknown_field_inside_a_list_names_the_fields_there(cast: Cast) -> None:
    row = stations.opened(cast)
    body = {"open_points": [{"what": "x", "due": "2026-12-01T10:00:00Z", "wen": "y"}]}
    answer = refused(Program(cast).post(f"/journeys/{row.number}/handoffs/1/acceptance", body))
    assert answer["title"] == ("open_points.0.wen: There is no such field. The names are: what, due.")


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ('{"words": "one", "words": "two"}', "“words” is given twice. Give it once."),
        ('{"words": NaN}', "“NaN” is no number."),
        ('{"words": -Infinity}', "“-Infinity” is no number."),
    ],
)
def test_a_body_that_can_mean_two_things_is_refused(cast: Cast, body: str, title: str) -> None:
    row = stations.opened(cast)
    program = Program(cast)
    before = program.get(f"/journeys/{row.number}/events").content
    response = program.client.post(
        f"/api/v1/journeys/{row.number}/notes",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": "twice"},
    )
    assert refused(response)["title"] == title
    assert program.get(f"/journeys/{row.number}/events").content == before


def test_a_body_nested_without_end_is_refused(cast: Cast) -> None:
    row = stations.opened(cast)
    response = Program(cast).client.post(
        f"/api/v1/journeys/{row.number}/notes",
        '{"words": ' + "[" * 100_000 + "]" * 100_000 + "}",
        content_type="application/json",
        headers={"Idempotency-Key": "deep"},
    )
    assert response.status_code == 400
