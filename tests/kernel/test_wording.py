"""Times, durations and money as people read them, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wellkept.kernel import wording

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("length", "long", "short"),
    [
        (timedelta(0), "1 minute", "0 min"),
        (timedelta(minutes=38), "38 minutes", "38 min"),
        (timedelta(hours=6, minutes=5), "6 hours", "6 h 5 min"),
        (timedelta(days=4, hours=3), "4 days", "4 d 3 h"),
        (timedelta(days=9, minutes=3), "9 days", "9 d"),
        (timedelta(days=23), "3 weeks", "23 d"),
        (timedelta(days=146, hours=4), "4 months", "146 d"),
    ],
)
def test_durations(length, long, short):
    assert wording.duration(length) == long
    assert wording.duration_short(length) == short


def test_instants_are_said_in_the_readers_zone():
    say = {days: wording.moment(NOW + days * DAY, now=NOW, zone=BERLIN) for days in (-1, 0, 1, 4, 100)}

    assert say == {
        -1: "yesterday 16:00",
        0: "today 16:00",
        1: "tomorrow 16:00",
        4: "Wed 25 Nov, 16:00",
        100: "Mon 1 Mar 2027, 16:00",
    }


def test_a_late_date_says_by_how_much():
    assert wording.due(NOW - timedelta(hours=3, minutes=2), now=NOW, zone=BERLIN) == "3 h overdue"
    assert wording.due(NOW + timedelta(hours=2), now=NOW, zone=BERLIN) == "today 18:00"


def test_the_timeline_gets_coarser_with_age():
    stamps = [wording.stamp(NOW - days * DAY, now=NOW, zone=BERLIN) for days in (0, 3, 30, 400)]

    assert stamps == ["16:00", "Wed 16:00", "22 Oct", "17 Oct 2025"]


def test_a_customers_date_in_both_languages():
    assert wording.long_day(NOW + 4 * DAY, now=NOW, zone=BERLIN) == "Wednesday 25 November"
    with translation.override("de"):
        assert "Mittwoch" in wording.long_day(NOW + 4 * DAY, now=NOW, zone=BERLIN)
        assert "25. November" in wording.long_day(NOW + 4 * DAY, now=NOW, zone=BERLIN)


def test_money():
    assert wording.money(Decimal("18400"), "EUR") == "€18,400"
    assert wording.money(Decimal("18400.5"), "EUR") == "€18,400.50"
    assert wording.money(Decimal("-3.25"), "EUR") == "−€3.25"
    with translation.override("de"):
        assert wording.money(Decimal("18400.5"), "EUR") == "18.400,50\N{NO-BREAK SPACE}€"


@given(st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_any_duration_can_be_said(length):
    assert wording.duration(length)
    assert wording.duration_short(length)
    assert "overdue" in wording.overdue(length)
