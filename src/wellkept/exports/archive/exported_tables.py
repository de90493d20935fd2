"""Tables of an export: every table, unless it is listed here with the reason why it stays.

A new table is exported automatically, described by its model's docstring and the meanings of its columns.
"""

from __future__ import annotations

import inspect
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from django.apps import apps
from django.db import models

STAYS = {
    "allowed_change": "part of the program: the changes that each type of event allows",
    "anchor": "roots that left the house already, each in a file of its own",
    "being_compared": "working data",
    "call_placing": "working data: a question about a call",
    "mail_server_pause": "working data: a mail server that takes nothing, and when it is asked again",
    "delivery_attempt": "working data: each try to carry a letter; the notice says how it went",
    "event_type": "part of the program: the shape of each type of event",
    "event_body": "stands beside its event, in the same table",
    "export": "working data",
    "import": "working data",
    "import_old_key": "working data: what an old number stands for; it is a reference, too",
    "import_file": "working data",
    "import_mapping": "working data",
    "import_problem": "working data",
    "import_row": "working data",
    "sweep_fault": "working data: which items of the clock's sweeps failed",
    "outbox": "working data: which events a worker still has to follow",
    "search_row": "made from the references, to find by",
    "likely_pair": "made by comparing customers, to be looked at",
    "linkage_key": "made from customers, to compare by",
    "linkage_level": "made by comparing customers",
    "mail_account": "the key to a mailbox elsewhere",
    "mail_reading": "the key to a mailbox elsewhere",
    "mail_taken": "working data: which mails were read",
    "message_in": "mails as they arrived; what they said stands on the journeys, their files among the files",
    "enclosure": "belongs to a mail as it arrived",
    "personal_link": "keys to customers' pages; whoever has them can open the page",
    "request_count": "working data",
    "rule_sample": "working data: what was drawn for a look",
    "sampled_item": "working data: what was drawn for a look",
    "successful_search": "kept for a month only",
    "stored_answer": "working data",
    "thread_mail": "working data: which mail a letter answers",
    "to_compare": "working data",
    "token": "keys of programs",
    "word": "made from the references, to find by",
}
# Columns that stay: secrets, and internals of the database.
STAY = {
    "person": {"password", "last_login"},
    "company": {"number_key", "only"},
    "subject": {"written_in", "length_before"},
    "agreement": {"code_digest", "code_until", "code_tries"},
}
# Rows of a confidential journey are exported only for people who may read it; these columns of it for everybody.
SHOWN_OF_CONFIDENTIAL = (
    "id", "number", "state", "stage", "team_id", "owner_id", "holder_id", "court", "confidential", "opened_at",
    "ended_at",
)  # fmt: skip
_INTERVIEW = "t.interview_id IN (SELECT id FROM interview WHERE journey_id = ANY ({closed}))"
# Rows without a journey of their own that say something of a confidential one. They stay with it.
BELONGS_TO_CLOSED = {
    "quote_line": "t.quote_id IN (SELECT id FROM quote WHERE journey_id = ANY ({closed}))",
    "interview_answer": _INTERVIEW,
    "interview_read_back": _INTERVIEW,
    "search_miss": "t.of_id = ANY ({closed})",
    "search_counterpart": "t.to_id = ANY ({closed})",
    "stored_file": "t.subject_id IN (SELECT id FROM intake_item WHERE journey_id = ANY ({closed}))",
}
# Events of others (a customer, an item of intake, the company) that quote a confidential journey.
QUOTES_CLOSED = """(
    t.subject_id = ANY ({closed})
    OR t.subject_id IN (SELECT id FROM intake_item WHERE journey_id = ANY ({closed}))
    OR t.facts::jsonb ->> 'journey' IN (SELECT unnest({closed})::text)
    OR t.facts::jsonb ->> 'of' IN (SELECT unnest({closed})::text)
    OR t.facts::jsonb ->> 'to' IN (SELECT unnest({closed})::text)
    OR t.facts::jsonb ->> 'interview' IN (SELECT id::text FROM interview WHERE journey_id = ANY ({closed}))
    OR t.facts::jsonb ->> 'statement' IN (SELECT id::text FROM statement WHERE journey_id = ANY ({closed}))
    OR t.facts::jsonb ->> 'miss' IN (SELECT id::text FROM search_miss WHERE of_id = ANY ({closed}))
    OR t.facts::jsonb ->> 'counterpart' IN (SELECT id::text FROM search_counterpart WHERE to_id = ANY ({closed}))
)"""
_TYPES: list[tuple[type, str]] = [
    (models.BooleanField, "boolean"),
    (models.IntegerField, "integer"),
    (models.DecimalField, "number"),
    (models.FloatField, "number"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.TimeField, "time"),
    (models.JSONField, "object"),
]


@dataclass(frozen=True)
class Column:
    """Exported column: its name, its Frictionless type, its meaning, and the table whose key it holds."""

    name: str
    type: str
    meaning: str
    points_to: str = ""
    is_required: bool = False
    select: str = ""


@dataclass(frozen=True)
class Sheet:
    """Exported table. `journey` is the column that ties its rows to a journey."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    source: str
    order: str
    journey: str = ""
    key: tuple[str, ...] = ("id",)


@cache
def sheets() -> tuple[Sheet, ...]:
    """List every exported table, lower rooms first."""
    own = [model for model in apps.get_models() if model.__module__.startswith("wellkept.")]
    return tuple(_sheet(model) for model in own if model._meta.db_table not in STAYS)


def _sheet(model: type[models.Model]) -> Sheet:
    """Describe one model."""
    table = model._meta.db_table
    columns = [
        _column(table, field)
        for field in model._meta.concrete_fields
        if not getattr(field, "generated", False) and field.column not in STAY.get(table, set())
    ]
    source, order = f'"{table}" t', ", ".join(f't."{field.column}"' for field in _key(model))
    if table == "event":
        # The erasable body of an event; empty if erased.
        source += " LEFT JOIN event_body b ON b.event_id = t.id"
        columns.append(Column("body", "object", _meaning(table, "body"), select="b.body"))
        columns.append(
            Column("body_salt", "string", _meaning(table, "body_salt"), select="encode(b.salt, 'hex')")
        )
    if table == "journey":
        columns.append(Column("stands", "string", _meaning(table, "stands"), select=_STANDS))
    return Sheet(
        name=table,
        meaning=inspect.cleandoc(model.__doc__ or "").partition("\n\n")[0].replace("\n", " "),
        columns=tuple(columns),
        source=source,
        order=order,
        journey=_journey_of(model),
        key=tuple(str(field.column) for field in _key(model)),
    )


AnyField: TypeAlias = "models.Field[object, object]"
_STANDS = "CASE t.state WHEN 'open' THEN t.stage WHEN 'at_rest' THEN 'at rest' ELSE 'ended' END"


def _key(model: type[models.Model]) -> list[AnyField]:
    """List the fields of the primary key."""
    primary_key = model._meta.pk
    assert primary_key is not None
    return list(getattr(primary_key, "fields", None) or [primary_key])


def _column(table: str, field: AnyField) -> Column:
    """Describe one field."""
    name = str(field.column)
    kind = next((name for type_, name in _TYPES if isinstance(_end(field), type_)), "string")
    points_to = field.related_model._meta.db_table if field.is_relation and field.related_model else ""
    select = f't."{name}"'
    if isinstance(field, models.BinaryField):
        select = f"encode({select}, 'hex')"
    meaning = _meaning(table, name) or (f"the key of a row of {points_to}" if points_to else "")
    if not meaning and kind == "datetime":
        meaning = f"when: {name.removesuffix('_at').replace('_', ' ')} (UTC)"
    return Column(
        name=name,
        type=kind,
        meaning=meaning or name.replace("_", " "),
        points_to=points_to if points_to not in STAYS else "",
        is_required=not field.null,
        select=select,
    )


def _end(field: AnyField) -> AnyField:
    """Follow foreign keys to the field that is stored."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _journey_of(model: type[models.Model]) -> str:
    """Name the column that ties rows to a journey; for subjects, files, notices and references their own."""
    if model._meta.db_table == "journey":
        return "id"
    columns = {field.column for field in model._meta.concrete_fields}
    return "journey_id" if "journey_id" in columns else "subject_id" if "subject_id" in columns else ""


@cache
def _meanings() -> dict[str, dict[str, str]]:
    """Read the meanings of columns."""
    meanings: dict[str, dict[str, str]] = tomllib.loads(
        (Path(__file__).parent / "meanings.toml").read_text(encoding="utf-8")
    )
    return meanings


def _meaning(table: str, column: str) -> str:
    return _meanings().get(table, {}).get(column) or _meanings()["all"].get(column, "")
