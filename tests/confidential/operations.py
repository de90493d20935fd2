"""Every operation of the API with the real keys of a world, and a body that fits its schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.confidential.walk import KEYS, OF_A_JOURNEY, values
from tests.confidential.world import World
from wellkept.api.api import api
from wellkept.kernel import clock

OF_A_CUSTOMER = {
    "contact": "SELECT id FROM contact WHERE customer_id = {}",
    "site": "SELECT id FROM site WHERE customer_id = {}",
    "statement": "SELECT id FROM statement WHERE customer_id = {} ORDER BY id DESC",
}
NAMED = {
    "interviews": KEYS["interview"],
    "intake/messages": KEYS["message"],
    "imports": "SELECT id FROM import",
    "invoices": KEYS["invoice"],
    "payments": KEYS["payment"],
    "products": KEYS["product"],
    "product-options": KEYS["option"],
    "option-rules": KEYS["option_rule"],
    "prices": KEYS["price"],
    "solutions": KEYS["solution"],
    "tax-rates": KEYS["rate"],
    "find/misses": KEYS["miss"],
    "merges": KEYS["merge"],
    "strengths": KEYS["strength"],
}


@dataclass(frozen=True)
class Operation:
    """One operation: its method, its address with keys, and a body that its schema allows."""

    method: str
    path: str
    address: str
    body: dict[str, Any] | None


# They commit on their own before they answer, and so cannot be forgotten; nothing of a journey is in their answers.
STORE_WHAT_CAME = ("/api/v1/messages", "/api/v1/intake/messages", "/api/v1/touches")


def operations(world: World) -> Iterator[Operation]:
    """Each operation with every fitting key. Every journey is read; each act is tried where it fits."""
    described = api.get_openapi_schema(path_prefix="/api/v1/")
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if method == "post" and path in STORE_WHAT_CAME:
                continue
            for address in _addresses(world, path):
                yield Operation(method, path, address, _body(operation, described))


def _addresses(world: World, path: str) -> list[str]:
    if "{number}" in path:
        return _of_journeys(world, path)
    if "/customers/{id}" in path:
        addresses = []
        for customer in values(KEYS["customer"]):
            filled = path.replace("{id}", str(customer)).replace("{question}", "exist")
            for name, statement in OF_A_CUSTOMER.items():
                if f"{{{name}}}" in filled:
                    keys = values(statement.format(customer))
                    filled = filled.replace(f"{{{name}}}", str(keys[0] if keys else 0))
            addresses.append(filled)
        return addresses
    if "{id}" in path:
        statement = next(known for start, known in NAMED.items() if path.startswith(f"/api/v1/{start}/"))
        keys = values(statement) or [0]
        return [path.replace("{id}", str(key)).replace("{file}", "0") for key in keys]
    return [path]


def _of_journeys(world: World, path: str) -> list[str]:
    if "{id}" not in path:
        every = world.secrets if path.endswith("{number}") else world.walked
        return [path.replace("{number}", world.secrets[name].row.number) for name in every]
    place = path.split("/{id}")[0].rsplit("/", 1)[1].removesuffix("s")
    statement = OF_A_JOURNEY.get(place, "SELECT id FROM next_step WHERE journey_id = {}")
    addresses = []
    for secret in world.secrets.values():
        for key in values(statement.format(secret.row.pk))[:1]:
            addresses.append(path.replace("{number}", secret.row.number).replace("{id}", str(key)))
    return addresses[:3]


def _body(operation: dict[str, Any], described: dict[str, Any]) -> dict[str, Any] | None:
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return _sample(schema, described) if schema else None


def _sample(schema: dict[str, Any], described: dict[str, Any]) -> Any:
    """The smallest thing that this schema allows."""
    if "$ref" in schema:
        return _sample(described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], described)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return _sample(schema[choice][0], described)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type")
    if kind == "object":
        return {
            name: _sample(part, described)
            for name, part in schema.get("properties", {}).items()
            if name in schema.get("required", ())
        }
    if kind == "array":
        return [_sample(schema["items"], described)] if schema.get("minItems") else []
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    if kind == "boolean":
        return False
    if schema.get("format") == "date-time":
        return (clock.now() + timedelta(days=2)).isoformat()
    return "1" if "pattern" in schema else "word"
