"""Many journeys at once: copies of a few that commands made, each with its own keys, times, number and true chain.

This is the one place that looks past the triggers (`session_replication_role`), and it is no part of the product. What
they would have said is asked afterwards (check_rows.py), and the chains are computed here as the log's trigger does.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql

from wellkept.kernel import number

EACH = 500  # journeys a person has had in their years here; with more journeys there are more people
FEWEST = 10  # people
ALIVE = 20  # journeys in one person's hands
NAMESAKES = (
    8  # customers whose names begin alike: as many hits for half a name, however many customers there are
)
CHUNK = 1_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00")

# Of each table: by which column its rows belong to the subject that is copied, and which columns are keys of what.
BELONGS = {
    "person": "id", "member": "person_id",
    "customer": "id", "contact": "customer_id", "site": "customer_id",
    "move": "journey_id", "next_step": "journey_id", "touch": "journey_id", "stage_trigger": "journey_id",
    "handoff": "journey_id", "handoff_check": "journey_id", "stage_goal": "journey_id", "promise": "journey_id",
    "agreement": "journey_id", "notice": "subject_id", "reference": "subject_id", "ending": "journey_id",
    "journey": "id",
}  # fmt: skip
KEYS = {
    "journey_id": "subject", "subject_id": "subject", "customer_id": "subject", "person_id": "subject",
    "owner_id": "subject", "holder_id": "subject", "giver_id": "subject", "receiver_id": "subject",
    "answered_by_id": "subject", "by_id": "subject", "made_by_id": "subject", "put_by_id": "subject",
    "written_by_id": "subject", "handler_id": "subject", "contact_id": "contact", "agreed_by_id": "contact",
    "site_id": "site", "next_step_id": "next_step", "step_id": "next_step", "trigger_id": "stage_trigger",
    "handoff_id": "handoff", "notice_id": "notice",
}  # fmt: skip
FACTS = {
    "touch": "touch", "step": "next_step", "promise": "promise", "trigger": "stage_trigger",
    "handoff": "handoff", "agreement": "agreement", "notice": "notice", "contact": "contact", "site": "site",
    "customer": "subject", "owner": "subject", "holder": "subject", "giver": "subject", "receiver": "subject",
    "person": "subject", "written_by": "subject", "number": "number",
}  # fmt: skip


@dataclass(frozen=True)
class Key:
    """A value that is another one in each copy."""

    table: str
    old: Any


@dataclass
class Original:
    """The rows of some subjects that belong together, with their keys and times marked."""

    subjects: list[tuple[int, str]]
    rows: dict[str, list[list[Any]]]
    events: list[dict[str, Any]]
    columns: dict[str, list[str]]


@dataclass
class Pen:
    """The connection, the next key of each table, and what is to be written with the next chunk."""

    connection: psycopg.Connection[Any]
    secret: bytes
    next: dict[str, itertools.count[int]]
    numbers: itertools.count[int]
    luck: random.Random = field(default_factory=lambda: random.Random(7))
    waiting: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    columns: dict[str, list[str]] = field(default_factory=dict)


def fill(
    connection: psycopg.Connection[Any],
    *,
    person: int,
    alive: Sequence[tuple[int, int]],
    over: Sequence[tuple[int, int]],
    count: int,
) -> None:
    """Copies until there are `count` journeys: of each person twenty are alive, and the rest is over.

    `alive` and `over` are journeys with their customers, made by `person` through commands.
    """
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        pen = _pen(connection)
        human = _original(connection, [(person, "person")])
        living = [_original(connection, [(c, "customer"), (j, "journey")]) for j, c in alive]
        past = [_original(connection, [(c, "customer"), (j, "journey")]) for j, c in over]
        staff = []
        for place in range(max(FEWEST, count // EACH)):
            keys = _copy(pen, human, {}, timedelta(0), name=f"Person {place}")
            staff.append({person: keys[Key("subject", person)]})
        for done in range(count):
            is_alive = done < ALIVE * len(staff)
            original = pen.luck.choice(living if is_alive else past)
            back = timedelta(minutes=pen.luck.randrange(60 * 24 * (4 if is_alive else 300)))
            _copy(pen, original, staff[done % len(staff)], back, name=name_of(done))
            if done % CHUNK == 0:
                _write(pen)
        _write(pen)
        connection.execute("UPDATE team SET members = (SELECT count(*) FROM member WHERE team_id = team.id)")
        _set_sequences(pen)
    connection.execute("VACUUM ANALYZE")


def _pen(connection: psycopg.Connection[Any]) -> Pen:
    own = connection.execute(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id'"
        " AND data_type = 'bigint' AND is_identity = 'YES'"
    ).fetchall()
    following = {}
    for table in {name for (name,) in own} & {"subject", "event", *BELONGS}:
        row = connection.execute(
            sql.SQL("SELECT coalesce(max(id), 0) + 1 FROM {}").format(sql.Identifier(table))
        ).fetchone()
        following[table] = itertools.count(row[0] if row else 1)
    row = connection.execute("SELECT number_key, nextval('journey_count') FROM company").fetchone()
    assert row is not None
    return Pen(connection, bytes(row[0]), following, itertools.count(row[1]))


def _original(connection: psycopg.Connection[Any], subjects: list[tuple[int, str]]) -> Original:
    ids = [key for key, _ in subjects]
    rows: dict[str, list[list[Any]]] = {}
    columns: dict[str, list[str]] = {}
    for table, belongs in BELONGS.items():
        found = connection.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
            " AND is_generated = 'NEVER' AND table_schema = 'public' ORDER BY ordinal_position",
            [table],
        ).fetchall()
        columns[table] = [name for name, _ in found]
        chosen = sql.SQL(", ").join(
            sql.SQL("{}::text" if kind == "jsonb" else "{}").format(sql.Identifier(name))
            for name, kind in found
        )
        rows[table] = [
            [_mark(table, name, value) for name, value in zip(columns[table], row, strict=True)]
            for row in connection.execute(
                sql.SQL("SELECT {} FROM {} WHERE {} = ANY (%s)").format(
                    chosen, sql.Identifier(table), sql.Identifier(belongs)
                ),
                [ids],
            )
        ]
    cursor = connection.execute(
        "SELECT e.*, b.body FROM event e LEFT JOIN event_body b ON b.event_id = e.id WHERE e.subject_id = ANY (%s)"
        " ORDER BY e.id",
        [ids],
    )
    names = [column.name for column in cursor.description or []]
    events = [dict(zip(names, row, strict=True)) for row in cursor]
    for event in events:
        event["parts"] = _parts(event["facts"])
    return Original(subjects, rows, events, columns)


def _mark(table: str, column: str, value: Any) -> Any:
    if value is None or column == "written_in":
        return None
    if column == "id":
        return Key("subject" if table in ("person", "customer", "journey") else table, value)
    if column in KEYS:
        return Key(KEYS[column], value)
    if (table, column) in (("journey", "number"), ("person", "email")):
        return Key(column, value)
    if table == "reference" and column in ("said", "key"):
        return Key("said", value)
    return value


def _parts(facts: str) -> list[Any]:
    """The text of an event's facts, cut at what is another in each copy: keys and times."""
    parts: list[Any] = []
    place = 0
    pattern = re.compile(rf'"({"|".join(FACTS)})":("[^"]*"|\d+)|{_TIME.pattern}')
    for found in pattern.finditer(facts):
        if found[1] is None:
            parts += [facts[place : found.start()], datetime.fromisoformat(found[0])]
            place = found.end()
        elif found[1] in json.loads(facts):
            parts += [facts[place : found.start(2)], Key(FACTS[found[1]], json.loads(found[2]))]
            place = found.end()
    return [*parts, facts[place:]]


def _copy(
    pen: Pen, original: Original, known: dict[int, int], back: timedelta, *, name: str
) -> dict[Key, Any]:
    """One copy of the original, `back` in time. `known` are subjects that stand for others."""
    keys: dict[Key, Any] = {Key("subject", old): new for old, new in known.items()}
    for old, _ in original.subjects:
        keys[Key("subject", old)] = next(pen.next["subject"])
    own = dict(keys)
    for table, rows in original.rows.items():
        pen.columns.setdefault(table, original.columns[table])
        for row in rows:
            for value in row:
                if isinstance(value, Key) and value.table in pen.next and value.table == table:
                    keys[value] = next(pen.next[table])
                elif isinstance(value, Key) and value.table == "notice" == table and value not in keys:
                    keys[value] = str(_uuid())
    for key in {value for row in original.rows["journey"] for value in row if isinstance(value, Key)}:
        if key.table == "number":
            keys[key] = number.nth(next(pen.numbers), pen.secret)
    shown = next((new for key, new in keys.items() if key.table == "number"), None)
    said = {key.old: new for key, new in keys.items() if key.table == "number"}

    def value_of(value: Any) -> Any:
        if isinstance(value, Key):
            if value in keys:
                return keys[value]
            if value.table == "said":
                return said.get(value.old) or _said(value.old, name)
            if value.table == "email":
                return f"{name.lower().replace(' ', '.')}@lindenau.example"
            return value.old  # somebody or something that all copies share
        if isinstance(value, datetime):
            return value - back
        return value

    for table, rows in original.rows.items():
        for row in rows:
            written = tuple(value_of(value) for value in row)
            if table in ("person", "customer", "contact"):
                place = original.columns[table].index("name")
                written = (*written[:place], name, *written[place + 1 :])
            pen.waiting[table].append(written)
    _copy_events(pen, original, own, value_of)
    assert shown is None or isinstance(shown, str)
    return keys


def _copy_events(pen: Pen, original: Original, own: dict[Key, Any], value_of: Any) -> None:
    heads: dict[int, tuple[int, bytes]] = {}
    ids: dict[int, int] = {}
    for event in original.events:
        subject = own[Key("subject", event["subject_id"])]
        seq, head = heads.get(subject, (0, b""))
        ids[event["id"]] = key = next(pen.next["event"])
        happened, recorded = value_of(event["happened_at"]), value_of(event["recorded_at"])
        facts = "".join(
            part if isinstance(part, str) else _text(value_of(part), part) for part in event["parts"]
        )
        actor = event["actor_id"]
        if event["actor_kind"] == "person":
            actor = value_of(Key("subject", actor))
        cause = ids.get(event["cause_id"]) if event["cause_id"] else None
        digest = salt = None
        if event["body"] is not None:
            salt = os.urandom(16)
            digest = hashlib.sha256(salt + event["body"].encode()).digest()
            pen.waiting["event_body"].append((key, salt, event["body"]))
        line = "\x1f".join(
            (
                str(subject), str(seq + 1), event["type"], str(_micros(happened)), str(_micros(recorded)),
                event["actor_kind"], "-" if actor is None else str(actor), "-" if cause is None else str(cause),
                event["court"] or "-", facts, digest.hex() if digest else "-",
            )
        )  # fmt: skip
        head = hashlib.sha256(head + line.encode()).digest()
        heads[subject] = (seq + 1, head)
        pen.waiting["event"].append(
            (key, subject, seq + 1, event["type"], happened, recorded, event["actor_kind"], actor, cause,
             event["court"], facts, digest, head)
        )  # fmt: skip
    for old, kind in original.subjects:
        subject = own[Key("subject", old)]
        length, head = heads.get(subject, (0, b""))
        pen.waiting["subject"].append((subject, kind, length, head))


def _text(value: Any, part: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return json.dumps(value) if isinstance(part, Key) else str(value)


def _write(pen: Pen) -> None:
    pen.columns |= {
        "subject": ["id", "kind", "length", "head"],
        "event": [
            "id", "subject_id", "seq", "type", "happened_at", "recorded_at", "actor_kind", "actor_id", "cause_id",
            "court", "facts", "body_digest", "hash",
        ],
        "event_body": ["event_id", "salt", "body"],
    }  # fmt: skip
    for table in ("subject", *BELONGS, "event", "event_body"):
        rows = pen.waiting.pop(table, [])
        if not rows:
            continue
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, pen.columns[table]))
        )
        with pen.connection.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def _set_sequences(pen: Pen) -> None:
    for table, following in pen.next.items():
        pen.connection.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, next(following)]
        )
    pen.connection.execute("SELECT setval('journey_count', %s, false)", [next(pen.numbers)])


def name_of(place: int) -> str:
    """Syllables that only a few namesakes share, and a word."""
    group, sign = divmod(place, NAMESAKES)
    syllables = ""
    for _ in range(4):
        group, which = divmod(group, len(_SYLLABLES))
        syllables += _SYLLABLES[which]
    return f"{syllables.capitalize()} {_WORDS[sign]}"


def _said(old: str, name: str) -> str:
    """A name is its own in each copy; a telephone number or a street is shared by few."""
    if any(letter.isalpha() for letter in old) and not any(letter.isdigit() for letter in old):
        return name if old[:1].isupper() else name.lower()
    return old[:-4] + f"{abs(hash((old, name))) % 10_000:04d}" if old[-4:].isdigit() else old


def _uuid() -> Any:
    import uuid

    return uuid.uuid4()


def _micros(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


_SYLLABLES = (
    "ba", "del", "fin", "gor", "hai", "jun", "kel", "lom", "mer", "nau", "pol", "rie", "sta", "tul", "vos", "wen",
    "zim",
)  # fmt: skip
_WORDS = ("Bakery", "School", "Garage", "Gardens", "House", "Surgery", "Hotel", "Market")
