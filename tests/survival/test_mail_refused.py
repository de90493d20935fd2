"""A mail server that refuses for an hour, in five ways: each letter goes out once, in order, and counts as told then.

The hour is one of the kernel's clock. `make check` writes 60 letters in it, `make long` 1,000.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings
from tests.intake.lindenau import Lindenau
from tests.messages.sink import Sink, free_port, smtp_sink, unwilling_server
from tests.size import size
from tests.survival.world import deliveries

from wellkept import flow
from wellkept.events import outbox
from wellkept.health.mail_findings import of_mail
from wellkept.installation.doctor import Finding, State
from wellkept.installation.environment import MailAccount
from wellkept.journeys.commands.touches import write_to_customer
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.messages import carriers
from wellkept.messages import commands as messages
from wellkept.messages.models import Attempt
from wellkept.messages.smtp import Session
from wellkept.notices.models import Notice
from wellkept.promises.commands import make_promise, move_promise

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LETTERS = size(60, 1000)  # one a minute at least: the doctor counts from the first that is refused
GONE = "gone@example.org"


@contextmanager
def answering(port: int, answer: str) -> Iterator[None]:
    """A server that answers so to every recipient; but one address it does not know."""
    with smtp_sink(port) as sink:
        sink.otherwise, sink.recipients[GONE] = answer, "550 5.1.1 No such user"
        yield
        assert sink.mails == []


TROUBLES: dict[str, tuple[Callable[[int], AbstractContextManager[object]], str]] = {
    "greylisting": (partial(answering, answer="451 4.7.1 Come again later"), "451 4.7.1 Come again later"),
    "refuses us": (
        partial(answering, answer="554 5.7.1 Client host blocked"),
        "554 5.7.1 Client host blocked",
    ),
    "refuses to talk": (partial(unwilling_server, greeting=b"554 No service\r\n"), "554 No service"),
    "nobody listens": (lambda port: nullcontext(), "Connection refused"),
    "hangs": (unwilling_server, "timed out"),
}


@pytest.fixture
def port(settings: Settings) -> int:
    place = free_port()
    settings.MAIL_ACCOUNT = MailAccount("127.0.0.1", place, "", "", False, False)
    settings.PUBLIC_URL = "https://lindenau.example"
    return place


def a_minute_of_the_worker() -> None:
    """Follow the events, and sweep as the clock does."""
    while outbox.follow_next(flow.run):
        pass
    messages.carry_due()


def letters_out() -> Finding:
    return next(finding for finding in of_mail() if finding.what == "letters out")


@pytest.mark.parametrize("trouble", size(list(TROUBLES)[:1], list(TROUBLES)))
def test_an_hour_of_refusals(
    lindenau: Lindenau,
    port: int,
    trouble: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server, reason = TROUBLES[trouble]
    with clock.at(NOON):
        addresses = [*(f"c{number}@example.org" for number in range(9)), GONE]
        journeys = [lindenau.journey(lindenau.contact(to.split("@")[0], to)) for to in addresses]
        promise = make_promise(
            journey=journeys[0].pk, text="The boiler", due=NOON + 3 * DAY, by=lindenau.by_ana
        )
    written: list[UUID] = []
    with ExitStack() as hour:
        hour.enter_context(monkeypatch.context()).setattr(carriers, "Session", partial(Session, timeout=0.3))
        hour.enter_context(server(port))
        for minute in range(60):
            with clock.at(NOON + minute * MINUTE):
                write_letters(lindenau, journeys, written, LETTERS * (minute + 1) // 60)
                if minute == 10:
                    move = move_promise(
                        journey=journeys[0].pk,
                        promise=promise.pk,
                        due=NOON + 5 * DAY,
                        reason="The line is late",
                        by=lindenau.by_ana,
                    )
                a_minute_of_the_worker()
                assert (letters_out().state is State.ILL) == (minute >= 15), minute
        tries = Attempt.objects.filter(outcome="not_now").count()
        with clock.at(NOON + 60 * MINUTE):
            assert reason in str(letters_out().sentence)
    assert not Notice.objects.filter(told_at__isnull=False).exists()
    promise.refresh_from_db()
    assert promise.due == NOON + 3 * DAY, "a promise moves when the customer was told"
    assert tries < 60, "one letter asks for all"

    written.append(move.notice_id)
    with smtp_sink(port) as sink:
        sink.recipients[GONE] = "550 5.1.1 No such user"
        minute = 60
        while Notice.objects.filter(due_at__isnull=False).exists():
            with clock.at(NOON + minute * MINUTE):
                a_minute_of_the_worker()
            minute += 1
            assert minute <= 60 + 17, "letters go soon after the server is back"
    with clock.at(NOON + minute * MINUTE):
        assert letters_out().state is State.WELL
    assert_each_was_told_once(trouble, sink, written, tries, minute - 60, capsys)
    promise.refresh_from_db()
    move.refresh_from_db()
    assert promise.due == NOON + 5 * DAY
    assert move.told_at is not None
    assert move.told_at >= NOON + 60 * MINUTE


def write_letters(lindenau: Lindenau, journeys: list[Journey], written: list[UUID], count: int) -> None:
    while len(written) < count:
        journey = journeys[len(written) % len(journeys)]
        notice = write_to_customer(journey=journey.pk, words="We are on it", by=lindenau.by_ana)
        written.append(notice.pk)


def assert_each_was_told_once(
    trouble: str, sink: Sink, written: list[UUID], tries: int, took: int, capsys: pytest.CaptureFixture[str]
) -> None:
    letters = deliveries(sink.mails)
    notices = Notice.objects.in_bulk(written)
    delivered = [row for row in notices.values() if row.told_at is not None]
    refused = [row for row in notices.values() if row.given_up_at is not None]
    twice = sum(times - 1 for times in letters.values())
    with capsys.disabled():
        print(
            f"\n  mail server {trouble} for an hour: acknowledged {len(written)}, found {len(notices)},"
            f" lost {len(written) - len(notices)}, doubled {twice}, letters {len(letters)}, told {len(delivered)},"
            f" given up {len(refused)} (no such user), tries in the hour {tries}, out {took} min after"
        )
    assert len(notices) == len(written)
    assert twice == 0
    assert {row.address for row in refused} == {GONE}
    assert {str(row.pk) for row in delivered} == set(letters)
    assert len(delivered) + len(refused) == len(written)
    assert all(row.told_at >= NOON + 60 * MINUTE for row in delivered if row.told_at)
    places = [notices[UUID(key)].made_at for key in letters][
        1:
    ]  # the first one asked whether the server is back
    assert places == sorted(places)
