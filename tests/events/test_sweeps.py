"""Sweeps of the clock: an item that fails stops nobody behind it, is kept, and the doctor shows it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from tests.cast import MONDAY, Cast, opened
from tests.database import as_owner

from wellkept.delivery.commands import deem_accepted
from wellkept.duplicates.commands.sweep import sweep as compare_customers
from wellkept.events import sweeps
from wellkept.events.models import SweepFault
from wellkept.find.commands import warn_of_overdue as warn_of_overdue_searches
from wellkept.health.worker_checks import check_worker
from wellkept.installation.doctor import State
from wellkept.journeys.commands.silence import warn_of_silence
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people.actor import SYSTEM
from wellkept.promises.commands import make_promise, mark_broken
from wellkept.promises.models import Promise

pytestmark = pytest.mark.django_db


def doctors_word() -> tuple[State, str]:
    return next((finding.state, finding.sentence) for finding in check_worker() if finding.what == "sweeps")


def test_an_item_that_fails_stops_nobody_behind_it() -> None:
    def command(item: int) -> bool:
        if item == 2:
            raise OSError("poisoned")
        return item != 3

    assert sweeps.each("a_sweep", [1, 2, 3, 4], command) == 2
    assert [(fault.sweep, fault.item, fault.times) for fault in sweeps.faults()] == [("a_sweep", "2", 1)]
    assert [fault.error.partition(", line ")[0] for fault in sweeps.faults()] == [
        "OSError in events/sweeps.py"
    ]
    sweeps.each("a_sweep", [2, 4], command)
    assert [fault.times for fault in sweeps.faults()] == [2]
    state, sentence = doctors_word()
    assert state is State.ILL
    assert str(sentence).startswith("1 items failed, the latest: a_sweep of 2, 2 times since ")


def test_an_item_that_succeeds_or_is_no_longer_due_is_forgotten() -> None:
    def poisoned(item: int) -> None:
        raise OSError("poisoned")

    sweeps.each("a_sweep", [1, 2, 3], poisoned)
    sweeps.each("another", [1], poisoned)
    sweeps.each("a_sweep", [1, 2], lambda item: None)
    assert [(fault.sweep, fault.item) for fault in sweeps.faults()] == [("another", "1")]
    sweeps.each("another", [], poisoned)
    assert doctors_word() == (State.WELL, "No item failed.")


def test_however_many_fail_each_time_those_behind_them_have_their_turn(cast: Cast) -> None:
    """Twenty journeys fail for ever, and a run takes ten: the ten behind them are reached, and no failure is lost."""
    keys = sorted(opened(cast).pk for _ in range(30))
    reached: list[int] = []
    minutes = itertools.count()

    def command(key: int) -> bool:
        reached.append(key)
        if key in keys[:20]:
            raise OSError("poisoned")
        return True

    def run(*left_out: int) -> int:
        reached.clear()
        due = Journey.objects.filter(pk__in=keys).exclude(pk__in=left_out).order_by("pk")
        with clock.at(MONDAY + timedelta(minutes=next(minutes))):
            return sweeps.each_due("a_sweep", due, command, limit=10)

    assert run() == run() == 0
    assert run() == 10
    # A tenth of the run is for those that failed, the longest untried first.
    assert reached == [*keys[20:], keys[1]]
    assert {fault.item for fault in sweeps.faults()} == {str(key) for key in keys[:20]}
    assert run(*keys[20:]) == 0
    assert reached == [*keys[2:10], keys[0], keys[10]]
    run(*keys[1:])  # the others are no longer due
    assert {fault.item for fault in sweeps.faults()} == {str(keys[0])}


def test_a_refusal_counts_as_a_failure_unless_the_item_is_no_longer_due() -> None:
    def refused(code: str) -> None:
        raise Refusal(code, "No.")

    sweeps.each("a_sweep", ["journey_ended", "something_else"], refused)
    assert [fault.item for fault in sweeps.faults()] == ["something_else"]


@contextmanager
def poisoned(table: str, key: int) -> Iterator[None]:
    """Let every change of this row fail, as a fault in the data would."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'poisoned'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER poison BEFORE UPDATE ON {table} FOR EACH ROW WHEN (OLD.id = {key})"
            " EXECUTE FUNCTION poison()"
        )
    yield
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER poison ON {table}")


def test_a_broken_promise_that_cannot_be_noted_stops_no_other(cast: Cast) -> None:
    rows = [
        make_promise(journey=opened(cast).pk, text="Soon", due=clock.now() + timedelta(hours=1), by=SYSTEM)
        for _ in range(3)
    ]
    later = clock.now() + timedelta(days=1)
    with clock.at(later), poisoned("promise", rows[0].pk):
        assert mark_broken() == 2
        assert list(Promise.objects.filter(broken_noted__isnull=True).values_list("pk", flat=True)) == [
            rows[0].pk
        ]
        assert [(fault.sweep, fault.item) for fault in sweeps.faults()] == [
            ("mark_broken_promises", str(rows[0].journey_id))
        ]
    with clock.at(later):
        assert mark_broken() == 1
        assert sweeps.faults() == []


def test_a_silence_that_cannot_be_warned_of_stops_no_other(cast: Cast) -> None:
    rows = [opened(cast) for _ in range(3)]
    with clock.at(clock.now() + timedelta(days=60)), poisoned("journey", rows[0].pk):
        assert warn_of_silence() == 2
        assert list(
            Journey.objects.filter(silence_warnings=1).order_by("pk").values_list("pk", flat=True)
        ) == [row.pk for row in rows[1:]]
        assert [fault.sweep for fault in sweeps.faults()] == ["warn_of_silence"]


@pytest.mark.parametrize("command", [deem_accepted, warn_of_overdue_searches, compare_customers])
def test_a_sweep_without_items_leaves_no_fault(cast: Cast, command: Callable[[], Any]) -> None:
    command()
    assert SweepFault.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_customer_that_cannot_be_compared_stops_no_other(cast: Cast) -> None:
    from wellkept.customers import commands as customers
    from wellkept.duplicates.models import BeingCompared

    added = [customers.add_customer(name=f"Bäckerei Blume {n}", by=SYSTEM).pk for n in range(3)]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE linkage_key ADD CONSTRAINT poison CHECK (customer_id <> {added[0]}) NOT VALID"
        )
    try:
        compare_customers()
        assert [(fault.sweep, fault.item) for fault in sweeps.faults()] == [
            ("find_duplicates", str(added[0]))
        ]
        assert BeingCompared.objects.count() == 0
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT customer_id FROM linkage_key WHERE customer_id = ANY (%s)", [added]
            )
            assert {key for (key,) in cursor.fetchall()} == set(added[1:])
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE linkage_key DROP CONSTRAINT poison")
    compare_customers()
    assert sweeps.faults() == []
