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
        _operation(schema, path, method, said)
        for path, methods in schema["paths"].items()
        for method, said in methods.items()
    ]


def _operation(schema: dict[str, Any], path: str, method: str, said: dict[str, Any]) -> Operation:
    fields = [
        Field(
            one["name"],
            one["in"],
            _kind(one["schema"]),
            bool(one.get("required")),
            str(one["schema"].get("description") or one.get("description") or ""),
        )
        for one in said.get("parameters", [])
    ]
    for content in said.get("requestBody", {}).get("content", {}).values():
        body = _follow(schema, content["schema"])
        needed = set(body.get("required", ()))
        fields += [
            Field(name, "body", _kind(_follow(schema, one)), name in needed, str(one.get("description", "")))
            for name, one in body.get("properties", {}).items()
        ]
    return Operation(
        id=str(said.get("operationId", "")),
        tag=(said.get("tags") or [""])[0],
        method=method.upper(),
        path=path,
        title=str(said.get("summary", "")),
        words=" ".join(str(said.get("description", "")).split()),
        scope=str(said.get("x-scope", "read")),
        fields=fields,
        answers=[
            (str(status), _answer(one))
            for status, one in said.get("responses", {}).items()
            if int(status) < 300
        ],
    )


def _follow(schema: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in one:
        return one
    found: dict[str, Any] = schema["components"]["schemas"][one["$ref"].rsplit("/", 1)[-1]]
    return found


def _kind(one: dict[str, Any]) -> str:
    """`string`, `one of open, ended`, `list of string`, `integer or nothing`"""
    if "$ref" in one:
        return str(one["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in one:
        kinds = list(dict.fromkeys(_kind(each) for each in one["anyOf"]))
        return " or ".join("nothing" if kind == "null" else kind for kind in kinds)
    if "enum" in one:
        return "one of " + ", ".join(str(value) or "“”" for value in one["enum"])
    if "const" in one:
        return str(one["const"]) or "“”"
    if one.get("type") == "array":
        return f"list of {_kind(one.get('items', {}))}"
    kind = str(one.get("type", "anything"))
    return f"{kind} ({one['format']})" if "format" in one else kind


def _answer(one: dict[str, Any]) -> str:
    for content in one.get("content", {}).values():
        return _kind(content["schema"])
    return str(one.get("description", ""))
