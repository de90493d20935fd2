"""Law 11: the record cannot be rewritten, and if somebody does it behind the database's back, it is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from tests import cast as people
from tests.cast import MONDAY
from tests.database import as_superuser
from tests.events import chain

from wellkept.customers.facts import ContactBack
from wellkept.events import commands as events
from wellkept.events.anchor import anchor
from wellkept.events.models import Event, EventBody, Outbox, Subject
from wellkept.events.queries import event, history
from wellkept.installation.postgres import Server
from wellkept.journeys.commands import open, touches
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.facts import NoteWritten
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.notices.facts import NoticeQueued
from wellkept.people.actor import SYSTEM
from wellkept.sales import commands as sales
from wellkept.verification.heads import read_anchor
from wellkept.verification.queries import verify

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.law]


@pytest.fixture
def journey(committed_db: None) -> Iterator[Journey]:
    with clock.at(MONDAY):
        ana, party = people.company_of_one()
        row = open.open_journey(
            customer=party.customer.pk, contact=party.contact.pk, need=Need("The oven is out"), by=ana
        )
        for note in ("Since when?", "Which one?", "We shall come and look"):
            touches.write_note(journey=row.pk, words=note, by=ana)
        sales.decide(
            journey=row.pk, what="A new line", why="The old one is worn", evidence=Evidence("mail"), by=ana
        )
        yield row


@contextmanager
def behind_its_back() -> Iterator[None]:
    """Write as somebody with the keys to the server could: no trigger and no foreign key checks it."""
    with transaction.atomic(), as_superuser(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield


def change(sql: str, *values: object) -> None:
    with behind_its_back(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0


def middle_of(journey: Journey) -> Event:
    events = list(Event.objects.filter(subject_id=journey.pk, body_digest__isnull=False).order_by("seq"))
    return events[len(events) // 2]


def found_at(subject: int) -> tuple[int | None, str]:
    broken = verify().broken
    assert broken is not None
    assert broken.subject == subject
    assert chain.faults() != []
    return broken.event, broken.why


def test_an_untouched_log_passes_both_verifiers(journey: Journey) -> None:
    result = verify()
    assert result.broken is None
    assert result.events == Event.objects.count() > 30
    assert result.subjects == Subject.objects.filter(length__gt=0).count()
    assert chain.faults() == []


def test_a_changed_fact_is_found(journey: Journey) -> None:
    middle = middle_of(journey)
    change("UPDATE event SET facts = replace(facts, '\"', ' \"') WHERE id = %s", middle.pk)
    assert found_at(journey.pk) == (middle.pk, "The event does not give the hash that the chain holds.")


@pytest.mark.parametrize(
    "what",
    [
        "type = 'promise_kept'",
        "happened_at = happened_at - interval '1 microsecond'",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "actor_kind = 'system'",
        "actor_id = coalesce(actor_id, 0) + 1",
        "cause_id = id",
        "court = 'third'",
        "body_digest = sha256('another')",
        "body_digest = NULL",
    ],
)
def test_whatever_is_changed_in_an_event_is_found(journey: Journey, what: str) -> None:
    middle = middle_of(journey)
    change(f"UPDATE event SET {what} WHERE id = %s", middle.pk)
    assert found_at(journey.pk)[0] == middle.pk


def test_a_changed_body_is_found(journey: Journey) -> None:
    middle = middle_of(journey)
    change('UPDATE event_body SET body = \'{"said":"never"}\' WHERE event_id = %s', middle.pk)
    assert found_at(journey.pk) == (middle.pk, "The body does not give the digest that the chain covers.")


def test_a_body_taken_away_is_found(journey: Journey) -> None:
    middle = middle_of(journey)
    change("DELETE FROM event_body WHERE event_id = %s", middle.pk)
    assert found_at(journey.pk) == (middle.pk, "The body is gone without an erasure.")


def test_a_body_erased_without_a_recorded_reason_is_found(journey: Journey) -> None:
    middle = middle_of(journey)
    change("UPDATE event_body SET body = NULL, salt = NULL WHERE event_id = %s", middle.pk)
    assert found_at(journey.pk) == (middle.pk, "The body was erased without a recorded reason.")


def test_a_body_slipped_in_is_found(journey: Journey) -> None:
    middle = Event.objects.filter(subject_id=journey.pk, body_digest__isnull=True).first()
    assert middle is not None
    change("INSERT INTO event_body VALUES (%s, 'salt', '{}')", middle.pk)
    assert found_at(journey.pk)[0] == middle.pk


def test_a_missing_event_is_found(journey: Journey) -> None:
    middle = middle_of(journey)
    with behind_its_back(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM event_body WHERE event_id = %s", [middle.pk])
        cursor.execute("DELETE FROM event WHERE id = %s", [middle.pk])
    assert found_at(journey.pk) == (None, "An event is missing from the chain.")


def test_a_chain_closed_up_over_a_missing_event_is_found(journey: Journey) -> None:
    middle = middle_of(journey)
    with behind_its_back(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM event_body WHERE event_id = %s", [middle.pk])
        cursor.execute("DELETE FROM event WHERE id = %s", [middle.pk])
        cursor.execute(
            "UPDATE event SET seq = 1 - seq WHERE subject_id = %s AND seq > %s", [journey.pk, middle.seq]
        )
        cursor.execute("UPDATE event SET seq = -seq WHERE subject_id = %s AND seq < 0", [journey.pk])
        cursor.execute("UPDATE subject SET length = length - 1 WHERE id = %s", [journey.pk])
    assert found_at(journey.pk)[1] == "The event does not give the hash that the chain holds."


def test_two_events_in_each_others_place_are_found(journey: Journey) -> None:
    middle = middle_of(journey)
    with behind_its_back(), connection.cursor() as cursor:
        for before, after in ((middle.seq, -1), (middle.seq + 1, middle.seq), (-1, middle.seq + 1)):
            cursor.execute(
                "UPDATE event SET seq = %s WHERE subject_id = %s AND seq = %s", [after, journey.pk, before]
            )
    found_at(journey.pk)


def test_a_wrong_head_is_found(journey: Journey) -> None:
    change("UPDATE subject SET head = sha256('x') WHERE id = %s", journey.pk)
    assert found_at(journey.pk) == (None, "The subject's head is not that of its last event.")


def test_a_removed_tail_is_found(journey: Journey) -> None:
    last = Event.objects.filter(subject_id=journey.pk).order_by("-seq")[0]
    with behind_its_back(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM event_body WHERE event_id = %s", [last.pk])
        cursor.execute("DELETE FROM event WHERE id = %s", [last.pk])
    assert found_at(journey.pk) == (None, "The subject's head is not that of its last event.")


def test_a_whole_history_removed_is_found(journey: Journey) -> None:
    with behind_its_back(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM event_body WHERE event_id IN (SELECT id FROM event WHERE subject_id = %s)",
            [journey.pk],
        )
        cursor.execute("DELETE FROM event WHERE subject_id = %s", [journey.pk])
    assert found_at(journey.pk) == (None, "The whole history is missing.")


def cut_off_tail_and_mend_the_head(journey: Journey) -> None:
    """Remove the last event and set the head back to the one before. No chain alone can show it."""
    last, before = Event.objects.filter(subject_id=journey.pk).order_by("-seq")[:2]
    with behind_its_back(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM event_body WHERE event_id = %s", [last.pk])
        cursor.execute("DELETE FROM event WHERE id = %s", [last.pk])
        cursor.execute(
            "UPDATE subject SET length = %s, head = %s WHERE id = %s",
            [before.seq, bytes(before.hash), journey.pk],
        )


def test_against_an_anchor_even_a_clean_cut_is_found(journey: Journey, tmp_path: Path) -> None:
    """The last event is a note: one that made a row would be missed by the row."""
    touches.write_note(journey=journey.pk, words="Last", by=people.staff.actor(journey.owner_id))
    anchored = anchor(folder=tmp_path)
    assert verify(against=read_anchor(anchored.file)).broken is None
    cut_off_tail_and_mend_the_head(journey)
    assert verify().broken is None
    assert chain.faults() == []
    broken = verify(against=read_anchor(anchored.file)).broken
    assert broken is not None
    assert "anchored" in broken.why


def test_against_an_anchor_a_history_written_anew_is_found(journey: Journey, tmp_path: Path) -> None:
    """Everything after the change hashed again, so that every chain is whole."""
    anchored = anchor(folder=tmp_path)
    middle = middle_of(journey)
    with behind_its_back(), connection.cursor() as cursor:
        cursor.execute("UPDATE event SET actor_id = 4711 WHERE id = %s", [middle.pk])
        cursor.execute("SELECT id FROM event WHERE subject_id = %s ORDER BY seq", [journey.pk])
        head = b""
        for (key,) in cursor.fetchall():
            cursor.execute(
                "UPDATE event e SET hash = sha256(%s || event_line(e)) WHERE id = %s RETURNING hash",
                [head, key],
            )
            head = bytes(cursor.fetchone()[0])
        cursor.execute("UPDATE subject SET head = %s WHERE id = %s", [head, journey.pk])
    assert verify().broken is None
    assert verify(against=read_anchor(anchored.file)).broken is not None


def test_an_anchor_holds_while_the_history_goes_on(journey: Journey, tmp_path: Path) -> None:
    anchored = anchor(folder=tmp_path)
    with clock.at(clock.now() + timedelta(days=1)):
        touches.write_note(journey=journey.pk, words="Later", by=people.staff.actor(journey.owner_id))
        events.erase(event=middle_of(journey).pk, reason="They asked for it", by=SYSTEM.by)
    assert verify(against=read_anchor(anchored.file)).broken is None
    written = anchored.file.read_text().split()
    assert written[:2] == [str(anchored.upto), bytes(anchored.root).hex()]


def test_a_batch_waits_for_an_anchor_before_it_draws_its_ids(
    journey: Journey, postgres_server: Server
) -> None:
    """Else its events would come after the anchor, with ids that the anchor says it has reached."""
    name = connection.settings_dict["NAME"]
    last = "SELECT last_value FROM event_id_seq"
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        psycopg.connect(postgres_server.url(name)) as other,
    ):
        cursor.execute("SELECT hold_the_log()")
        cursor.execute(last)
        before = cursor.fetchone()[0]
        other.execute("SET lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute("SELECT record_batch('[{}]')")
        cursor.execute(last)
        assert cursor.fetchone()[0] == before


def test_an_erased_body_is_gone_and_the_chain_still_verifies(journey: Journey) -> None:
    erased = middle_of(journey)
    before = event(erased.pk)
    assert before is not None
    events.erase(event=erased.pk, reason="They asked for it", by=SYSTEM.by)
    after = event(erased.pk)
    assert after is not None
    assert after.erased
    assert (after.type, after.happened, after.recorded, after.seq) == (
        before.type,
        before.happened,
        before.recorded,
        before.seq,
    )
    body = EventBody.objects.get(event_id=erased.pk)
    assert (body.body, body.salt) == (None, None)
    assert history(journey.pk)[-1].facts == {"event": erased.pk, "reason": "They asked for it"}
    assert verify().broken is None
    assert chain.faults() == []


def test_an_erasure_says_why_and_needs_something_to_erase(journey: Journey) -> None:
    count = Event.objects.count()
    with pytest.raises(Refusal, match="Say why"):
        events.erase(event=middle_of(journey).pk, reason=" ", by=SYSTEM.by)
    with pytest.raises(Refusal, match="no event"):
        events.erase(event=10**9, reason="They asked for it", by=SYSTEM.by)
    assert Event.objects.count() == count


def test_nothing_of_a_batch_stays_when_its_transaction_is_undone(journey: Journey) -> None:
    before = (Event.objects.count(), Outbox.objects.count())
    with transaction.atomic():
        events.record(
            events.Entry(
                journey.pk, NoticeQueued(notice="x", kind="x", channel="mail", contact=None, new=True)
            ),
            by=SYSTEM.by,
        )
        assert (Event.objects.count(), Outbox.objects.count()) == (before[0] + 1, before[1] + 1)
        transaction.set_rollback(True)
    assert (Event.objects.count(), Outbox.objects.count()) == before
    assert verify().broken is None


def test_consequences_name_the_act_that_caused_them(journey: Journey) -> None:
    first, second, third = events.record(
        events.Entry(journey.pk, NoteWritten(said="the act")),
        events.Entry(journey.pk, NoteWritten(said="a consequence")),
        events.Entry(journey.customer_id, ContactBack(contact=1)),
        by=SYSTEM.by,
    )
    causes = dict(Event.objects.filter(pk__gte=first).values_list("pk", "cause_id"))
    assert causes == {first: None, second: first, third: first}
