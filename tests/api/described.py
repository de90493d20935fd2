"""Every answer of the API, in every test, compared with what the description promises for it."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from typing import Any

import jsonschema_rs
from django.http import HttpRequest, HttpResponse

PREFIX = "/api/v1/"
PAGES = (f"{PREFIX}openapi.json", f"{PREFIX}docs")
UNDESCRIBED = (301, 405)  # another address, another method: the same for every operation


class NotAsDescribed(AssertionError):
    """An answer that no program can rely on."""


class Described:
    """Middleware of the tests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            request.path.startswith(PREFIX)
            and request.path not in PAGES
            and request.resolver_match is not None
        ):
            check(request.method or "", f"/{request.resolver_match.route}", response)
        return response


def check(method: str, route: str, response: HttpResponse) -> None:
    """Compare status, media type and body with the description of this operation."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    operation = _paths().get(path, {}).get(method.lower())
    if operation is None or response.status_code in UNDESCRIBED:
        return
    about = f"{method} {path}: {response.status_code}"
    described = operation["responses"].get(str(response.status_code))
    if described is None:
        raise NotAsDescribed(f"{about} is not among {sorted(operation['responses'])}: {response.content!r}")
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    contents = described.get("content", {})
    if not contents:
        return
    if media_type not in contents:
        raise NotAsDescribed(f"{about} is {media_type}, not {sorted(contents)}")
    errors = list(
        _validator(path, method.lower(), str(response.status_code), media_type).iter_errors(
            json.loads(response.content)
        )
    )
    if errors:
        raise NotAsDescribed(f"{about}: {'; '.join(str(error) for error in errors)[:2000]}")


@functools.cache
def _validator(path: str, method: str, status: str, media_type: str) -> Any:
    from wellkept.api.views import described

    schema = _paths()[path][method]["responses"][status]["content"][media_type]["schema"]
    return jsonschema_rs.Draft202012Validator(
        {**schema, "components": described()["components"]}, validate_formats=True
    )


def _paths() -> dict[str, Any]:
    from wellkept.api.views import described

    paths: dict[str, Any] = described()["paths"]
    return paths
