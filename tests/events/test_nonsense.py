"""The log refuses nonsense: a time to come, a time before the last, an actor who does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import DAY, HOUR, MONDAY, Cast, opened
from tests.database import as_owner
from tests.events import chain

from wellkept.events import commands as events
from wellkept.events.commands import By, Entry
from wellkept.events.queries import history
from wellkept.journeys.commands import touches
from wellkept.journeys.facts import CourtMarked
from wellkept.kernel import clock
from wellkept.people.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.law]


@pytest.fixture
def clocks() -> Iterator[None]:
    """The log's own clock stands at the tests' Monday, as the program's does."""
    with connection.cursor() as cursor:
        _set_clock(MONDAY)
        yield
        with as_owner():
            cursor.execute("SELECT log_clock() < 'infinity'")
        assert cursor.fetchone()[0]


def _set_clock(instant: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed.set_clock(%s)", [instant])


def refused(constraint: str, *, on: int, by: By = SYSTEM.by, happened: datetime | None = None) -> None:
    before = history(on)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        events.record(Entry(on, CourtMarked(), happened=happened), by=by)
    assert getattr(refusal.value.__cause__, "diag").constraint_name == constraint  # noqa: B009
    assert history(on) == before


def test_the_product_reads_the_servers_clock() -> None:
    with open("src/wellkept/events/sql/log.sql", encoding="utf-8") as code:
        assert (
            "FUNCTION log_clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() $$"
            in (code.read())
        )


@pytest.mark.usefixtures("clocks")
def test_nothing_is_recorded_in_the_future(cast: Cast) -> None:
    journey = opened(cast).pk
    with clock.at(MONDAY + timedelta(minutes=5)):  # two machines' clocks are never quite the same
        events.record(Entry(journey, CourtMarked()), by=SYSTEM.by)
    for ahead in (timedelta(minutes=5, seconds=1), DAY, 400 * DAY):
        with clock.at(MONDAY + ahead):
            refused("nothing_is_recorded_in_the_future", on=journey)


@pytest.mark.usefixtures("clocks")
def test_nothing_happens_after_it_is_recorded(cast: Cast) -> None:
    refused(
        "nothing_is_recorded_before_it_happened",
        on=opened(cast).pk,
        happened=clock.now() + timedelta(microseconds=1),
    )


@pytest.mark.usefixtures("clocks")
def test_a_clock_that_was_set_back_refuses_nothing_and_turns_nothing_around(cast: Cast) -> None:
    """An hour ahead for a while, then right again: the log goes on, in the order of its times."""
    journey = opened(cast)
    _set_clock(MONDAY + HOUR)
    with clock.at(MONDAY + HOUR):
        touches.write_note(journey=journey.pk, words="While the clock was ahead", by=cast.by("tom"))
    _set_clock(MONDAY + timedelta(minutes=1))
    with clock.at(MONDAY + timedelta(minutes=1)):
        touches.write_note(journey=journey.pk, words="When it was right again", by=cast.by("tom"))
    ahead, right = history(journey.pk)[-2:]
    assert (ahead.recorded, ahead.happened) == (MONDAY + HOUR, MONDAY + HOUR)
    assert (right.recorded, right.happened) == (MONDAY + HOUR, MONDAY + HOUR)
    assert chain.faults() == []


def test_an_earlier_time_than_the_last_is_never_stored(cast: Cast) -> None:
    journey = opened(cast).pk
    last = history(journey)[-1].recorded
    with clock.at(last - 900 * DAY):
        events.record(Entry(journey, CourtMarked()), by=SYSTEM.by)
        earlier = Entry(journey, CourtMarked(), happened=clock.now())
        events.record_many([Entry(journey, CourtMarked()), earlier], by=SYSTEM.by)
    assert [event.recorded for event in history(journey)[-3:]] == [last] * 3
    assert [event.happened for event in history(journey)[-3:]] == [last, last, last - 900 * DAY]
    assert chain.faults() == []


def test_nobody_acts_who_does_not_exist(cast: Cast) -> None:
    journey, contact = opened(cast).pk, cast.bakery.contact.pk
    for by in (
        By("person", 10**9),
        By("person"),
        By("token", 1),
        By("customer", 10**9),
        By("rule"),
        By("system", 1),
    ):
        refused("the_actor_exists", on=journey, by=by)
    for by in (By("person", cast.tom.pk), By("rule", cast.tom.pk), By("customer", contact), By("system")):
        events.record(Entry(journey, CourtMarked()), by=by)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_the_record_is_written_read_committed_alone(cast: Cast, level: str) -> None:
    """At another level a law's trigger would not see a member who left, or a contact who went, a moment ago."""
    journey = opened(cast).pk
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:  # noqa: PT012
        cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        events.record(Entry(journey, CourtMarked()), by=SYSTEM.by)
    diagnosis = getattr(refusal.value.__cause__, "diag")  # noqa: B009
    assert diagnosis.constraint_name == "the_record_is_written_read_committed"
