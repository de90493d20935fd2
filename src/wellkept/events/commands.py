"""The only writer of the log."""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.facts import Erased, Fact
from wellkept.events.models import EventBody
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.kernel.text import fill

BYTES_AT_MOST = 256 * 1024  # of the facts of an event, and of its body; the database refuses more


@dataclass(frozen=True)
class By:
    """The actor as the log keeps it: a kind and a key."""

    kind: str
    id: int | None = None


@dataclass(frozen=True)
class Entry:
    """One event to be recorded on subject `on`. `cause` is an earlier event; None means: the first of the batch.

    Without `happened` it happened when it is recorded.
    """

    on: int
    fact: Fact
    court: str | None = None
    happened: datetime | None = None
    cause: int | None = None


@dataclass(frozen=True)
class Audience:
    """People and teams whose open pages are notified, beside pages that show one of the subjects."""

    people: Iterable[int | None] = ()
    teams: Iterable[int | None] = ()

    def as_json(self) -> str:
        return json.dumps(
            {
                "people": sorted({p for p in self.people if p is not None}),
                "teams": sorted({t for t in self.teams if t is not None}),
            }
        )


NOBODY = Audience()


def record(act: Entry, *consequences: Entry, by: By, audience: Audience = NOBODY) -> list[int]:
    """Record an act and what followed from it, in this order, in one statement. Returns the ids.

    Must run inside the transaction that changes the rows; the reactions of the flow are queued in it too.
    """
    recorded = clock.now()
    entries = [_row(act, by=by, recorded=recorded, first=True)]
    entries += [_row(entry, by=by, recorded=recorded, first=False) for entry in consequences]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_events(%s::jsonb, %s::jsonb)", [json.dumps(entries), audience.as_json()]
        )
        return list(cursor.fetchone()[0])


def record_many(entries: Iterable[Entry], *, by: By) -> list[int]:
    """Record many acts and consequences in one statement, in this order. Returns the ids.

    For bulk imports: each entry names its cause itself, no reaction follows, and no page is notified; the
    importer does that once. Must run inside the transaction that changes the rows.
    """
    recorded = clock.now()
    rows = []
    for entry in entries:
        if entry.fact.follow:
            raise ValueError(f"{entry.fact.type} is followed: record it by itself.")
        rows.append(_row(entry, by=by, recorded=recorded, first=True))
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_batch(%s::jsonb)", [json.dumps(rows)])
        return list(cursor.fetchone()[0])


def search_by_index(*, drop_plans: bool) -> None:
    """Disable sequential scans for this transaction: during an import PostgreSQL's cached plans still assume
    empty tables.

    Foreign keys are checked by plans that a session keeps. A plan for a table of one page reads the whole
    table for every row. `drop_plans` drops the plans that this session has kept.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        if drop_plans:
            cursor.execute("DISCARD PLANS")


def open_subjects(kind: str, count: int) -> list[int]:
    """Insert new subjects with empty histories, many at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO subject (kind) SELECT %s FROM generate_series(1, %s) RETURNING id", [kind, count]
        )
        return [int(key) for (key,) in cursor.fetchall()]


def open_subject(kind: str) -> int:
    """Insert a new subject with an empty history. Its first event must follow in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO subject (kind) VALUES (%s) RETURNING id", [kind])
        return int(cursor.fetchone()[0])


@transaction.atomic
def erase(*, event: int, reason: str, by: By) -> None:
    """Erase the words in one event that name or quote a person. Place, time, type and digest remain."""
    if not reason.strip():
        raise invalid("reason", _("Say why these words are erased; the reason stays on record."))
    body = EventBody.objects.select_related("event").filter(event_id=event, body__isnull=False).first()
    if body is None:
        raise missing("event", _("There is no event with words to erase."))
    erasure = Entry(body.event.subject_id, Erased(event=event, reason=reason))
    entry = _row(erasure, by=by, recorded=clock.now(), first=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_body(%s::jsonb)", [json.dumps(entry)])


def _row(entry: Entry, *, by: By, recorded: datetime, first: bool) -> dict[str, object]:
    plain, personal = entry.fact.split()
    row: dict[str, object] = {
        "subject": entry.on,
        "type": entry.fact.type,
        "recorded": recorded.isoformat(),
        "actor_kind": by.kind,
        "facts": json.dumps(plain, ensure_ascii=False, separators=(",", ":")),
    }
    if entry.happened is not None:
        row["happened"] = entry.happened.isoformat()
    if by.id is not None:
        row["actor_id"] = by.id
    if entry.court is not None:
        row["court"] = entry.court
    if entry.cause is not None:
        row["cause"] = entry.cause
    elif not first:
        row["caused_by_first"] = True
    if personal:
        row["body"] = json.dumps(personal, ensure_ascii=False, separators=(",", ":"))
        row["salt"] = secrets.token_hex(16)
    _refuse_too_much(row)
    if entry.fact.follow:
        row["follow"] = True
    return row


def _refuse_too_much(row: dict[str, Any]) -> None:
    """Refuse in words what the log would refuse: one entry holds a long letter, and no book."""
    for text in (row["facts"], row.get("body", "")):
        size = len(text.encode())
        if size > BYTES_AT_MOST:
            raise Refusal(
                "too_long",
                fill(
                    _("This is too long: %(size)s kB, and one entry holds %(most)s kB."),
                    size=math.ceil(size / 1000),
                    most=BYTES_AT_MOST // 1000,
                ),
                instead=_("Shorten it, or attach it as a file."),
                status=422,
            )
