"""The check of every answer finds an answer that is not as described."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.http import JsonResponse
from tests import cast as stations
from tests.api.described import NotAsDescribed, check
from tests.api.programs import Program
from tests.cast import Cast

ROUTE = "/api/v1/journeys/<number>"


@pytest.mark.django_db
def test_an_answer_that_lacks_a_field_or_has_another_type_is_found(cast: Cast) -> None:
    row = stations.opened(cast)
    answer: dict[str, Any] = json.loads(Program(cast).get(f"/journeys/{row.number}").content)
    check("GET", ROUTE, JsonResponse(answer))
    for field in answer:
        with pytest.raises(NotAsDescribed):
            check(
                "GET", ROUTE, JsonResponse({name: value for name, value in answer.items() if name != field})
            )
        with pytest.raises(NotAsDescribed):
            check("GET", ROUTE, JsonResponse({**answer, field: {"of": ["another", "type"]}}))


@pytest.mark.django_db
def test_a_status_or_a_media_type_that_is_not_described_is_found(cast: Cast) -> None:
    for response in (JsonResponse({}, status=418), JsonResponse({}, content_type="text/html")):
        with pytest.raises(NotAsDescribed):
            check("GET", ROUTE, response)


def test_every_test_is_under_the_check() -> None:
    assert "tests.api.described.Described" in settings.MIDDLEWARE
