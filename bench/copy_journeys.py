"""Fill a database with many journeys: copies of a few that commands made, with new keys, times, numbers and chains.

This file disables the triggers (`session_replication_role`), and it is not part of the product. `check_rows.py` checks
the copied rows afterwards, and the hash chains are computed here as the log's trigger does.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import random
import re
import uuid
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
    "agreement": "journey_id", "agreement_line": "journey_id",
    "delivery_part": "journey_id", "delivered_line": "journey_id",
    "notice": "subject_id", "reference": "subject_id", "ending": "journey_id",
    "journey": "id",
}  # fmt: skip
KEYS = {
    "journey_id": "subject", "subject_id": "subject", "customer_id": "subject", "person_id": "subject",
    "owner_id": "subject", "holder_id": "subject", "giver_id": "subject", "receiver_id": "subject",
    "answered_by_id": "subject", "by_id": "subject", "made_by_id": "subject", "put_by_id": "subject",
    "written_by_id": "subject", "handler_id": "subject", "contact_id": "contact", "agreed_by_id": "contact",
    "site_id": "site", "next_step_id": "next_step", "step_id": "next_step", "trigger_id": "stage_trigger",
    "handoff_id": "handoff", "notice_id": "notice", "agreement_id": "agreement",
    "agreement_line_id": "agreement_line", "part_id": "delivery_part", "recorded_by_id": "subject",
}  # fmt: skip
FACTS = {
    "touch": "touch", "step": "next_step", "promise": "promise", "trigger": "stage_trigger",
    "handoff": "handoff", "agreement": "agreement", "part": "delivery_part", "notice": "notice",
    "contact": "contact", "site": "site",
    "customer": "subject", "owner": "subject", "holder": "subject", "giver": "subject", "receiver": "subject",
    "person": "subject", "written_by": "subject", "number": "number",
}  # fmt: skip


@dataclass(frozen=True)
class Key:
    """A value that differs in each copy."""

    table: str
    old: Any


@dataclass
class Original:
    """The rows of subjects that belong together, with their keys and times marked."""

    subjects: list[tuple[int, str]]
    rows: dict[str, list[list[Any]]]
    events: list[dict[str, Any]]
    columns: dict[str, list[str]]


@dataclass
class Writer:
    """The writer: its connection, the next key of each table, and the rows of the next chunk."""

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
    finished: Sequence[tuple[int, int]],
    count: int,
) -> None:
    """Copy until there are `count` journeys: twenty open ones for each person, and the rest finished.

    `alive` and `finished` are journeys with their customers, made by `person` through commands.
    """
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        writer = _writer(connection)
        human = _original(connection, [(person, "person")])
        living = [_original(connection, [(c, "customer"), (j, "journey")]) for j, c in alive]
        past = [_original(connection, [(c, "customer"), (j, "journey")]) for j, c in finished]
        staff = []
        for place in range(max(FEWEST, count // EACH)):
            keys = _copy(writer, human, {}, timedelta(0), name=f"Person {place}")
            staff.append({person: keys[Key("subject", person)]})
        for done in range(count):
            is_alive = done < ALIVE * len(staff)
            original = writer.luck.choice(living if is_alive else past)
            back = timedelta(minutes=writer.luck.randrange(60 * 24 * (4 if is_alive else 300)))
            _copy(writer, original, staff[done % len(staff)], back, name=name_of(done))
            if done % CHUNK == 0:
                _write(writer)
        _write(writer)
        connection.execute("UPDATE team SET members = (SELECT count(*) FROM member WHERE team_id = team.id)")
        _set_sequences(writer)
    connection.execute("VACUUM ANALYZE")


def _writer(connection: psycopg.Connection[Any]) -> Writer:
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
    return Writer(connection, bytes(row[0]), following, itertools.count(row[1]))


def _original(connection: psycopg.Connection[Any], subjects: list[tuple[int, str]]) -> Original:
    ids = [key for key, _ in subjects]
    rows: dict[str, list[list[Any]]] = {}
    columns: dict[str, list[str]] = {}
    for table, belongs in BELONGS.items():
        column_types = connection.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
            " AND is_generated = 'NEVER' AND table_schema = 'public' ORDER BY ordinal_position",
            [table],
        ).fetchall()
        columns[table] = [name for name, _ in column_types]
        chosen = sql.SQL(", ").join(
            sql.SQL("{}::text" if kind == "jsonb" else "{}").format(sql.Identifier(name))
            for name, kind in column_types
        )
        rows[table] = [
            _marked(table, columns[table], row)
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


def _marked(table: str, columns: list[str], row: Sequence[Any]) -> list[Any]:
    """Mark the values of one row. A need is the same in each copy, as its event says it."""
    kept = ("said", "key") if table == "reference" and "need" in row else ()
    return [
        value if name in kept else _mark(table, name, value) for name, value in zip(columns, row, strict=True)
    ]


def _mark(table: str, column: str, value: Any) -> Any:
    if value is None or column == "written_in":
        return None
    if column in ("id", "notice_id") and isinstance(value, uuid.UUID):
        return Key("notice", str(value))  # as facts give it
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
    """Split the text of an event's facts at the values that differ in each copy: keys and times."""
    parts: list[Any] = []
    place = 0
    pattern = re.compile(rf'"({"|".join(FACTS)})":("[^"]*"|\d+)|{_TIME.pattern}')
    for match in pattern.finditer(facts):
        if match[1] is None:
            parts += [facts[place : match.start()], datetime.fromisoformat(match[0])]
            place = match.end()
        elif match[1] in json.loads(facts):
            parts += [facts[place : match.start(2)], Key(FACTS[match[1]], json.loads(match[2]))]
            place = match.end()
    return [*parts, facts[place:]]


def _copy(
    writer: Writer, original: Original, known: dict[int, int], back: timedelta, *, name: str
) -> dict[Key, Any]:
    """Copy the original, moved `back` in time. `known` maps subjects to their replacements."""
    keys: dict[Key, Any] = {Key("subject", old): new for old, new in known.items()}
    for old, _ in original.subjects:
        keys[Key("subject", old)] = next(writer.next["subject"])
    own = dict(keys)
    for table, rows in original.rows.items():
        writer.columns.setdefault(table, original.columns[table])
        for row in rows:
            for value in row:
                if isinstance(value, Key) and value.table in writer.next and value.table == table:
                    keys[value] = next(writer.next[table])
                elif isinstance(value, Key) and value.table == "notice" == table and value not in keys:
                    keys[value] = str(_uuid())
    for key in {value for row in original.rows["journey"] for value in row if isinstance(value, Key)}:
        if key.table == "number":
            keys[key] = number.nth(next(writer.numbers), writer.secret)
    shown = next((new for key, new in keys.items() if key.table == "number"), None)
    new_numbers = {key.old: new for key, new in keys.items() if key.table == "number"}

    def value_of(value: Any) -> Any:
        if isinstance(value, Key):
            if value in keys:
                return keys[value]
            if value.table == "said":
                return new_numbers.get(value.old) or _reference_text(value.old, name)
            if value.table == "email":
                return _email(name)
            return value.old  # shared by all copies
        if isinstance(value, datetime):
            return value - back
        return value

    for table, rows in original.rows.items():
        for row in rows:
            written = tuple(value_of(value) for value in row)
            if table in ("person", "customer", "contact"):
                place = original.columns[table].index("name")
                written = (*written[:place], name, *written[place + 1 :])
            writer.waiting[table].append(written)
    _copy_events(writer, original, own, value_of, name)
    assert shown is None or isinstance(shown, str)
    return keys


def _copy_events(writer: Writer, original: Original, own: dict[Key, Any], value_of: Any, name: str) -> None:
    heads: dict[int, tuple[int, bytes]] = {}
    ids: dict[int, int] = {}
    for event in original.events:
        subject = own[Key("subject", event["subject_id"])]
        seq, head = heads.get(subject, (0, b""))
        ids[event["id"]] = key = next(writer.next["event"])
        happened, recorded = value_of(event["happened_at"]), value_of(event["recorded_at"])
        facts = "".join(
            part if isinstance(part, str) else _text(value_of(part), part) for part in event["parts"]
        )
        actor = event["actor_id"]
        if event["actor_kind"] == "person":
            actor = value_of(Key("subject", actor))
        cause = ids.get(event["cause_id"]) if event["cause_id"] else None
        digest = salt = None
        body = event["body"]
        if event["type"] == "person_joined":
            body = json.dumps({"name": name, "email": _email(name)})
        if body is not None:
            salt = os.urandom(16)
            digest = hashlib.sha256(salt + body.encode()).digest()
            writer.waiting["event_body"].append((key, salt, body))
        line = "\x1f".join(
            (
                str(subject), str(seq + 1), event["type"], str(_micros(happened)), str(_micros(recorded)),
                event["actor_kind"], "-" if actor is None else str(actor), "-" if cause is None else str(cause),
                event["court"] or "-", facts, digest.hex() if digest else "-",
            )
        )  # fmt: skip
        head = hashlib.sha256(head + line.encode()).digest()
        heads[subject] = (seq + 1, head)
        writer.waiting["event"].append(
            (key, subject, seq + 1, event["type"], happened, recorded, event["actor_kind"], actor, cause,
             event["court"], facts, digest, head)
        )  # fmt: skip
    for old, kind in original.subjects:
        subject = own[Key("subject", old)]
        length, head = heads.get(subject, (0, b""))
        writer.waiting["subject"].append((subject, kind, length, head))


def _email(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@lindenau.example"


def _text(value: Any, part: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return json.dumps(value) if isinstance(part, Key) else str(value)


def _write(writer: Writer) -> None:
    writer.columns |= {
        "subject": ["id", "kind", "length", "head"],
        "event": [
            "id", "subject_id", "seq", "type", "happened_at", "recorded_at", "actor_kind", "actor_id", "cause_id",
            "court", "facts", "body_digest", "hash",
        ],
        "event_body": ["event_id", "salt", "body"],
    }  # fmt: skip
    for table in ("subject", *BELONGS, "event", "event_body"):
        rows = writer.waiting.pop(table, [])
        if not rows:
            continue
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, writer.columns[table]))
        )
        with writer.connection.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def _set_sequences(writer: Writer) -> None:
    for table, following in writer.next.items():
        writer.connection.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, next(following)]
        )
    writer.connection.execute("SELECT setval('journey_count', %s, false)", [next(writer.numbers)])


def name_of(place: int) -> str:
    """Compose a name of syllables that few namesakes share, and a word."""
    group, sign = divmod(place, NAMESAKES)
    syllables = ""
    for _ in range(4):
        group, which = divmod(group, len(_SYLLABLES))
        syllables += _SYLLABLES[which]
    return f"{syllables.capitalize()} {_WORDS[sign]}"


def _reference_text(old: str, name: str) -> str:
    """Vary a reference: a name differs in each copy, a phone number or a street is shared by few."""
    if any(letter.isalpha() for letter in old) and not any(letter.isdigit() for letter in old):
        return name if old[:1].isupper() else name.lower()
    return old[:-4] + f"{abs(hash((old, name))) % 10_000:04d}" if old[-4:].isdigit() else old


def _uuid() -> Any:
    return uuid.uuid4()


def _micros(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


_SYLLABLES = (
    "ba", "del", "fin", "gor", "hai", "jun", "kel", "lom", "mer", "nau", "pol", "rie", "sta", "tul", "vos", "wen",
    "zim",
)  # fmt: skip
_WORDS = ("Bakery", "School", "Garage", "Gardens", "House", "Surgery", "Hotel", "Market")
