"""The outbox: each event that has to be followed is followed once, also after a crash."""

from __future__ import annotations

import itertools
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from tests.cast import Cast, opened
from tests.database import as_superuser

from wellkept.events import commands as events
from wellkept.events import outbox
from wellkept.events.models import TRIES, Event, Outbox
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.stored_text import store
from wellkept.notices.facts import NoticeGivenUp
from wellkept.people.actor import SYSTEM
from wellkept.server.follower import Follower


def recorded(journey: Journey) -> int:
    """The key of an event that has to be followed."""
    fact = NoticeGivenUp(notice="none", kind="none", tries=1, why=store("none"))
    return events.record(events.Entry(journey.pk, fact), by=SYSTEM.by)[0]


def only(journey: Journey) -> int:
    """The same, as the only one in the outbox."""
    Outbox.objects.all().delete()
    return recorded(journey)


def nothing(event: int) -> None:
    pass


def failing(event: int) -> None:
    raise OSError("The mail server is away.")


@pytest.mark.django_db
def test_the_event_that_is_due_first_is_followed_and_its_row_goes(cast: Cast) -> None:
    journey = opened(cast)
    first, second = only(journey), recorded(journey)
    followed: list[int] = []
    assert outbox.follow_next(followed.append)
    assert list(Outbox.objects.values_list("event_id", flat=True)) == [second]
    assert outbox.follow_next(followed.append)
    assert followed == [first, second]
    assert not outbox.follow_next(followed.append)
    assert Outbox.objects.count() == 0


@pytest.mark.django_db
def test_an_event_that_fails_is_tried_later_and_later_then_kept_and_told(cast: Cast) -> None:
    journey = opened(cast)
    event = only(journey)
    now, began = clock.now() + timedelta(seconds=1), clock.now()
    tries = 0
    while Outbox.objects.get().failed_at is None:
        with clock.at(now):
            assert outbox.follow_next(failing)
            tries += 1
            assert not outbox.follow_next(nothing), "It is tried again at once."
        row = Outbox.objects.get()
        assert (row.attempts, without_line(row.last_error)) == (tries, "OSError in events/outbox.py")
        if row.failed_at is None:
            assert now + timedelta(seconds=1) <= row.next_try <= now + timedelta(minutes=10)
        now = row.next_try
    assert tries == TRIES
    assert timedelta(hours=10) < now - began < timedelta(hours=14)
    with clock.at(now + timedelta(days=1)):
        assert not outbox.follow_next(nothing)
        count, error = outbox.failed()
        assert (count, without_line(error)) == (1, "OSError in events/outbox.py")
        assert outbox.try_failed_again() == 1
        assert outbox.failed() == (0, "")
        followed: list[int] = []
        assert outbox.follow_next(followed.append)
    assert followed == [event]


def without_line(words: str) -> str:
    return re.sub(r", line \d+$", "", words)


def test_the_pauses_grow_to_ten_minutes() -> None:
    pauses = [outbox.pause_after(attempts) for attempts in range(1, TRIES)]
    assert pauses[:4] == [timedelta(seconds=n) for n in (1, 2, 4, 8)]
    assert all(earlier <= later for earlier, later in itertools.pairwise(pauses))
    assert pauses[-1] == timedelta(minutes=10)


@pytest.mark.django_db(transaction=True)
def test_a_reaction_and_the_end_of_its_row_are_one_transaction(cast: Cast) -> None:
    journey = opened(cast)
    event = only(journey)

    def half(_: int) -> None:
        recorded(journey)
        raise OSError("in the middle")

    before = Event.objects.count()
    assert outbox.follow_next(half)
    assert Event.objects.count() == before
    assert list(Outbox.objects.values_list("event_id", "attempts")) == [(event, 1)]


@pytest.mark.django_db(transaction=True)
def test_a_law_that_breaks_at_the_end_of_the_transaction_is_a_failed_try(cast: Cast) -> None:
    journey = opened(cast)
    only(journey)

    def lawless(_: int) -> None:
        Journey.objects.filter(pk=journey.pk).update(need="less")

    assert outbox.follow_next(lawless)
    row = Outbox.objects.get()
    assert row.attempts == 1
    assert without_line(row.last_error) == (
        "IntegrityError 23000 every_change_has_its_event in events/outbox.py"
    )
    assert not Journey.objects.filter(need="less").exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_follow_the_same_event(cast: Cast) -> None:
    journey = opened(cast)
    only(journey)
    for _ in range(39):
        recorded(journey)
    followed: list[int] = []

    def work() -> None:
        try:
            while outbox.follow_next(followed.append):
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(followed), len(set(followed))) == (40, 40)


@contextmanager
def at_work(follow: Callable[[int], None]) -> Iterator[None]:
    follower = Follower(follow, threads=2)
    follower.start()
    try:
        yield
    finally:
        follower.stop()


def within(seconds: float, true: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.002)
    return False


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_when_something_is_recorded(cast: Cast) -> None:
    journey = opened(cast)
    Outbox.objects.all().delete()
    heard = threading.Event()
    with at_work(lambda event: heard.set()):
        time.sleep(0.5)  # the first look is over, and the next is seconds away
        took = []
        for _ in range(5):
            heard.clear()
            recorded(journey)
            began = time.monotonic()
            assert heard.wait(4)
            took.append(time.monotonic() - began)
    assert min(took) < 0.5


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_connections_are_cut_goes_on(cast: Cast) -> None:
    journey = opened(cast)
    Outbox.objects.all().delete()
    followed: list[int] = []
    with at_work(followed.append):
        first = recorded(journey)
        assert within(10, lambda: followed == [first])
        with as_superuser(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        second = recorded(journey)
        assert within(15, lambda: followed == [first, second])


KILLED = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "wellkept.settings"
import django
django.setup()
from wellkept.events import outbox

def follow(event):
    print(event, flush=True)
    time.sleep(60)

outbox.follow_next(follow)
"""


@pytest.mark.django_db(transaction=True)
def test_an_event_of_a_killed_worker_is_followed_by_another(cast: Cast, database_url: str) -> None:
    journey = opened(cast)
    event = only(journey)
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED],
        env={**os.environ, "DATABASE_URL": database_url},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert killed.stdout is not None
    assert killed.stdout.readline() == f"{event}\n"
    followed: list[int] = []
    with clock.at(datetime.now(UTC) + timedelta(minutes=1)):  # its next try is due
        assert not outbox.follow_next(followed.append), "Two have the same event in hand."
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert within(10, lambda: outbox.follow_next(followed.append))
    assert followed == [event]
    assert Outbox.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_event_that_is_rolled_back_is_not_followed(cast: Cast) -> None:
    journey = opened(cast)
    Outbox.objects.all().delete()
    with transaction.atomic():
        recorded(journey)
        transaction.set_rollback(True)
    assert not outbox.follow_next(nothing)


@pytest.mark.django_db
def test_an_event_from_before_the_clock_was_set_back_is_followed_at_once(cast: Cast) -> None:
    """No pause is longer than ten minutes: a row that is due later was written by a clock that was ahead."""
    event, now = only(opened(cast)), clock.now()
    with clock.at(now - timedelta(minutes=5)):
        assert not outbox.follow_next(nothing)
    followed: list[int] = []
    with clock.at(now - timedelta(hours=1)):
        assert outbox.follow_next(followed.append)
    assert followed == [event]
