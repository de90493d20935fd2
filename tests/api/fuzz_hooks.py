"""Hooks of Schemathesis: what a program would know, so that requests get far.

Keys of their own, ids that exist, and dates to come where a date has to be. Only what was made valid is replaced.
The replacement depends on the value and on earlier answers, so that a seed repeats a run.
"""

from __future__ import annotations

import atexit
import itertools
import json
import os
import re
import zlib
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.core.parameters import ParameterLocation

KNOWN: dict[str, list[Any]] = json.loads(os.environ["WELLKEPT_FUZZ_KNOWN"])
TOKENS: dict[str, tuple[str, int]] = json.loads(os.environ["WELLKEPT_FUZZ_TOKENS"])
# The name of a token as often as its share.
TURNS = itertools.cycle([name for name, (_secret, share) in TOKENS.items() for _n in range(share)])
STARTED = datetime.now(UTC)
TO_COME = {
    "ask_again",
    "delivery_by",
    "due",
    "new_due",
    "next_at",
    "next_due",
    "planned_for",
    "requested_for",
    "valid_until",
}
PAST = {"at", "happened", "held_at", "told_at"}
FEW = 8  # ids of what the run makes begin at 1
PART = re.compile(r"/journeys/\{number\}/(\w+)/\{id\}")
NOUN = re.compile(r"/(\w+)/\{id\}")

_keys = itertools.count(1)
_statuses: defaultdict[str, Counter[int]] = defaultdict(Counter)
# Steps, promises and the like that answers have named, each with the number of its journey.
_parts: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)


@schemathesis.serializer("message/rfc822")
def mail(context: Any, value: Any) -> dict[str, Any]:
    """Write a generated body as a mail: behind a head, or alone."""
    raw = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
    head = b"From: petra@nowhere.example\r\nMessage-ID: <%d@fuzz>\r\nSubject: " % zlib.crc32(raw)
    return {"data": head + raw if zlib.crc32(raw) % 2 else raw}


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Add the next token unless its lack is tried, and replace the Idempotency-Key, ids and dates."""
    tried = getattr(case.meta and case.meta.phase.data, "parameter", None)
    if tried != "Authorization":
        case.headers["Authorization"] = f"Bearer {TOKENS[next(TURNS)][0]}"
    key = case.headers.get("Idempotency-Key")
    if _is_valid(case, ParameterLocation.HEADER) and key and _chance(key) % 8:
        case.headers["Idempotency-Key"] = f"fuzz-{next(_keys)}"
    if _is_valid(case, ParameterLocation.PATH) and case.path_parameters:
        _complete_path(case.path, case.path_parameters)
    if _is_valid(case, ParameterLocation.BODY) and isinstance(case.body, dict):
        case.body = {name: _likely(name, value) for name, value in case.body.items()}


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Count the answer by its status, and learn the ids that it names."""
    sent = response.request.headers.get("Authorization")
    name = next((name for name, (secret, _share) in TOKENS.items() if sent == f"Bearer {secret}"), "none")
    _statuses[name][response.status_code] += 1
    if response.status_code == 200 and case.path == "/api/v1/journeys/{number}":
        _learn(response.json())


@atexit.register
def keep_counts() -> None:
    """Write the counts where the test reads them."""
    Path(os.environ["WELLKEPT_FUZZ_COUNTS"]).write_text(json.dumps(_statuses))


def _learn(journey: dict[str, Any]) -> None:
    parts = {
        "steps": journey["steps"],
        "promises": journey["promises"],
        "moves": [move for promise in journey["promises"] for move in promise["moves"]],
        "handoffs": [journey["handoff"]] if journey["handoff"] else [],
        "holds": journey["holds"],
    }
    for noun, rows in parts.items():
        for row in rows:
            if (journey["number"], row["id"]) not in _parts[noun]:
                _parts[noun].append((journey["number"], row["id"]))
    for name, values in {
        "read_back": [read_back["id"] for read_back in journey["read_backs"]],
        "shown_digest": [agreement["digest"] for agreement in journey["agreements"]],
        "delivery": [journey["delivery"]],
        "number": [journey["number"]],
    }.items():
        known = KNOWN.setdefault(name, [])
        known += [value for value in values if value not in known]


def _complete_path(path: str, parameters: dict[str, Any]) -> None:
    """Put a journey with its own step, or a customer that exists, in seven of eight addresses."""
    chance = _chance(sorted(parameters.items()))
    if chance % 8 == 0:
        return
    part, noun = PART.search(path), NOUN.search(path)
    if part is not None and _parts[part[1]]:
        rows = _parts[part[1]]
        parameters["number"], parameters["id"] = rows[chance // 8 % len(rows)]
        return
    for name, value in parameters.items():
        known = KNOWN.get(noun[1] if name == "id" and noun is not None else name)
        if known is not None:
            parameters[name] = known[chance // 8 % len(known)]
        elif isinstance(value, int):
            parameters[name] = chance // 8 % FEW + 1


def _likely(name: str, value: Any) -> Any:
    """Replace ids and dates below this name in three of four cases."""
    if isinstance(value, list):
        return [_likely(name, item) for item in value]
    if isinstance(value, dict):
        return {key: _likely(key, item) for key, item in value.items()}
    chance = _chance(value)
    if value is None or chance % 4 == 0:
        return value
    if name in TO_COME and isinstance(value, str):
        return (STARTED + timedelta(hours=1 + chance // 4 % 2000)).isoformat()
    if name in PAST and isinstance(value, str):
        return (STARTED - timedelta(minutes=chance // 4 % 3)).isoformat()
    known = KNOWN.get(name)
    return known[chance // 4 % len(known)] if known else value


def _is_valid(case: Any, location: ParameterLocation) -> bool:
    if case.meta is None:
        return False
    component = case.meta.components.get(location)
    return component is not None and component.mode.is_positive


def _chance(value: Any) -> int:
    return zlib.crc32(repr(value).encode("utf-8", "backslashreplace"))
