"""Law 11: an event allows what its commands write, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from tests.laws.conftest import World, refused
from tests.laws.test_every_change import LAW_TABLES

from wellkept.events import types
from wellkept.events.commands import Entry, record
from wellkept.events.facts import Change, Fact
from wellkept.events.models import AllowedChange
from wellkept.journeys import facts
from wellkept.journeys.commands import corrections, touches
from wellkept.journeys.models import Touch
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.people.actor import SYSTEM
from wellkept.people.facts import CameBack, PersonChanged
from wellkept.promises.facts import PromiseKept, PromiseMade

pytestmark = [pytest.mark.django_db, pytest.mark.law]


def recorded(on: int, *all_facts: Fact) -> None:
    for fact in all_facts:
        record(Entry(on, fact), by=SYSTEM.by)


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def taken() -> None:
    execute("SET CONSTRAINTS ALL IMMEDIATE")


# What is listed


def test_the_rows_are_those_of_the_facts() -> None:
    rows = {
        (row.law_table, row.operation, row.event_type_id, tuple(row.columns))
        for row in AllowedChange.objects.all()
    }
    assert rows == {
        (change.table, change.operation, shape.type, change.columns)
        for shape in types.shapes()
        for change in shape.allows
    }


def all_changes() -> list[tuple[str, Change]]:
    return [(shape.type, change) for shape in types.shapes() for change in shape.allows]


def test_only_law_tables_and_their_columns_are_listed() -> None:
    columns: dict[str, set[str]] = {}
    for model in apps.get_models():
        fields: list[models.Field[Any, Any]] = list(model._meta.concrete_fields)
        columns[model._meta.db_table] = {field.column for field in fields if not field.generated}
    for event_type, change in all_changes():
        assert change.table in LAW_TABLES, event_type
        assert set(change.columns) <= columns[change.table], event_type
        assert (change.operation == "update") == bool(change.columns), event_type


# A link's row alone opens nothing: its address carries a signature. Its revoking is on record. What arrives is stored
# before anything else, and is handled on record. A sample is drawn by the clock, and judged on record.
MADE_WITHOUT_AN_EVENT = {"personal_link", "message_in", "sampled_item"}


def test_every_law_table_is_written_by_some_event() -> None:
    inserted = {change.table for _, change in all_changes() if change.operation == "insert"}
    assert inserted == set(LAW_TABLES) - MADE_WITHOUT_AN_EVENT


def test_no_event_allows_another_key_or_another_beginning() -> None:
    """Keys, numbers and who wrote a row at first stay, whatever is on record."""
    updated = {
        (change.table, column)
        for _, change in all_changes()
        if change.operation == "update"
        for column in change.columns
    }
    for table in LAW_TABLES:
        assert (table, "id") not in updated
    for table, column in (
        ("journey", "number"), ("promise", "first_due"), ("promise", "made_at"),
        ("person", "email"), ("notice", "text_digest"), ("touch", "at"), ("company", "number_key"),
    ):  # fmt: skip
        assert (table, column) not in updated
    of_the_beginning = {
        event_type
        for event_type, change in all_changes()
        if change.operation == "update" and change.table == "journey" and "opened_at" in change.columns
    }
    assert of_the_beginning == {"first_word_moved"}
    of_administrators = {
        event_type
        for event_type, change in all_changes()
        if change.operation == "update" and change.table == "person" and "admin" in change.columns
    }
    assert of_administrators == {"administrator_made", "administrator_removed"}


# What is refused


def test_an_event_of_another_type_is_not_enough(world: World) -> None:
    journey = world.journeys["opened"].pk
    with refused("the_event_allows_the_change"):
        recorded(journey, facts.NoteWritten(said="only a word"))
        execute("UPDATE journey SET need = 'less' WHERE id = %s", journey)


def test_each_column_needs_its_event(world: World) -> None:
    journey, other = world.journeys["opened"].pk, world.cast.ana.pk
    change = "UPDATE journey SET need = 'less', owner_id = %s WHERE id = %s"
    with refused("the_event_allows_the_change"):
        recorded(journey, facts.NeedCorrected(need="less"))
        execute(change, other, journey)
    with refused("the_event_allows_the_change"):
        recorded(journey, facts.OwnerChanged(owner_before=1, owner=other))
        execute(change, other, journey)
    with transaction.atomic():
        recorded(journey, facts.NeedCorrected(need="less"), facts.OwnerChanged(owner_before=1, owner=other))
        execute(change, other, journey)
        taken()
        transaction.set_rollback(True)


def test_the_right_event_on_another_subject_is_not_enough(world: World) -> None:
    journey, other = world.journeys["opened"].pk, world.journeys["other"].pk
    with refused("every_change_has_its_event"):
        recorded(other, facts.NeedCorrected(need="less"))
        execute("UPDATE journey SET need = 'less' WHERE id = %s", journey)
    with refused("the_event_allows_the_change"):
        recorded(other, facts.NeedCorrected(need="less"))
        recorded(journey, facts.NoteWritten(said="only a word"))
        execute("UPDATE journey SET need = 'less' WHERE id = %s", journey)


def test_an_event_of_an_earlier_transaction_allows_nothing(world: World) -> None:
    """The event of opening allows a step. It is of an earlier transaction; this one has only a note."""
    journey = world.journeys["opened"].pk
    columns = "journey_id, kind, text, parameters, due_at, awaits, whom, done_how, done_note"
    with refused("the_event_allows_the_change"):
        recorded(journey, facts.NoteWritten(said="only a word"))
        execute(
            f"INSERT INTO next_step ({columns}, asked_at) SELECT {columns}, %s FROM next_step"
            " WHERE journey_id = %s LIMIT 1",
            clock.now(),
            journey,
        )


def test_an_event_that_was_taken_back_to_a_savepoint_allows_nothing(world: World) -> None:
    journey = world.journeys["opened"].pk
    with refused("the_event_allows_the_change"):
        recorded(journey, facts.NoteWritten(said="only a word"))
        execute("SAVEPOINT here")
        recorded(journey, facts.NeedCorrected(need="less"))
        execute("ROLLBACK TO SAVEPOINT here")
        execute("UPDATE journey SET need = 'less' WHERE id = %s", journey)
    with refused("every_change_has_its_event"):
        execute("SAVEPOINT here")
        recorded(journey, facts.NeedCorrected(need="less"))
        execute("ROLLBACK TO SAVEPOINT here")
        execute("UPDATE journey SET need = 'less' WHERE id = %s", journey)


def test_an_insert_needs_an_event_that_makes_such_a_row(world: World) -> None:
    journey = world.journeys["support"].pk
    promise = (
        "INSERT INTO promise (journey_id, kind, text, made_at, told, currency, released_why, struck_why, first_due,"
        " due) VALUES (%s, 'date', 'x', %s, true, '', '', '', '2027-04-01+00', '2027-04-01+00')"
    )
    with refused("the_event_allows_the_change"):
        recorded(journey, PromiseKept(promise=1, on_time=True))
        execute(promise, journey, clock.now())
    with transaction.atomic():
        recorded(journey, PromiseMade(promise=1, kind="date"))
        execute(promise, journey, clock.now())
        taken()
        transaction.set_rollback(True)


def test_a_deletion_needs_an_event_that_removes_such_a_row(world: World) -> None:
    iris = world.cast.iris.pk
    with refused("the_event_allows_the_change"):
        recorded(iris, CameBack())
        execute("DELETE FROM absence WHERE person_id = %s", iris)


def test_no_event_of_a_person_makes_an_administrator_or_another_address(world: World) -> None:
    lea = world.cast.lea.pk
    for change in ("admin = true", "email = 'another@lindenau.example'"):
        with refused("the_event_allows_the_change"):
            recorded(lea, PersonChanged(what=["name"]))
            execute(
                "SET CONSTRAINTS every_change_has_its_event IMMEDIATE"
            )  # before another law refuses it, too
            execute(f"UPDATE person SET {change} WHERE id = %s", lea)


def test_a_row_that_leaves_a_subject_is_on_record_there(world: World) -> None:
    """A row that goes to another subject: an event on both, each of a type that lets it go."""
    touch = Touch.objects.filter(journey=world.journeys["opened"]).first()
    assert touch is not None
    here, there = world.journeys["opened"].pk, world.journeys["offered"].pk
    move = "UPDATE touch SET journey_id = %s WHERE id = %s"
    with refused("every_change_has_its_event"):
        recorded(here, corrections.TouchPutElsewhere(touch=touch.pk, to_number="1"))
        execute(move, there, touch.pk)
    with refused("the_event_allows_the_change"):
        recorded(here, corrections.TouchPutElsewhere(touch=touch.pk, to_number="1"))
        recorded(there, facts.NoteWritten(said="only a word"))
        execute(move, there, touch.pk)
    with transaction.atomic():
        corrections.put_elsewhere(touch=touch.pk, to=there, by=world.cast.by("ana"))
        taken()
        transaction.set_rollback(True)


def test_changes_of_a_command_are_taken(world: World) -> None:
    with transaction.atomic():
        touches.log_touch(
            journey=world.journeys["opened"].pk,
            touch=IncomingTouch("mail", "Still dark"),
            by=world.cast.by("tom"),
        )
        taken()
        transaction.set_rollback(True)
