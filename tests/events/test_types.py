"""Event types are rows, and the database refuses an event that is not of the shape of its type."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import Cast, opened

from wellkept.events import commands as events
from wellkept.events import types
from wellkept.events.facts import Fact, Personal
from wellkept.events.models import Event, EventType
from wellkept.journeys.facts import NoteWritten
from wellkept.journeys.handoff_facts import HandoffEscalated
from wellkept.kernel import clock
from wellkept.people.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.law]


def test_the_rows_are_the_types_of_this_version() -> None:
    rows = {row.type: row for row in EventType.objects.all()}
    shapes = {shape.type: shape for shape in types.shapes()}
    assert set(rows) == set(shapes)
    assert len(rows) > 150
    note = rows["note_written"]
    assert (note.subjects, note.facts, note.required) == (["journey"], {}, [])
    assert note.body["said"] == ["string"]
    assert "said" in note.body_required


@pytest.mark.parametrize(
    ("hint", "json_types", "is_required"),
    [
        (str, ["string"], True),
        (int | None, ["number"], False),
        (list[str], ["array"], True),
        (dict[str, Any], ["object"], True),
        (tuple[int, ...] | None, ["array"], False),
        (bool, ["boolean"], True),
    ],
)
def test_a_shape_is_read_from_the_annotations(hint: Any, json_types: list[str], is_required: bool) -> None:
    fact_type = dataclass(frozen=True, kw_only=True)(
        type(
            "Made",
            (Fact,),
            {"type": "made", "on": ("team",), "__annotations__": {"plain": hint, "own": Personal[hint]}},
        )
    )
    shape = types.shape_of(fact_type)
    assert (shape.facts, shape.body) == ({"plain": json_types}, {"own": json_types})
    assert (shape.required, shape.body_required) == ((("plain",), ("own",)) if is_required else ((), ()))


def recorded(subject: int, type: str, facts: Any, body: Any = None) -> str | None:
    """The name of the constraint that refuses this event, or None if it is taken."""
    now = clock.now().isoformat()
    entry = {
        "subject": subject, "type": type, "happened": now, "recorded": now, "actor_kind": "system",
        "facts": json.dumps(facts),
    }  # fmt: skip
    if body is not None:
        entry |= {"body": json.dumps(body), "salt": "00" * 16}
    before = Event.objects.count()
    refusals = []
    for function in ("record_events(%s, '{}')", "record_batch(%s)"):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT {function}", [json.dumps([entry])])
                transaction.set_rollback(True)
            refusals.append(None)
        except IntegrityError as error:
            refusals.append(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None))
    assert Event.objects.count() == before
    assert refusals[0] == refusals[1]
    return refusals[0]


ESCALATED = {"handoff": 1, "receiver": 2, "rung": 1}


@pytest.mark.parametrize(
    ("type", "facts", "body", "refused"),
    [
        ("handoff_escalated", ESCALATED, None, None),
        ("note_written", {}, {"said": "Hello"}, None),
        ("a_new_type", ESCALATED, None, "event_types_are_known"),
        ("handoff_escalated", [], None, "facts_have_the_shape_of_their_type"),
        ("handoff_escalated", {"handoff": 1, "rung": 1}, None, "facts_have_the_shape_of_their_type"),
        ("handoff_escalated", {**ESCALATED, "more": 1}, None, "facts_have_the_shape_of_their_type"),
        ("handoff_escalated", {**ESCALATED, "rung": "1"}, None, "facts_have_the_shape_of_their_type"),
        ("handoff_escalated", {**ESCALATED, "rung": None}, None, "facts_have_the_shape_of_their_type"),
        ("note_written", {}, None, "facts_have_the_shape_of_their_type"),
        ("note_written", {}, {"said": "Hello", "more": 1}, "facts_have_the_shape_of_their_type"),
        ("note_written", {"said": "Hello"}, {"said": "Hello"}, "facts_have_the_shape_of_their_type"),
        ("person_left", {"journeys": 1, "steps": 1}, None, "events_stand_on_their_kind_of_subject"),
    ],
)
def test_an_event_of_another_shape_is_refused(
    cast: Cast, type: str, facts: Any, body: Any, refused: str | None
) -> None:
    assert recorded(opened(cast).pk, type, facts, body) == refused


def test_the_facts_of_a_command_are_of_their_shape(cast: Cast) -> None:
    journey = opened(cast)
    events.record(
        events.Entry(journey.pk, HandoffEscalated(**ESCALATED)),
        events.Entry(journey.pk, NoteWritten(said="Hello")),
        by=SYSTEM.by,
    )
