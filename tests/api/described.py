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
PROBLEM = "application/problem+json"


class NotAsDescribed(AssertionError):
    """An answer that no program can rely on."""


class Described:
    """Middleware of the tests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(PREFIX) and request.path not in PAGES:
            route = request.resolver_match.route if request.resolver_match is not None else ""
            check(request.method or "", f"/{route}", response)
        return response


def check(method: str, route: str, response: HttpResponse) -> None:
    """Compare status, media type, headers and body with the description of this operation.

    An address or a method that the API does not have is answered by a problem document too.
    """
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    status = str(response.status_code)
    about = f"{method} {path}: {status}"
    operation = _document()["paths"].get(path, {}).get(method.lower())
    if operation is None:
        if status not in ("404", "405"):
            raise NotAsDescribed(f"{about}, where nothing is described")
        described: dict[str, Any] = {
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            "headers": {"Allow": {"required": True, "schema": {"type": "string"}}} if status == "405" else {},
        }
    else:
        described = operation["responses"].get(status)
        if described is None:
            raise NotAsDescribed(
                f"{about} is not among {sorted(operation['responses'])}: {response.content!r}"
            )
    _check_headers(about, described.get("headers", {}), response)
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    if media_type not in described["content"]:
        raise NotAsDescribed(f"{about} is {media_type}, not {sorted(described['content'])}")
    _check_value(about, described["content"][media_type]["schema"], json.loads(response.content))


def _check_headers(about: str, headers: dict[str, Any], response: HttpResponse) -> None:
    for name, header in headers.items():
        if name in response.headers:
            text = response.headers[name]
            value = int(text) if header["schema"]["type"] == "integer" and text.isdigit() else text
            _check_value(f"{about} {name}", header["schema"], value)
        elif header.get("required"):
            raise NotAsDescribed(f"{about} lacks the header {name}")


def _check_value(about: str, schema: dict[str, Any], value: Any) -> None:
    errors = [str(error) for error in _validator(json.dumps(schema)).iter_errors(value)]
    if errors:
        raise NotAsDescribed(f"{about}: {'; '.join(errors)[:2000]}")


@functools.cache
def _validator(schema: str) -> Any:
    return jsonschema_rs.Draft202012Validator(
        {**json.loads(schema), "components": _document()["components"]}, validate_formats=True
    )


def _document() -> dict[str, Any]:
    from wellkept.api.openapi import described

    return described()
