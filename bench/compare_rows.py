"""Compare the rows of two sets of journeys in all tables, apart from keys and times."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from wellkept.references.rules import grams

TABLES = {
    "journey": "id",
    "move": "journey_id",
    "next_step": "journey_id",
    "touch": "journey_id",
    "promise": "journey_id",
    "stage_trigger": "journey_id",
    "handoff": "journey_id",
    "handoff_check": "journey_id",
    "stage_goal": "journey_id",
    "agreement": "journey_id",
    "agreement_line": "journey_id",
    "delivery_part": "journey_id",
    "delivered_line": "journey_id",
    "notice": "subject_id",
    "reference": "subject_id",
    "event": "subject_id",
}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:\+\d\d:\d\d)?")
_NUMBER = re.compile(r"\b[1-9]\d{7,}\b")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def differences(first: Sequence[int], second: Sequence[int]) -> list[str]:
    """List rows that only one of the two sets has. An empty list means that they are the same."""
    differing = []
    for table, column in TABLES.items():
        ours, theirs = _rows(table, column, first), _rows(table, column, second)
        differing += [f"{table}: {count} more of {row}" for row, count in (ours - theirs).items()]
        differing += [f"{table}: {count} fewer of {row}" for row, count in (theirs - ours).items()]
    differing += [
        f"search row: the customer is not known by {number}" for number in _not_known_by([*first, *second])
    ]
    return differing


def _not_known_by(journeys: Sequence[int]) -> list[str]:
    """List the numbers of journeys by which a search does not find their customer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.number, tsvector_to_array(l.traits) FROM journey j"
            " LEFT JOIN search_row l ON l.id = j.customer_id WHERE j.id = ANY (%s)",
            [list(journeys)],
        )
        return [number for number, traits in cursor.fetchall() if not {*grams(number)} <= {*(traits or ())}]


def _rows(table: str, column: str, keys: Sequence[int]) -> Counter[str]:
    with connection.cursor() as cursor:
        body = ", (SELECT body FROM event_body b WHERE b.event_id = t.id) AS body" if table == "event" else ""
        cursor.execute(f"SELECT t.*{body} FROM {table} t WHERE {column} = ANY (%s)", [list(keys)])
        names = [part.name for part in cursor.description]
        return Counter(str(_normalise_row(dict(zip(names, row, strict=True)))) for row in cursor.fetchall())


def _normalise_row(row: dict[str, Any]) -> dict[str, Any]:
    shaped = {}
    for name, value in row.items():
        if name == "id" or name.endswith("_id") or name == "written_in":
            shaped[name] = "#" if value is not None else None
        elif name == "actor_kind":
            shaped[name] = "person" if value == "token" else value  # a token acts for its person
        elif name in ("facts", "body") and isinstance(value, str):
            shaped[name] = _normalise_json(json.loads(value))
        else:
            shaped[name] = _normalise(value)
    return shaped


def _normalise_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _normalise_json(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_normalise_json(item) for item in value]
    return "#" if isinstance(value, int) and not isinstance(value, bool) else _normalise(value)


def _normalise(value: Any) -> Any:
    if isinstance(value, datetime):
        return "time"
    if isinstance(value, bytes | memoryview):
        return f"{len(bytes(value))} bytes"
    if isinstance(value, UUID):
        return "uuid"
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, str):
        for pattern, word in ((_TIME, "time"), (_UUID, "uuid"), (_DIGEST, "digest"), (_NUMBER, "number")):
            value = pattern.sub(word, value)
    return value
