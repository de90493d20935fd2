"""One clock, which a simulation can bring along."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from wellkept.kernel import clock

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_unpinned_it_is_the_machines_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().utcoffset() == timedelta(0)


def test_pinned_it_stands_still_and_is_given_back() -> None:
    with clock.at(NOON):
        assert clock.now() == clock.now() == NOON
        with clock.at(NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
        assert clock.now() == NOON
    assert clock.now() != NOON


def test_the_clock_is_restored_after_an_exception() -> None:
    with pytest.raises(ZeroDivisionError), clock.at(NOON):
        raise ZeroDivisionError
    assert clock.now() != NOON


def test_a_clock_that_is_set_is_noticed_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    wall, steady = 1_000_000.0, 50.0
    monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: wall, monotonic=lambda: steady))
    monkeypatch.setattr(clock, "_watch", clock._Watch())
    assert not clock.was_set()
    wall, steady = wall + 10.5, steady + 10  # half a second is a correction
    assert not clock.was_set()
    wall -= 3600
    clock.now()
    wall, steady = wall + 59, steady + 59
    assert clock.was_set()
    wall, steady = wall + 2, steady + 2
    assert not clock.was_set()


def test_an_instant_of_another_zone_is_told_in_utc() -> None:
    with clock.at(datetime(2026, 3, 2, 13, 0, tzinfo=timezone(timedelta(hours=1)))):
        assert clock.now() == NOON
        assert clock.now().tzinfo is UTC


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 3, 2)):  # noqa: DTZ001
        pass


def test_another_thread_keeps_its_own_time() -> None:
    seen: list[datetime] = []
    with clock.at(NOON):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen[0] != NOON
