"""Quiet hours: automatic letters that can wait do, all others go at once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from tests.cast import MONDAY, Cast

from wellkept.customers.commands import change_contact
from wellkept.events.commands import record
from wellkept.kernel import clock
from wellkept.messages.commands import carry_due
from wellkept.messages.letters.kinds import KINDS
from wellkept.messages.rules import CAN_WAIT, quiet_until
from wellkept.notices.addressee import Addressee
from wellkept.notices.commands import write
from wellkept.notices.models import Notice
from wellkept.people.actor import SYSTEM

BERLIN = ZoneInfo("Europe/Berlin")
EVENING = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)  # half past ten in Berlin


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "start", "end", "until"),
    [
        ("2026-03-02T22:30", time(20), time(7), "2026-03-03T07:00"),  # over midnight, before it
        ("2026-03-03T06:59", time(20), time(7), "2026-03-03T07:00"),  # and after it
        ("2026-03-03T07:00", time(20), time(7), None),  # the end is no longer quiet
        ("2026-03-02T20:00", time(20), time(7), "2026-03-03T07:00"),  # the start is
        ("2026-03-02T12:30", time(12), time(14, 15), "2026-03-02T14:15"),  # within a day
        ("2026-03-02T14:15", time(12), time(14, 15), None),
        (
            "2026-03-28T23:00",
            time(22),
            time(7),
            "2026-03-29T07:00",
        ),  # the night in which the clock is set forward
        ("2026-03-29T01:30", time(22), time(2, 30), "2026-03-29T03:30"),  # an end that does not exist
        ("2026-10-24T23:00", time(22), time(7), "2026-10-25T07:00"),  # and the one in which it is set back
    ],
)
def test_quiet_hours_end(now: str, start: time, end: time, until: str | None) -> None:
    until_found = quiet_until(now=local(now), zone=BERLIN, start=start, end=end)
    assert until_found == (local(until) if until else None)


def test_the_end_is_ahead_in_a_repeated_hour() -> None:
    twice = datetime(2026, 10, 25, 1, 40, tzinfo=UTC)  # 02:40 in Berlin, for the second time
    until_found = quiet_until(now=twice, zone=BERLIN, start=time(22), end=time(2, 50))
    assert until_found == twice + timedelta(minutes=10)


def test_without_quiet_hours_nothing_waits() -> None:
    assert quiet_until(now=EVENING, zone=BERLIN, start=None, end=None) is None


def test_kinds_that_can_wait_exist() -> None:
    assert set(KINDS) > CAN_WAIT
    assert not {"delay", "cancelled", "code", "link", "received", "recorded", "please_accept"} & CAN_WAIT


def letters(cast: Cast, *kinds: str, automatic: bool = True) -> None:
    for kind in kinds:
        _, entry = write(
            subject=cast.bakery.customer.pk,
            kind=kind,
            to=Addressee(cast.bakery.contact),
            person=cast.tom.pk,
            words="x",
            automatic=automatic,
        )
        record(entry, by=SYSTEM.by)


def told() -> set[str]:
    return set(Notice.objects.filter(told_at__isnull=False).values_list("kind", flat=True))


@pytest.mark.django_db
@override_settings(MAILBOX=True)
def test_urgent_letters_go_in_the_evening_and_the_others_in_the_morning(cast: Cast) -> None:
    change_contact(
        contact=cast.bakery.contact.pk,
        quiet_from=time(20),
        quiet_until=time(7),
        time_zone="Europe/Berlin",
        by=cast.by("tom"),
    )
    with clock.at(EVENING):
        letters(cast, "read_back", "delay", "code", "cancelled", "promise_made", "received")
        carry_due()
        assert told() == {"delay", "code", "cancelled", "received"}
        waiting = Notice.objects.filter(told_at__isnull=True)
        assert {notice.due_at for notice in waiting} == {local("2026-03-03T07:00")}
        assert {notice.tries for notice in waiting} == {0}
        assert carry_due() == 0  # nothing is looked at again before
    with clock.at(local("2026-03-03T07:00")):
        carry_due()
    assert told() == {"delay", "code", "cancelled", "received", "read_back", "promise_made"}


@pytest.mark.django_db
@override_settings(MAILBOX=True)
def test_a_colleagues_letter_goes_at_once(cast: Cast) -> None:
    change_contact(
        contact=cast.bakery.contact.pk, quiet_from=time(0), quiet_until=time(23, 59), by=cast.by("tom")
    )
    letters(cast, "promise_made", automatic=False)
    carry_due()
    assert told() == {"promise_made"}


@pytest.mark.django_db
@override_settings(MAILBOX=True)
def test_quiet_hours_use_the_contacts_zone_or_the_customers(cast: Cast) -> None:
    quiet = {"quiet_from": time(8), "quiet_until": time(10)}
    change_contact(contact=cast.bakery.contact.pk, time_zone="Asia/Tokyo", by=cast.by("tom"), **quiet)
    with clock.at(MONDAY):  # eight in the morning in UTC, five in the afternoon in Tokyo
        letters(cast, "read_back")
        carry_due()
        assert told() == {"read_back"}
        change_contact(contact=cast.bakery.contact.pk, time_zone="", by=cast.by("tom"))
        letters(cast, "promise_made")
        carry_due()
    assert told() == {"read_back"}
