"""The clock of the machine was set back, by an hour or by a day: work goes on, and the log goes on from its last entry.

No act has an exception from the law of times: while the clock is behind, it takes the time of its subject's last entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import DAY, HOUR, MONDAY, Cast, in_delivery, offered, opened
from tests.events import chain

from wellkept.events.queries import history
from wellkept.journeys.commands.handoffs import accept_handoff
from wellkept.journeys.commands.touches import log_touch, write_to_customer
from wellkept.journeys.models import Handoff, Journey
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.notices import commands as notices
from wellkept.notices.models import Notice
from wellkept.people.actor import SYSTEM
from wellkept.promises.commands import keep_promise, make_promise, mark_broken, move_promise, notice_told
from wellkept.promises.models import Promise
from wellkept.quality.commands import close_nonconformity, raise_nonconformity
from wellkept.verification.queries import verify
from wellkept.voice.commands.statements import end_statement, note_statement
from wellkept.voice.source import Source

pytestmark = [pytest.mark.law, pytest.mark.django_db(transaction=True)]


@contextmanager
def machine_at(instant: datetime) -> Iterator[None]:
    """Both clocks: of the program and of the database."""
    set_clock(instant)
    try:
        with clock.at(instant):
            yield
    finally:
        set_clock(None)


def set_clock(instant: datetime | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed.set_clock(%s)", [instant or "infinity"])


def log_a_call(cast: Cast, row: Journey) -> None:
    log_touch(journey=row.pk, touch=IncomingTouch("call", "They called"), by=cast.by("ana"))


def ask_on_the_page(cast: Cast, row: Journey) -> None:
    log_touch(journey=row.pk, touch=IncomingTouch("page", "When?"), by=cast.bakery.actor)
    row.refresh_from_db()
    assert row.court == "us"


def promise_and_keep(cast: Cast, row: Journey) -> None:
    promise = make_promise(journey=row.pk, text="A call", due=clock.now() + 3 * DAY, by=cast.by("ana"))
    keep_promise(journey=row.pk, promise=promise.pk, by=cast.by("ana"))
    promise.refresh_from_db()
    assert promise.kept_at == promise.made_at == MONDAY


def write_and_deliver(cast: Cast, row: Journey) -> None:
    notice = write_to_customer(journey=row.pk, words="We are on it", by=cast.by("ana"))
    notices.carried(notice=notice.pk, title="t", text="t", html="t", by=SYSTEM)
    notices.returned(notice=notice.pk, why="No such user", by=SYSTEM)
    row_of_notice = Notice.objects.get(pk=notice.pk)
    assert row_of_notice.made_at == row_of_notice.carried_at == row_of_notice.returned_at == MONDAY


def deliver_an_earlier_letter(cast: Cast, row: Journey) -> None:
    """The receipt was written before the clock was set back, and is taken after it."""
    notice = Notice.objects.get(subject_id=row.pk, kind="received")
    notices.carried(notice=notice.pk, title="t", text="t", html="t", by=SYSTEM)
    notice.refresh_from_db()
    assert notice.told_at == MONDAY


ACTS: dict[str, Callable[[Cast, Journey], None]] = {
    act.__name__: act
    for act in (log_a_call, ask_on_the_page, promise_and_keep, write_and_deliver, deliver_an_earlier_letter)
}


@pytest.mark.parametrize("back", [HOUR, DAY], ids=["an hour", "a day"])
@pytest.mark.parametrize("act", ACTS)
def test_acts_take_the_time_of_the_last_entry(cast: Cast, act: str, back: timedelta) -> None:
    row = opened(cast)
    before = len(history(row.pk))
    with machine_at(MONDAY - back):
        ACTS[act](cast, row)
    entries = history(row.pk)[before:]
    assert {entry.recorded for entry in entries} == {MONDAY}
    assert {entry.happened for entry in entries} == {MONDAY}, "the courts follow what happened"
    assert_the_record_is_sound()


def test_a_moved_promise_is_told_and_moves(cast: Cast) -> None:
    row = in_delivery(cast)
    promise = row.promises.get(kind="date")
    assert promise.due is not None
    with machine_at(MONDAY - HOUR):
        move = move_promise(
            journey=row.pk, promise=promise.pk, due=promise.due + DAY, reason="Late", by=cast.by("jonas")
        )
        with transaction.atomic():
            notices.carried(notice=move.notice_id, title="t", text="t", html="t", by=SYSTEM)
            notice_told(notice=move.notice_id)
    move.refresh_from_db()
    assert move.moved_at == move.told_at == MONDAY
    promise.refresh_from_db()
    assert promise.due == move.to_due
    assert_the_record_is_sound()


def test_an_offer_is_accepted(cast: Cast) -> None:
    row = offered(cast)
    with machine_at(MONDAY - HOUR):
        accept_handoff(journey=row.pk, by=cast.by("olga"))
    handoff = Handoff.objects.get(journey=row, state="accepted")
    assert handoff.answered_at == handoff.offered_at == MONDAY
    assert_the_record_is_sound()


def test_other_subjects_go_on_too(cast: Cast) -> None:
    """Also acts without a journey's turn: on a nonconformity, on a customer's statement."""
    ana, customer = cast.by("ana"), cast.bakery.customer.pk
    raised = raise_nonconformity(
        what="The line is dead", handler=cast.tom.pk, next_step="Look", due=MONDAY + DAY, by=ana
    )
    statement = note_statement(
        customer=customer,
        kind="goal",
        words="A second shop",
        source=Source(contact=cast.bakery.contact.pk),
        by=ana,
    )
    with machine_at(MONDAY - HOUR):
        close_nonconformity(nonconformity=raised.pk, correction="Mended", cause="A mouse", by=ana)
        end_statement(statement=statement.pk, why="Done", by=ana)
    raised.refresh_from_db()
    statement.refresh_from_db()
    assert raised.closed_at == raised.raised_at == MONDAY
    assert statement.ended_at == statement.noted_at == MONDAY
    assert_the_record_is_sound()


def test_a_journey_that_the_wrong_clock_never_saw_has_the_right_time(cast: Cast) -> None:
    """A day ahead and back again: only what was written while the clock was wrong keeps its time."""
    with machine_at(MONDAY):
        before, wrong = opened(cast), opened(cast)
    with machine_at(MONDAY + DAY):
        log_a_call(cast, wrong)
    now = MONDAY + HOUR
    with machine_at(now):
        for row in (before, wrong, opened(cast)):
            promise = make_promise(journey=row.pk, text="A call", due=now + 3 * DAY, by=cast.by("ana"))
            promise.refresh_from_db()
            assert promise.made_at == (MONDAY + DAY if row == wrong else now)
    assert_the_record_is_sound()


def test_a_promise_is_broken_once_and_never_early(cast: Cast) -> None:
    row = opened(cast)
    promise = make_promise(journey=row.pk, text="A call", due=MONDAY + 2 * HOUR, by=cast.by("ana"))
    with machine_at(MONDAY + timedelta(minutes=90)):
        log_a_call(cast, row)
    for instant, times in (
        (MONDAY + HOUR, 0),
        (MONDAY + timedelta(minutes=119), 0),
        (MONDAY + timedelta(minutes=121), 1),
        (MONDAY + HOUR, 1),
        (MONDAY + timedelta(minutes=122), 1),
    ):
        with machine_at(instant):
            mark_broken()
        assert [entry.type for entry in history(row.pk)].count("promise_broken") == times
    assert Promise.objects.filter(pk=promise.pk).exists()
    assert_the_record_is_sound()


def test_a_time_that_only_the_program_has_is_refused(cast: Cast) -> None:
    """The database's own clock is not behind: a program cannot date its acts back."""
    row = opened(cast)
    with machine_at(MONDAY + HOUR):
        log_a_call(cast, row)
        notice = Notice.objects.get(subject_id=row.pk, kind="received").pk
        earlier = MONDAY + timedelta(minutes=40)
        with pytest.raises(IntegrityError, match="is not the time of its record"):
            notices.carried(notice=notice, title="t", text="t", html="t", by=SYSTEM, at=earlier)


def assert_the_record_is_sound() -> None:
    assert chain.faults() == []
    assert verify().broken is None
