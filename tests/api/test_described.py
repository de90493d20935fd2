"""The check of every answer finds an answer that is not as described."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.test import Client
from tests import cast as stations
from tests.api.described import PROBLEM, NotAsDescribed, check
from tests.api.programs import Program
from tests.cast import Cast

from wellkept.api.openapi import described

ROUTE = "/api/v1/journeys/<number>"


@pytest.mark.django_db
def test_an_answer_that_lacks_a_field_or_has_another_type_is_found(cast: Cast) -> None:
    row = stations.opened(cast)
    answer: dict[str, Any] = json.loads(Program(cast).get(f"/journeys/{row.number}").content)
    check("GET", ROUTE, JsonResponse(answer))
    for field in answer:
        shorter = {name: value for name, value in answer.items() if name != field}
        with pytest.raises(NotAsDescribed):
            check("GET", ROUTE, JsonResponse(shorter))
        with pytest.raises(NotAsDescribed):
            check("GET", ROUTE, JsonResponse({**answer, field: {"of": ["another", "type"]}}))


@pytest.mark.django_db
def test_a_status_or_a_media_type_that_is_not_described_is_found() -> None:
    for response in (JsonResponse({}, status=418), JsonResponse({}, content_type="text/html")):
        with pytest.raises(NotAsDescribed):
            check("GET", ROUTE, response)


def test_a_problem_without_its_code_or_its_header_is_found() -> None:
    problem = {"type": "urn:wellkept:x", "title": "No.", "status": 429, "code": "x"}

    def refused(document: dict[str, Any], **headers: str) -> HttpResponse:
        return HttpResponse(json.dumps(document), status=429, content_type=PROBLEM, headers=headers)

    check("GET", ROUTE, refused(problem, **{"Retry-After": "5"}))
    for response in (
        refused(problem),
        refused(problem, **{"Retry-After": "soon"}),
        refused({name: value for name, value in problem.items() if name != "code"}, **{"Retry-After": "5"}),
    ):
        with pytest.raises(NotAsDescribed):
            check("GET", ROUTE, response)


def test_every_test_is_under_the_check() -> None:
    assert "tests.api.described.Described" in settings.MIDDLEWARE


def test_every_operation_describes_each_refusal() -> None:
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            statuses = {int(status) for status in operation["responses"]}
            refusals = {401, 403, 404, 409, 422, 429, 500, 503, 507} | (
                {400, 413} if method == "post" else set()
            )
            assert {status for status in statuses if status >= 400} == refusals, path
            assert {status for status in statuses if status < 400} <= {200, 201, 202}, path


@pytest.mark.django_db
def test_an_address_or_a_method_that_is_not_there_is_a_problem_document(cast: Cast) -> None:
    program = Program(cast)
    for client in (Client(), program.client):
        for address in ("/api/v1/nothing", "/api/v1/customers//contacts", "/api/v1/find/", "/api/v1/"):
            response = client.post(address, {}, content_type="application/json")
            assert (response.status_code, response["Content-Type"]) == (404, PROBLEM), address
        response = client.delete("/api/v1/customers")
        assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
        assert set(response["Allow"].split(", ")) == {"GET", "POST"}
