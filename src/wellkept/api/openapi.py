"""Description of the API in OpenAPI 3.1, built from the code.

Every operation describes each status that it can answer. Refusals and faults have one format: problem documents.
"""

from __future__ import annotations

import functools
import json
from typing import Any

from wellkept.api.api import api
from wellkept.api.problems import MEDIA_TYPE, Problem

ROOT = "/api/v1"

# Refusals of every operation, and those of the operations that take a body.
ANYWHERE = {
    401: "No token, or one that is not valid",
    403: "The token lacks the scope, or its person may not do this",
    404: "Nothing is there, or this person may not see it",
    409: "The state does not allow it now",
    422: "Something in the request is not valid: also a parameter or a field that does not exist, or is given twice",
    429: "Too many requests in a short time",
    500: "A fault of ours. Nothing was changed",
    503: "The database cannot be reached, or too many ask at once. Send the same request again",
    507: "The disk is full. Send the same request again",
}
WITH_A_BODY = {
    400: "The body cannot be read, or the Idempotency-Key is missing",
    413: "The request is too large",
}
RETRY_AFTER = {
    "description": "Seconds to wait",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
}
HEADERS: dict[int, dict[str, object]] = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}},
    429: {"Retry-After": RETRY_AFTER},
    503: {"Retry-After": RETRY_AFTER},
    507: {"Retry-After": RETRY_AFTER},
}
LOCATION = {"description": "The address of the result", "schema": {"type": "string"}}
REPLAYED = {
    "description": "Whether this is the stored answer of an earlier request with the same Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "enum": ["true", "false"]},
}


@functools.cache
def described() -> dict[str, Any]:
    """Build the description once."""
    document: dict[str, Any] = json.loads(
        json.dumps(api.get_openapi_schema(path_prefix=f"{ROOT}/"), default=str)
    )
    problem = Problem.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    document["components"]["schemas"] |= problem.pop("$defs") | {"Problem": problem}
    for methods in document["paths"].values():
        for method, operation in methods.items():
            _add_headers(operation)
            refusals = ANYWHERE | (WITH_A_BODY if method == "post" else {})
            for status in sorted(refusals):
                operation["responses"][str(status)] = _problem(status, refusals[status])
    return document


def _add_headers(operation: dict[str, Any]) -> None:
    runs_once = any(parameter["name"] == "Idempotency-Key" for parameter in operation["parameters"])
    if runs_once:
        for response in operation["responses"].values():
            response["headers"] = {"Location": LOCATION, "Idempotency-Replayed": REPLAYED}


def _problem(status: int, description: str) -> dict[str, object]:
    return {
        "description": description,
        "headers": HEADERS.get(status, {}),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
