"""The description of the API for the page: operations with their fields, references resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Field:
    """One parameter or one field of a body."""

    name: str
    place: str
    kind: str
    required: bool
    words: str


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    id: str
    tag: str
    method: str
    path: str
    title: str
    words: str
    scope: str
    fields: list[Field]
    answers: list[tuple[str, str]]


def read(schema: dict[str, Any]) -> list[Operation]:
    """All operations, in the order of the description."""
    return [
        _operation(schema, path, method, described)
        for path, methods in schema["paths"].items()
        for method, described in methods.items()
    ]


def _operation(schema: dict[str, Any], path: str, method: str, described: dict[str, Any]) -> Operation:
    fields = [
        Field(
            parameter["name"],
            parameter["in"],
            _kind(parameter["schema"]),
            bool(parameter.get("required")),
            str(parameter["schema"].get("description") or parameter.get("description") or ""),
        )
        for parameter in described.get("parameters", [])
    ]
    for content in described.get("requestBody", {}).get("content", {}).values():
        body = _follow(schema, content["schema"])
        needed = set(body.get("required", ()))
        fields += [
            Field(
                name,
                "body",
                _kind(_follow(schema, described)),
                name in needed,
                str(described.get("description", "")),
            )
            for name, described in body.get("properties", {}).items()
        ]
    return Operation(
        id=str(described.get("operationId", "")),
        tag=(described.get("tags") or [""])[0],
        method=method.upper(),
        path=path,
        title=str(described.get("summary", "")),
        words=" ".join(str(described.get("description", "")).split()),
        scope=str(described.get("x-scope", "read")),
        fields=fields,
        answers=[
            (str(status), _answer(response))
            for status, response in described.get("responses", {}).items()
            if int(status) < 300
        ],
    )


def _follow(schema: dict[str, Any], schema_part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema_part:
        return schema_part
    named: dict[str, Any] = schema["components"]["schemas"][schema_part["$ref"].rsplit("/", 1)[-1]]
    return named


def _kind(described: dict[str, Any]) -> str:
    """`string`, `one of open, ended`, `list of string`, `integer or nothing`"""
    if "$ref" in described:
        return str(described["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in described:
        kinds = list(dict.fromkeys(_kind(each) for each in described["anyOf"]))
        return " or ".join("nothing" if kind == "null" else kind for kind in kinds)
    if "enum" in described:
        return "one of " + ", ".join(str(value) or "“”" for value in described["enum"])
    if "const" in described:
        return str(described["const"]) or "“”"
    if described.get("type") == "array":
        return f"list of {_kind(described.get('items', {}))}"
    kind = str(described.get("type", "anything"))
    return f"{kind} ({described['format']})" if "format" in described else kind


def _answer(response: dict[str, Any]) -> str:
    for content in response.get("content", {}).values():
        return _kind(content["schema"])
    return str(response.get("description", ""))
