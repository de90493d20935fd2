"""The description of the API: valid, whole, readable, and true whatever a program sends."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import hypothesis
import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from tests import cast as stations
from tests.api.programs import Program
from tests.size import size

from wellkept.api.openapi import described

# What carries an id of its own, by which a repeat is known.
TOLD_ONCE = ("/api/v1/intake/messages", "/api/v1/touches", "/api/v1/messages")


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), path, said)
        for path, methods in described()["paths"].items()
        for method, said in methods.items()
    ]


def test_it_is_openapi_3_1():
    schema = described()

    assert schema["openapi"].startswith("3.1")
    assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(schema)] == []
    references = set(re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(schema)))
    assert references <= set(schema["components"]["schemas"])


def test_every_operation_says_what_it_does_and_asks_for_a_token():
    for method, path, said in operations():
        assert said["summary"], path
        assert said["description"], path
        assert said["security"] == [{"Bearer": []}], path
        names = {one["name"]: one for one in said["parameters"]}
        if method == "POST" and path not in TOLD_ONCE:
            assert names["Idempotency-Key"]["required"], path
        for status, response in said["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], path


@pytest.mark.django_db
def test_it_is_read_by_staff_and_by_tokens_only(cast):
    program = Program(cast)
    staff = Client()
    staff.force_login(cast.tom)

    assert Client().get("/api/v1/openapi.json").status_code == 401
    assert Client().get("/api/v1/docs").status_code == 302
    assert program.get("/openapi.json").json() == described()  # type: ignore[attr-defined]
    page = staff.get("/api/v1/docs").content.decode()
    for _method, path, _said in operations():
        assert path in page
    assert "<style" not in page
    assert "<script>" not in page


@pytest.mark.long
@pytest.mark.django_db
def test_whatever_is_sent_the_answer_is_one_that_was_described(cast):
    rows = [
        stations.opened(cast),
        stations.offered(cast),
        stations.put(cast),
        stations.in_delivery(cast),
        stations.at_rest(cast),
    ]
    programs = [Program(cast, name, "read", "write") for name in ("ana", "tom")]
    schema = schemathesis.openapi.from_dict(described())
    seen: dict[int, int] = {}

    @hypothesis.seed(20261121)
    @settings(
        max_examples=size(6, 30),
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(data=hypothesis.strategies.data())
    def ask(operation: Any, data: Any) -> None:
        case = data.draw(operation.as_strategy())
        parameters = dict(case.path_parameters or {})
        if "number" in parameters and data.draw(hypothesis.strategies.integers(0, 3)):
            parameters["number"] = data.draw(hypothesis.strategies.sampled_from([row.number for row in rows]))
        path = operation.path
        for name, value in parameters.items():
            path = path.replace(f"{{{name}}}", _quoted(value))
        program = data.draw(hypothesis.strategies.sampled_from(programs))
        headers = {str(k): str(v) for k, v in (case.headers or {}).items() if str(v).isprintable()}
        query = {str(k): v for k, v in (case.query or {}).items() if v is not None}
        body = {} if case.body is schemathesis.core.NOT_SET else {"data": _body(case.body)}
        response = program.client.generic(
            operation.method.upper(),
            path,
            content_type="application/json",
            headers={k: v for k, v in headers.items() if k.lower() != "authorization"},
            query_params=query,
            **body,
        )
        seen[response.status_code] = seen.get(response.status_code, 0) + 1
        assert response.status_code < 500, (path, response.content)
        known = operation.definition.raw["responses"]
        if response.status_code not in (301, 405):
            assert str(response.status_code) in known, (operation.method, path, response.status_code)
        if response.status_code >= 400 and response.status_code != 405:
            assert response["Content-Type"] == "application/problem+json"

    for found in schema.get_all_operations():
        operation = found.ok()
        if not operation.path.endswith("/intake/messages"):
            ask(operation)

    assert seen[201] > 5, seen
    assert seen[200] > 10, seen
    assert seen[409], seen


def _quoted(value: Any) -> str:
    return quote(str(value), safe="") or "x"


def _body(value: Any) -> bytes:
    return json.dumps(value, default=str).encode()
