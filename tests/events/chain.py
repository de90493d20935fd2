"""A second verifier of the log, written from the description of the chain alone."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import Any

from django.db import connection


def faults() -> list[str]:
    """Everything that is wrong with any chain, body or head.

    Read by one statement, so that what is recorded meanwhile is either all seen or not at all.
    """
    faults: list[str] = []
    chains: dict[int, list[dict[str, Any]]] = defaultdict(list)
    heads: dict[int, tuple[int, bytes]] = {}
    for row in _rows(
        "SELECT e.*, round(extract(epoch FROM happened_at) * 1000000)::bigint AS happened,"
        " round(extract(epoch FROM recorded_at) * 1000000)::bigint AS recorded, b.salt, b.body,"
        " b.event_id AS body_of, s.id AS headed, s.length, s.head"
        " FROM subject s FULL JOIN event e ON e.subject_id = s.id LEFT JOIN event_body b ON b.event_id = e.id"
        " ORDER BY e.subject_id, e.seq"
    ):
        if row["id"] is not None:
            chains[row["subject_id"]].append(row)
        if row["headed"] is not None:
            heads[row["headed"]] = (row["length"], bytes(row["head"]))
    for subject, at_head in heads.items():
        head = b""
        chain = chains.pop(subject, [])
        for place, event in enumerate(chain, start=1):
            if event["seq"] != place:
                faults.append(f"{subject}: {place} is missing")
            head = hashlib.sha256(head + _line(event)).digest()
            if head != bytes(event["hash"]):
                faults.append(f"{subject}/{place}: hash")
                head = bytes(event["hash"])
            faults += _body_faults(event)
            if event["body_of"] and event["body"] is None and event["id"] not in _erased(chain):
                faults.append(f"{subject}/{place}: erased silently")
        if at_head != (len(chain), head):
            faults.append(f"{subject}: head")
    return faults + [f"{orphan}: no subject" for orphan in chains]


def _line(event: dict[str, Any]) -> bytes:
    digest = event["body_digest"]
    fields = [
        event["subject_id"],
        event["seq"],
        event["type"],
        event["happened"],
        event["recorded"],
        event["actor_kind"],
        "-" if event["actor_id"] is None else event["actor_id"],
        "-" if event["cause_id"] is None else event["cause_id"],
        event["court"] or "-",
        event["facts"],
        "-" if digest is None else bytes(digest).hex(),
    ]
    return "\x1f".join(map(str, fields)).encode()


def _body_faults(event: dict[str, Any]) -> list[str]:
    name, digest = f"{event['subject_id']}/{event['seq']}", event["body_digest"]
    if (digest is None) != (event["body_of"] is None):
        return [f"{name}: body and digest"]
    if event["body"] is None:
        return []
    right = hashlib.sha256(bytes(event["salt"]) + event["body"].encode()).digest()
    return [] if right == bytes(digest) else [f"{name}: body"]


def _erased(chain: list[dict[str, Any]]) -> set[int]:
    return {json.loads(event["facts"])["event"] for event in chain if event["type"] == "erased"}


def _rows(sql: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
