"""The first page of an administrator and the doctor say what does not work, and only that."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from pytest_django.fixtures import Settings
from tests.cast import MONDAY, Cast
from tests.messages.sink import Sink, smtp_sink
from tests.web.signed_in import at

from wellkept.health import clock_checks, queries
from wellkept.installation import doctor
from wellkept.installation.postgres import Server
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.need import Need
from wellkept.kernel import clock
from wellkept.messages import commands as messages

pytestmark = pytest.mark.django_db
GIGABYTE = 1024**3


@pytest.fixture
def healthy(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A worker at work, much room, and a database whose clock is ours."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    sign_of_life(clock.now())
    free(monkeypatch, 100 * GIGABYTE)
    monkeypatch.setattr(clock_checks, "_database", lambda: doctor.clocks(clock.now().timestamp()))
    return cast


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with smtp_sink() as server:
        settings.MAIL_ACCOUNT = server.account
        yield server


def sign_of_life(instant: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = %s", [instant])


def free(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=count))


def of_letters() -> list[doctor.Finding]:
    return [trouble for trouble in queries.troubles() if trouble.what == "letters out"]


def first_page(cast: Cast, name: str = "ana") -> str:
    return at(cast, name).get("/desk").content.decode()


def test_a_healthy_installation_says_nothing(healthy: Cast) -> None:
    assert queries.troubles() == []
    assert "Something here does not work" not in first_page(healthy)


def test_a_worker_without_a_sign_of_life_is_said_to_administrators_alone(healthy: Cast) -> None:
    sign_of_life(clock.now() - timedelta(seconds=91))
    assert "No worker runs: mails and follow-ups wait." in first_page(healthy)
    assert "Something here does not work" not in first_page(healthy, "tom")
    sign_of_life(clock.now() - timedelta(seconds=89))
    assert "No worker runs" not in first_page(healthy)


def test_a_sign_of_life_that_is_to_come_is_none(healthy: Cast) -> None:
    """The worker died, and then the clock was set back."""
    sign_of_life(clock.now() + timedelta(hours=1))
    assert "No worker runs" in first_page(healthy)


@pytest.mark.parametrize(
    ("gigabytes", "state", "on_page"),
    [(6, doctor.State.WELL, False), (4, doctor.State.LACKS, False), (0.9, doctor.State.ILL, True)],
)
def test_space_that_becomes_short_is_said_before_it_is_gone(
    healthy: Cast, monkeypatch: pytest.MonkeyPatch, gigabytes: float, state: doctor.State, on_page: bool
) -> None:
    free(monkeypatch, int(gigabytes * GIGABYTE))
    assert doctor.space(Path(settings.DATA)).state is state
    assert (f"The disk has {gigabytes:.1f} GB free" in first_page(healthy)) is on_page


def test_clocks_apart_are_said(healthy: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_checks, "_database", lambda: doctor.clocks(clock.now().timestamp() - 3600))
    assert "The clocks of application and database are 3600 seconds apart." in first_page(healthy)


def test_entries_that_are_still_to_come_are_said_until_the_clock_has_caught_up(healthy: Cast) -> None:
    """The clock was ahead by a day, and is right again."""
    with clock.at(MONDAY + timedelta(days=1)):
        open_journey(customer=healthy.bakery.customer.pk, need=Need("No hot water"), by=healthy.by("ana"))
    sentence = "The record has entries up to 2026-03-03 08:00 UTC, which is still to come"
    assert sentence in first_page(healthy)
    assert "subjects (1) carry the time of the last one." in first_page(healthy)
    assert sentence not in first_page(healthy, "tom")
    for minutes, state in ((54, doctor.State.ILL), (55, doctor.State.WELL)):
        with clock.at(MONDAY + timedelta(hours=23, minutes=minutes)):
            assert clock_checks.check_times_of_record().state is state


def test_a_mail_server_that_takes_nothing_is_said_until_it_takes_something(healthy: Cast, sink: Sink) -> None:
    sink.otherwise = "451 4.3.0 Please come again"
    open_journey(
        customer=healthy.bakery.customer.pk,
        contact=healthy.bakery.contact.pk,
        need=Need("No hot water"),
        by=healthy.by("ana"),
        acknowledge=True,
    )
    messages.carry_due()
    assert sink.mails == []
    assert "has taken no letter" not in first_page(healthy), "a server may ask to come again"
    with clock.at(MONDAY + timedelta(minutes=16)):
        sign_of_life(clock.now())
        (trouble,) = of_letters()
        assert "451 4.3.0 Please come again. Letters that wait: 1." in str(trouble.sentence)
        assert "The mail server has taken no letter since" in first_page(healthy)
        sink.otherwise = "250 ok"
        messages.carry_due()
        assert len(sink.mails) == 1
        assert of_letters() == []
        assert "has taken no letter" not in first_page(healthy)


def test_the_question_for_the_clock_of_the_database_is_answered(cast: Cast) -> None:
    with clock.at(MONDAY):
        assert "apart" in str(clock_checks._database().sentence), "the machine's clock is not the test's"


def test_indexes_that_were_built_by_other_rules_are_said(
    database_url: str, postgres_server: Server, worker_name: str
) -> None:
    with psycopg.connect(database_url) as session, postgres_server.connect() as superuser:
        name = session.info.dbname
        assert doctor.order_of_words(session).state is doctor.State.WELL

        def sorts_by(version: str) -> None:
            superuser.execute(
                "UPDATE pg_database SET datcollversion = %s WHERE datname = %s", [version, name]
            )

        before = superuser.execute(
            "SELECT datcollversion FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        assert before is not None
        sorts_by("0.9")
        try:
            finding = doctor.order_of_words(session)
        finally:
            sorts_by(before[0])
        assert finding.state is doctor.State.ILL
        assert str(finding.sentence).startswith(
            "The indexes were built when the machine sorted by version 0.9;"
        )
