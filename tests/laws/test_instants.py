"""Instants have bounds: in every column, and wherever a person, a program, a file or a mail gives one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from tests import cast as people
from tests.cast import DAY, MONDAY, Cast

from wellkept.events import migrations
from wellkept.events.models import Event
from wellkept.imports.rules.formats import read_date
from wellkept.intake.rules import told_at
from wellkept.journeys.commands import touches
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.journeys.touch import IncomingTouch, OutgoingTouch
from wellkept.kernel import clock, instants
from wellkept.kernel.refusal import Refusal
from wellkept.laws import refusal
from wellkept.mail.headers import date as date_of_mail
from wellkept.orders import commands as orders
from wellkept.web.form_fields import Day, When

pytestmark = [pytest.mark.law, pytest.mark.one_version]
BERLIN = ZoneInfo("Europe/Berlin")
# Tables of other people's packages; each keeps instants that their code takes from the clock.
THEIRS = (
    "account_",
    "auth_",
    "django_",
    "mfa_",
    "procrastinate_",
    "usersessions_",
    "socialaccount_",
    "shared_cache",
)
OUT_OF_BOUNDS = ("0001-01-01T00:00", "1899-12-31T00:00", "2200-01-02T00:00", "9999-12-31T23:59")


@pytest.mark.django_db
def test_every_column_for_an_instant_or_a_day_has_bounds() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name || '.' || column_name, domain_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type IN ('timestamp with time zone', 'date',"
            " 'timestamp without time zone')"
        )
        columns = dict(cursor.fetchall())
    ours = {name: domain for name, domain in columns.items() if not name.startswith(THEIRS)}
    assert len(ours) > 80
    assert {name for name, domain in ours.items() if domain not in ("instant", "day")} == set()


@pytest.mark.parametrize("zone", sorted(available_timezones()))
def test_every_time_zone_can_show_both_ends(zone: str) -> None:
    for end in (instants.EARLIEST, instants.LATEST):
        assert (end - DAY).astimezone(ZoneInfo(zone)) - (end - DAY) == timedelta(0)
        assert (end + DAY).astimezone(ZoneInfo(zone)) - (end + DAY) == timedelta(0)


def test_the_bounds_of_the_program_are_those_of_the_database() -> None:
    domains = (Path(migrations.__file__).parent / "0001_the_log.sql").read_text()
    assert f"'{instants.EARLIEST:%Y-%m-%d %H:%M:%S}+00'" in domains
    assert f"'{instants.LATEST:%Y-%m-%d %H:%M:%S}+00'" in domains
    assert f"'{instants.FIRST_DAY}' AND '{instants.LAST_DAY}'" in domains


@pytest.mark.parametrize("typed", OUT_OF_BOUNDS)
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This date is not between 1900 and 2199."),
        ("de", "Dieses Datum liegt nicht zwischen 1900 und 2199."),
    ],
)
def test_a_form_refuses_a_date_in_words(typed: str, language: str, sentence: str) -> None:
    with translation.override(language):
        with pytest.raises(ValidationError) as refused:
            When().clean(typed)
        assert [str(message) for message in refused.value.messages] == [sentence]
        with pytest.raises(ValidationError) as refused:
            Day().clean(typed.partition("T")[0])
        assert [str(message) for message in refused.value.messages] == [sentence]


def test_a_form_takes_what_is_between() -> None:
    assert When().clean("2199-12-31T22:00").year == 2199
    assert Day().clean("1900-01-01") == date(1900, 1, 1)


@pytest.mark.parametrize("cell", ["0001-01-01", "1899-12-30", "9999-12-31", "31.12.2200"])
def test_a_spreadsheet_has_no_such_date(cell: str) -> None:
    assert read_date(cell, order="dmy", zone=BERLIN) is None


@pytest.mark.parametrize(
    "header",
    ["Mon, 01 Jan 0001 00:00:00 +0000", "Fri, 31 Dec 9999 23:59:59 -1200", "Thu, 01 Jan 2201 00:00:00 +0000",
     "yesterday", "", "Sat, 02 Mar 2030 08:00:00 +0000", "Sun, 01 Mar 1998 08:00:00 +0000"],
)  # fmt: skip
def test_a_mail_whose_date_is_nonsense_counts_from_its_arrival(header: str) -> None:
    assert told_at(date_of_mail(header), MONDAY) == MONDAY


def test_so_many_hours_that_nobody_can_show_them_are_refused() -> None:
    for hours in (10.0**7, 10.0**12):
        with pytest.raises(Refusal) as refused:
            instants.later(MONDAY, hours=hours)
        assert (refused.value.code, refused.value.field) == ("invalid_due", "due")
    assert instants.later(MONDAY, hours=1) == MONDAY + timedelta(hours=1)


@pytest.mark.django_db
@pytest.mark.parametrize("due", [datetime(2200, 1, 1, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)])
def test_a_column_refuses_what_passed_the_border(cast: Cast, due: datetime) -> None:
    row = people.opened(cast)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Journey.objects.filter(pk=row.pk).update(requested_for=due)
    assert str(refusal(refused.value).sentence) == "This date is not between 1900 and 2199."


@pytest.mark.django_db
def test_an_older_touch_becomes_the_first_word_on_record(cast: Cast) -> None:
    row = people.opened(cast)
    began, older = row.opened_at, row.opened_at - 2 * DAY
    touch = touches.log_touch(
        journey=row.pk, touch=IncomingTouch("call", "It is dark", happened=older), by=cast.by("tom")
    )
    assert people.fresh(row).opened_at == older
    event = Event.objects.get(subject_id=row.pk, type="first_word_moved")
    assert json.loads(event.facts) == {
        "touch": touch.pk,
        "before": began.isoformat(),
        "opened": older.isoformat(),
    }
    touches.log_touch(
        journey=row.pk, touch=OutgoingTouch("call", "We come", happened=older + DAY), by=cast.by("tom")
    )
    assert people.fresh(row).opened_at == older


@pytest.mark.django_db
def test_nothing_is_decided_before_the_first_word(cast: Cast) -> None:
    row = people.put(cast)
    events = Event.objects.filter(subject_id=row.pk).count()
    with pytest.raises(Refusal) as refused:
        orders.agree(
            journey=row.pk, by=cast.by("olga"), evidence=Evidence("mail", "Yes", happened=row.opened_at - DAY)
        )
    assert (refused.value.code, refused.value.law, refused.value.field) == (
        "before_the_first_word",
        5,
        "happened",
    )
    assert Event.objects.filter(subject_id=row.pk).count() == events


@pytest.mark.django_db
def test_nobody_agrees_before_the_page_was_put_to_them(cast: Cast) -> None:
    with clock.at(MONDAY):
        row = people.put(cast)
        touches.log_touch(
            journey=row.pk, touch=IncomingTouch("call", "Dark", happened=MONDAY - 2 * DAY), by=cast.by("olga")
        )
        with pytest.raises(Refusal) as refused:
            orders.agree(
                journey=row.pk, by=cast.by("olga"), evidence=Evidence("mail", "Yes", happened=MONDAY - DAY)
            )
    assert (refused.value.code, refused.value.field) == ("before_it_was_put", "happened")
