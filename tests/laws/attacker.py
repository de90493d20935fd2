"""Standing attacker: every column of every law table tried by SQL, as the role that the application connects as.

Each attempt runs in a savepoint, with the deferred constraints forced, and is rolled back. Changes that pass without an
event that allows them must stand in `allowed_without_event.toml`.
"""

from __future__ import annotations

import json
import tomllib
import types as python_types
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from wellkept.events import types
from wellkept.kernel import clock

LIST = Path(__file__).with_name("allowed_without_event.toml")
NO_EVENT = "no event"
WRONG_EVENT = "an event that does not allow it"
ELSEWHERE = "the right event on another subject"
TAKEN_BACK = "the right event, taken back to a savepoint"
CHECKED_EARLY = "no event, and the deferred laws asked before the change"
SHADOWED = "no event, and tables of the same names in front of the log's"
LOOKED_AWAY = "no event, and a session in which triggers look away"
WAYS = (NO_EVENT, WRONG_EVENT, ELSEWHERE, TAKEN_BACK, CHECKED_EARLY, SHADOWED, LOOKED_AWAY)

_PLAUSIBLE = {
    "text": "coalesce({column}, '') || 'x'",
    "varchar": "coalesce({column}, '') || 'x'",
    "bool": "NOT coalesce({column}, false)",
    "timestamptz": "coalesce({column}, now()) + interval '1 hour'",
    "date": "coalesce({column}, current_date) + 1",
    "time": "coalesce({column}, '08:00') + interval '1 hour'",
    "interval": "coalesce({column}, '1 day') + interval '1 hour'",
    "uuid": "gen_random_uuid()",
    "jsonb": '\'{{"another": "value"}}\'',
    "bytea": "'another'::bytea",
    "xid8": "pg_current_xact_id()",
}
_FAR = {
    "timestamptz": ("'0001-01-01 00:00+00'", "'9999-12-31 23:59+00'", "'infinity'", "'-infinity'"),
    "date": ("'0001-01-01'", "'9999-12-31'", "'infinity'"),
    "int2": ("-32768", "32767"),
    "int4": ("-2147483648", "2147483647"),
    "int8": ("-1", "9223372036854775807"),
    "numeric": ("-1", "1e9"),
    "text": ("''", "'   '"),
}


@dataclass(frozen=True)
class Column:
    """One column of a law table, with the type that its domain stands for."""

    name: str
    type: str


@dataclass(frozen=True)
class Target:
    """One law table: the column of its subject, and its columns that can be written."""

    table: str
    subject: str
    columns: tuple[Column, ...]
    subject_kind: str
    on: int  # the subject of the row that is attacked
    another: int  # a subject of the same kind, or any other


@dataclass(frozen=True, order=True)
class Passed:
    """One change that no law refused: the column (or the operation), the way, and the event beside it."""

    table: str
    what: str
    event: str


@dataclass
class Findings:
    """Numbers of the attempts, and those that passed."""

    tables: set[str] = field(default_factory=set)
    columns: set[tuple[str, str]] = field(default_factory=set)
    without_rows: set[str] = field(default_factory=set)
    attempts: int = 0
    refused_by: Counter[str] = field(default_factory=Counter)
    passed: set[Passed] = field(default_factory=set)
    passed_by: Counter[str] = field(default_factory=Counter)  # by the way that let them pass

    def __str__(self) -> str:
        by = ", ".join(f"{name} {count}" for name, count in self.refused_by.most_common(12))
        return (
            f"{len(self.tables)} tables, {len(self.columns)} columns, {self.attempts} attempts,"
            f" {len(self.passed)} passed: {dict(self.passed_by)}."
            f" Refused by: {by}"
        )


def allowed() -> dict[Passed, str]:
    """The list: each change with the reason."""
    entries = tomllib.loads(LIST.read_text())["change"]
    return {Passed(entry["table"], entry["column"], entry["event"]): entry["reason"] for entry in entries}


def attack(
    law_tables: Mapping[str, str],
    findings: Findings,
    *,
    values: int,
    wrong_types: int,
    ways: Sequence[str] = WAYS,
) -> None:
    """Try everything on each of these tables (with the columns of their subjects), and add it to the findings.

    `values` of each column, and `wrong_types` of events that do not allow the change, are tried at most.
    """
    for table, subject in sorted(law_tables.items()):
        target = _target(table, subject)
        if target is None:
            findings.without_rows.add(table)
            continue
        findings.tables.add(table)
        findings.columns |= {(table, column.name) for column in target.columns}
        for way in ways:
            _try_all(findings, target, way, values, wrong_types)


def _try_all(findings: Findings, target: Target, way: str, values: int, wrong_types: int) -> None:
    def attempt(what: str, operation: str, statement: str) -> None:
        for event in _events(target, what, operation, way)[:wrong_types]:
            _try(findings, target, what, way, event, statement)

    for column in target.columns:
        for value in _values(target, column)[:values]:
            attempt(column.name, "update", _update(target, column.name, value))
    attempt("a deletion", "delete", _delete(target))
    attempt("a copy", "insert", _copy(target))
    attempt("all rows", "truncate", f"TRUNCATE {target.table} CASCADE")


def _try(findings: Findings, target: Target, what: str, way: str, event: str, statement: str) -> None:
    findings.attempts += 1
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            _prepare(cursor, target, way, event)
            cursor.execute(statement)
            if way != CHECKED_EARLY:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            after = _rows(target)
            transaction.set_rollback(True)
    except DatabaseError as error:
        diagnosis: Any = getattr(error.__cause__, "diag", None)
        findings.refused_by[diagnosis.constraint_name or diagnosis.sqlstate if diagnosis else "?"] += 1
        return
    if after != _rows(target):
        findings.passed_by[way] += 1
        findings.passed.add(Passed(target.table, what, event if way == WRONG_EVENT else "none"))


def _rows(target: Target) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) FROM {target.table} t ORDER BY 1")
        return cursor.fetchall()


def _prepare(cursor: Any, target: Target, way: str, event: str) -> None:
    """Do beforehand what this way does."""
    if way == WRONG_EVENT:
        record(target.on, event)
    elif way == ELSEWHERE:
        record(target.another, event)
    elif way == TAKEN_BACK:
        cursor.execute("SAVEPOINT here")
        record(target.on, event)
        cursor.execute("ROLLBACK TO SAVEPOINT here")
    elif way == CHECKED_EARLY:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    elif way == SHADOWED:
        cursor.execute(
            "CREATE TEMP TABLE subject AS SELECT id, kind, length, 0 AS length_before,"
            " pg_current_xact_id() AS written_in FROM public.subject;"
            " CREATE TEMP TABLE event AS SELECT * FROM public.event;"
            "CREATE TEMP TABLE allowed_change AS SELECT law_table, operation, event.type AS event_type, columns"
            " FROM public.allowed_change, (SELECT DISTINCT type FROM public.event) AS event"
        )
    elif way == LOOKED_AWAY:
        cursor.execute("SET LOCAL session_replication_role = replica")


def record(subject: int, event_type: str) -> None:
    """Record an event of this type with facts that have its shape, as the system, on the subject."""
    plain, personal = facts_of(event_type)
    entry = {
        "subject": subject, "type": event_type, "happened": clock.now().isoformat(),
        "recorded": clock.now().isoformat(), "actor_kind": "system", "facts": json.dumps(plain),
    }  # fmt: skip
    if personal:
        entry |= {"body": json.dumps(personal), "salt": "00" * 16}
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_events(%s, '{}')", [json.dumps([entry])])


def _events(target: Target, what: str, operation: str, way: str) -> list[str]:
    """Types that the attempt records beforehand, each an attempt of its own; one empty name where it records none."""
    if way not in (WRONG_EVENT, ELSEWHERE, TAKEN_BACK):
        return [""]
    if way == WRONG_EVENT:
        return _types(target.subject_kind, target.table, what, operation)[False]
    return _types(target.subject_kind, target.table, what, operation)[True]


@cache
def _types(subject_kind: str, table: str, what: str, operation: str) -> dict[bool, list[str]]:
    """Types that stand on this kind of subject: those that allow this change, and those that do not."""
    sorted_out: dict[bool, list[str]] = {True: [], False: []}
    for shape in types.shapes():
        if subject_kind not in shape.subjects or shape.type == "erased":
            continue
        allows = any(
            change.table == table
            and change.operation == operation
            and (operation != "update" or what in change.columns)
            for change in shape.allows
        )
        sorted_out[allows].append(shape.type)
    return sorted_out


# Statements


def _values(target: Target, column: Column) -> list[str]:
    """Other values for the column: a plausible one, another row's, null, far ones."""
    name = f'"{column.name}"'
    plausible = _PLAUSIBLE.get(column.type, f"coalesce({name}, 0) + 1")
    if column.type.startswith("_"):
        plausible = "'{{}}'"
    another = f"(SELECT o.{name} FROM {target.table} o WHERE o.{name} IS DISTINCT FROM {target.table}.{name} LIMIT 1)"
    return [plausible.format(column=name), another, "NULL", *_FAR.get(column.type, ())]


def _chosen(target: Target) -> str:
    return (
        f"(SELECT ctid FROM {target.table} WHERE {target.subject} ="
        f" (SELECT min({target.subject}) FROM {target.table}) LIMIT 1)"
    )


def _update(target: Target, column: str, value: str) -> str:
    return f'UPDATE {target.table} SET "{column}" = {value} WHERE ctid = {_chosen(target)}'


def _delete(target: Target) -> str:
    return f"DELETE FROM {target.table} WHERE ctid = {_chosen(target)}"


def _copy(target: Target) -> str:
    """The same row once more; where its key is that of its subject, under the key of another subject."""
    chosen = ", ".join(f'"{column.name}"' for column in target.columns if column.name != "id")
    if target.subject == "id":
        return (
            f"INSERT INTO {target.table} (id, {chosen}) SELECT (SELECT max(id) FROM subject), {chosen}"
            f" FROM {target.table} WHERE ctid = {_chosen(target)}"
        )
    return f"INSERT INTO {target.table} ({chosen}) SELECT {chosen} FROM {target.table} WHERE ctid = {_chosen(target)}"


def _target(table: str, subject: str) -> Target | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min({subject}) FROM {table}")
        on = cursor.fetchone()[0]
        if on is None:
            return None
        cursor.execute("SELECT kind FROM subject WHERE id = %s", [on])
        kind = cursor.fetchone()[0]
        cursor.execute("SELECT id FROM subject WHERE id <> %s ORDER BY kind <> %s, id LIMIT 1", [on, kind])
        another = cursor.fetchone()[0]
        cursor.execute(
            "SELECT attname, coalesce(base.typname, t.typname) FROM pg_attribute a JOIN pg_type t ON t.oid = atttypid"
            " LEFT JOIN pg_type base ON base.oid = t.typbasetype"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [table],
        )
        columns = tuple(Column(name, type) for name, type in cursor.fetchall())
    return Target(table, subject, columns, kind, on, another)


# Facts that have the shape of their type and mean nothing


@cache
def facts_of(event_type: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The plain and the personal facts of an event of this type."""
    facts: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for name, hint, personal, _ in types.fields_of(types.fact_types()[event_type]):
        facts[personal][name] = any_value(hint)
    return facts


def any_value(hint: Any) -> Any:
    """A value of this annotation, as JSON."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Annotated, Union, python_types.UnionType):
        return any_value(arguments[0])
    if origin in (list, tuple):
        return [any_value(arguments[0])]
    if origin is dict:
        return {"any": any_value(arguments[1])}
    return _ANY.get(hint, "any")


_ANY: dict[Any, Any] = {
    int: 1, float: 1.5, bool: True, datetime: datetime(2026, 3, 2, 8, tzinfo=UTC).isoformat(), date: "2026-03-02",
    Decimal: "1", UUID: "00000000-0000-4000-8000-000000000000",
}  # fmt: skip


def types_of(subject_kind: str) -> Iterator[str]:
    """Every type of event that may stand on this kind of subject."""
    return (
        shape.type for shape in types.shapes() if subject_kind in shape.subjects and shape.type != "erased"
    )
