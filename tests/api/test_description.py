"""The description of the API: valid, whole and readable."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from tests.api.programs import Program

from wellkept.api.openapi import described

# What carries an id of its own, by which a repeat is known.
TOLD_ONCE = ("/api/v1/intake/messages", "/api/v1/touches", "/api/v1/messages")


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), path, operation)
        for path, methods in described()["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_description_is_valid_openapi_3_1():
    schema = described()

    assert schema["openapi"].startswith("3.1")
    assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(schema)] == []
    references = set(re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(schema)))
    assert references <= set(schema["components"]["schemas"])


def test_every_operation_says_what_it_does_and_asks_for_a_token():
    for method, path, operation in operations():
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["security"] == [{"Bearer": []}], path
        names = {parameter["name"]: parameter for parameter in operation["parameters"]}
        if method == "POST" and path not in TOLD_ONCE:
            assert names["Idempotency-Key"]["required"], path
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], path


def test_every_question_of_an_address_may_be_left_out():
    """A parameter's default gets lost where the framework does not see it behind another mark."""
    required = [
        f"{path}?{parameter['name']}"
        for _method, path, operation in operations()
        for parameter in operation["parameters"]
        if parameter["in"] == "query" and parameter["required"]
    ]
    assert required == []


@pytest.mark.django_db
def test_only_staff_and_tokens_read_the_description(cast):
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
