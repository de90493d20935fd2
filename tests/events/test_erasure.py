"""Words go by one door: it records that they were erased, and erases them, in one act."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege
from tests.cast import Cast, opened
from tests.database import as_owner

from wellkept.events import commands as events
from wellkept.events.facts import Erased
from wellkept.events.models import Event, EventBody
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.law]


def words_of(journey: Journey) -> EventBody:
    """The latest event of a journey that has words."""
    return EventBody.objects.filter(event__subject_id=journey.pk, body__isnull=False).latest("event_id")


def entry(
    subject: int, event: int, *, reason: str = "They asked for it", kind: str = "erased"
) -> dict[str, Any]:
    now = clock.now().isoformat()
    return {
        "subject": subject,
        "type": kind,
        "happened": now,
        "recorded": now,
        "actor_kind": "system",
        "facts": json.dumps({"event": event, "reason": reason}),
    }


def refused(statement: str, value: object, constraint: str) -> None:
    count = Event.objects.count()
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(value)])
    cause: Any = caught.value.__cause__
    assert cause.diag.constraint_name == constraint
    assert Event.objects.count() == count


@pytest.mark.parametrize("door", ["record_events(%s, '{}')", "record_batch(%s)"])
def test_an_erasure_cannot_be_claimed_without_erasing(cast: Cast, door: str) -> None:
    journey = opened(cast)
    words = words_of(journey)
    refused(f"SELECT {door}", [entry(journey.pk, words.pk)], "an_erasure_erases")
    assert words_of(journey).body == words.body


def test_a_command_cannot_claim_it_either(cast: Cast) -> None:
    journey = opened(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        events.record(events.Entry(journey.pk, Erased(event=words_of(journey).pk, reason="x")), by=SYSTEM.by)


def test_the_door_records_and_erases(cast: Cast) -> None:
    journey = opened(cast)
    words = words_of(journey)
    with connection.cursor() as cursor:
        # Whatever type the entry claims: this door records an erasure.
        cursor.execute(
            "SELECT erase_body(%s)", [json.dumps(entry(journey.pk, words.pk, kind="note_written"))]
        )
        (recorded,) = cursor.fetchone()
    event = Event.objects.get(pk=recorded)
    assert (event.type, event.subject_id) == ("erased", journey.pk)
    assert EventBody.objects.get(pk=words.pk).body is None


def test_the_door_erases_no_words_of_another_subject_and_none_twice(cast: Cast) -> None:
    journey, other = opened(cast), opened(cast, of=cast.school)
    words = words_of(journey)
    count = Event.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_body(%s)", [json.dumps(entry(other.pk, words.pk))])
        assert cursor.fetchone() == (None,)
    assert (words_of(journey).pk, Event.objects.count()) == (words.pk, count)
    events.erase(event=words.pk, reason="They asked for it", by=SYSTEM.by)
    with pytest.raises(Refusal, match="no event"):
        events.erase(event=words.pk, reason="They asked for it", by=SYSTEM.by)
    assert Event.objects.count() == count + 1


def test_the_door_wants_a_reason(cast: Cast) -> None:
    journey = opened(cast)
    erasure = entry(journey.pk, words_of(journey).pk, reason="")
    refused("SELECT erase_body(%s)", erasure, "the_record_cannot_be_rewritten")


def test_there_is_no_other_way_to_the_words(cast: Cast) -> None:
    journey = opened(cast)
    words = words_of(journey)
    change = "UPDATE event_body SET body = NULL, salt = NULL WHERE event_id = %s"
    with pytest.raises(ProgrammingError) as denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, [words.pk])
    assert isinstance(denied.value.__cause__, InsufficientPrivilege)
    with (
        pytest.raises(IntegrityError, match="can be erased with a recorded reason"),
        transaction.atomic(),
        as_owner(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change, [words.pk])
