"""An entry of the record has bounds: bytes, levels, digits. What people write fits, or is refused in words."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from tests.cast import Cast, opened
from tests.laws.conftest import refused
from tests.web.signed_in import at

from wellkept.events.commands import BYTES_AT_MOST
from wellkept.events.models import Event, EventBody
from wellkept.journeys.commands import touches
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people.queries import actor

pytestmark = [pytest.mark.django_db, pytest.mark.law]
DEEP = 5000


def record(journey: int, *, type: str = "note_written", facts: str = "{}", body: str | None = None) -> None:
    """Record an event as somebody who writes SQL may, past the commands."""
    entry = {
        "subject": journey, "type": type, "happened": clock.now().isoformat(),
        "recorded": clock.now().isoformat(), "actor_kind": "system", "facts": facts,
    }  # fmt: skip
    if body is not None:
        entry |= {"body": body, "salt": "00" * 16}
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_events(%s, '{}')", [json.dumps([entry])])


@pytest.mark.parametrize("salt", ["", "00" * 15, "00" * 65, "00" * 1_000_000])
def test_a_salt_hides_what_was_erased_and_fills_no_disk(cast: Cast, salt: str) -> None:
    row = opened(cast)
    entry = {
        "subject": row.pk, "type": "note_written", "happened": clock.now().isoformat(), "salt": salt,
        "recorded": clock.now().isoformat(), "actor_kind": "system", "facts": "{}", "body": '{"said": "x"}',
    }  # fmt: skip
    with refused("an_event_has_bounds"), connection.cursor() as cursor:
        cursor.execute("SELECT record_events(%s, '{}')", [json.dumps([entry])])


def escalated(rung: str) -> str:
    return f'{{"handoff":1,"receiver":2,"rung":{rung}}}'


TOO_MUCH = {
    "a body of 10 MB": ("note_written", "{}", json.dumps({"said": "x" * 10_000_000})),
    "a body of one byte too many": ("note_written", "{}", json.dumps({"said": "x" * (BYTES_AT_MOST - 11)})),
    "facts of 10 MB": ("handoff_escalated", escalated("1") + " " * 10_000_000, None),
    "a body of deep lists": ("note_written", "{}", f'{{"said":{"[" * DEEP}{"]" * DEEP}}}'),
    "a body of deep objects": ("note_written", "{}", '{"said":' + '{"a":' * DEEP + "1" + "}" * (DEEP + 1)),
    "facts nine levels deep": ("handoff_escalated", escalated("[" * 8 + "1" + "]" * 8), None),
    "a number of 6,000 digits": ("handoff_escalated", escalated("9" * 6000), None),
    "a number of 41 digits": ("handoff_escalated", escalated("9" * 41), None),
    "a number of 6,000 digits in five characters": ("handoff_escalated", escalated("1e5999"), None),
    "a number of 6,000 decimals": ("handoff_escalated", escalated("1e-5999"), None),
    "a number of 6,000 digits inside a list": ("note_written", "{}", f'{{"said":[[{"7" * 6000}]]}}'),
}


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_an_event_without_measure_is_refused(cast: Cast, kind: str) -> None:
    journey = opened(cast).pk
    type, facts, body = TOO_MUCH[kind]
    with refused("an_event_has_bounds"):
        record(journey, type=type, facts=facts, body=body)


def test_digits_in_words_are_no_number(cast: Cast) -> None:
    """A telephone number pasted a hundred times is a word, however many digits it has."""
    journey = opened(cast).pk
    record(journey, body=json.dumps({"said": "0351888817 1e5999 " * 200 + "9" * 6000 + "[{" * 900}))
    assert Event.objects.filter(subject=journey, type="note_written").count() == 1


def test_the_longest_mail_fits(cast: Cast) -> None:
    """50,000 characters of four bytes each: as much of a mail as is put on record."""
    journey = opened(cast)
    mail = IncomingTouch("mail", "\U0001f527" * 50_000, title="Pictures")
    touches.log_touch(journey=journey.pk, touch=mail, by=actor(cast.tom.pk))
    body = EventBody.objects.get(event__subject=journey.pk, event__type="touch_logged").body
    assert body is not None
    assert 200_000 < len(body.encode()) < BYTES_AT_MOST


def test_a_pasted_letter_of_a_hundred_pages_is_taken(cast: Cast) -> None:
    journey = opened(cast)
    letter = "A line of a long letter, as somebody pastes it.\n" * 5000
    answer = at(cast, "tom").post(f"/journeys/{journey.number}/notes", {"words": letter}, follow=True)
    assert answer.status_code == 200
    body = EventBody.objects.get(event__subject=journey.pk, event__type="note_written").body
    assert json.loads(body or "")["said"] == letter.strip()


def test_a_form_refuses_a_book_in_words(cast: Cast) -> None:
    journey = opened(cast)
    book = "A book is no note. " * 20_000
    with pytest.raises(Refusal) as refusal:
        touches.write_note(journey=journey.pk, words=book, by=actor(cast.tom.pk))
    assert refusal.value.code == "too_long"
    answer = at(cast, "tom").post(f"/journeys/{journey.number}/notes", {"words": book}, follow=True)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This is too long: 381 kB, and one entry holds 262 kB." in page
    assert "Shorten it, or attach it as a file." in page
    assert not Event.objects.filter(subject=journey.pk, type="note_written").exists()


def test_the_database_and_the_commands_know_the_same_bound() -> None:
    with open("src/wellkept/events/sql/log.sql", encoding="utf-8") as code:
        assert f"bytes_at_most CONSTANT int := {BYTES_AT_MOST};" in code.read()
