"""Dates of agreed lines: on time in full against what was requested, first promised and promised now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from tests import cast as people
from tests.billing.world import agreed, term
from tests.cast import DAY, Cast

from wellkept.delivery import commands
from wellkept.delivery.line_dates import LineDates, OnTime, on_time, on_time_in_full
from wellkept.delivery.queries import progress_of
from wellkept.kernel import clock
from wellkept.orders.models import AgreementLine
from wellkept.orders.queries import agreement_in_force
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise

T = datetime(2026, 12, 1, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("done", "now", "verdict"),
    [
        (T + A_DAY, T + 9 * A_DAY, OnTime(True, True, True)),
        (T + 2 * A_DAY, T + 9 * A_DAY, OnTime(False, True, True)),
        (T + 4 * A_DAY, T + 9 * A_DAY, OnTime(False, False, True)),
        (None, T, OnTime(None, None, None)),
        (None, T + 2 * A_DAY, OnTime(False, None, None)),
        (None, T + 9 * A_DAY, OnTime(False, False, False)),
    ],
)
def test_a_line_is_judged_against_three_dates(done: datetime | None, now: datetime, verdict: OnTime) -> None:
    dates = LineDates(T + A_DAY, T + 3 * A_DAY, T + 5 * A_DAY, done)
    assert on_time(dates, now=now) == verdict


def test_all_lines_are_judged_together() -> None:
    early = LineDates(None, T + A_DAY, T + A_DAY, T)
    late = LineDates(None, T + A_DAY, T + 3 * A_DAY, T + 2 * A_DAY)
    open_line = LineDates(None, T + A_DAY, T + 3 * A_DAY, None)
    assert on_time_in_full([early], now=T) == OnTime(None, True, True)
    assert on_time_in_full([early, late], now=T + 3 * A_DAY) == OnTime(None, False, True)
    assert on_time_in_full([early, open_line], now=T) == OnTime(None, None, None)
    assert on_time_in_full([], now=T) == OnTime(None, None, None)


@pytest.mark.django_db
def test_the_dates_of_lines_are_those_of_the_ledger(cast: Cast) -> None:
    row = agreed(cast, [term("Pump", "840"), term("Lamp", "60", "5")])
    (promise,) = Promise.objects.filter(journey=row, kind="date")
    assert promise.due is not None
    lamp = AgreementLine.objects.get(journey=row, position=2).pk
    commands.deliver(journey=row.pk, words="Two", by=cast.by("jonas"), lines={lamp: Decimal(2)})
    later = promise.due + 2 * DAY
    move = promises.move_promise(
        journey=row.pk, promise=promise.pk, due=later, reason="Out of stock", by=cast.by("jonas")
    )
    promises.answer_new_date(journey=row.pk, move=move.pk, accept=True, by=people.speaker_of(row))
    with clock.at(promise.due + DAY):
        commands.deliver(journey=row.pk, words="Three", by=cast.by("jonas"), lines={lamp: Decimal(3)})
        pump, lamps = progress_of(people.fresh(row), agreement_in_force(row.pk))
        assert (lamps.dates.first, lamps.dates.current) == (promise.first_due, later)
        assert lamps.dates.done == clock.now()
        assert pump.dates.done is None
        assert on_time(lamps.dates, now=clock.now()) == OnTime(None, False, True)
        assert on_time_in_full((pump.dates, lamps.dates), now=clock.now()) == OnTime(None, False, None)
