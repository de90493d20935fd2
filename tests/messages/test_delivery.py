"""Delivery of notices: from the row to a mail server, and what is recorded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings
from tests.database import as_owner, past_the_laws
from tests.intake.lindenau import Lindenau, set_up
from tests.messages.sink import Sink, free_port, smtp_sink

from wellkept.customers import commands as customers
from wellkept.customers.queries import link_by_key
from wellkept.duplicates.commands.split import split
from wellkept.events.queries import history
from wellkept.installation.environment import MailAccount
from wellkept.intake.receive import receive
from wellkept.journeys.commands.details import note_reference
from wellkept.journeys.commands.links import send_link
from wellkept.journeys.commands.touches import write_to_customer
from wellkept.journeys.models import Journey
from wellkept.kernel import clock, number
from wellkept.kernel.refusal import Refusal
from wellkept.messages import commands, queries
from wellkept.messages.letters import PAGE, compose
from wellkept.messages.models import Attempt, ServerPause
from wellkept.notices import commands as notices
from wellkept.notices.models import Notice
from wellkept.notices.queries import undelivered
from wellkept.people import commands as people
from wellkept.people.actor import SYSTEM

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with smtp_sink() as server:
        settings.MAIL_ACCOUNT = server.account
        settings.PUBLIC_URL = "https://lindenau.example"
        yield server


@pytest.fixture
def journey(lindenau: Lindenau) -> Journey:
    """Open a journey whose first notice, the confirmation, is still to be delivered."""
    return lindenau.journey(lindenau.contact(), acknowledge=True)


def the_notice() -> Notice:
    return Notice.objects.get()


def as_restored(**columns: str) -> None:
    """Change every notice as a restore writes it: past the laws, which ask for an event."""
    with past_the_laws():
        Notice.objects.update(**columns)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_server_that_takes_few_letters_by_one_connection_gets_the_others_by_the_next(
    lindenau: Lindenau, sink: Sink
) -> None:
    for number_of_journey in range(5):
        contact = lindenau.contact(f"C {number_of_journey}", f"c{number_of_journey}@example.org")
        lindenau.journey(contact, acknowledge=True)
    sink.share = 2
    assert commands.carry_due() == 5
    assert len({mail["To"] for mail in sink.mails}) == len(sink.mails) == 5
    assert not Notice.objects.filter(told_at=None).exists()
    assert not ServerPause.objects.exists()


def test_a_letter_that_waited_goes_to_nobody_of_another_customer(
    lindenau: Lindenau, sink: Sink, journey: Journey
) -> None:
    """A colleague of the contact was to get it, and the customer was split before it went."""
    colleague = customers.add_contact(
        customer=journey.customer_id, name="Anna Neu", email="anna@neu.example", by=lindenau.by_ana
    )
    commands.carry_due()
    link = customers.link_for(contact=colleague.pk, subject=journey.pk, days=90)
    assert send_link(link=link.pk)
    split(
        customer=journey.customer_id,
        name="Neu GmbH",
        contacts=[journey.contact_id],
        journeys=[journey.pk],
        by=lindenau.by_ana,
    )
    commands.carry_due()
    assert [mail["To"].addresses[0].addr_spec for mail in sink.mails] == ["erika@example.org"]
    letter = Notice.objects.get(contact=colleague)
    assert (letter.told_at, letter.trouble) == (None, commands.ANOTHERS)


def test_a_delivered_notice_counts_as_told(sink: Sink, journey: Journey) -> None:
    assert commands.carry_due() == 1
    (mail,) = sink.mails
    events_told = the_notice()
    assert mail["Subject"] == f"[{number.show(journey.number)}] We have your message"
    assert mail["Message-ID"] == f"<notice-{events_told.pk}@lindenau.example>"
    assert mail["References"] == f"<journey-{journey.number}@lindenau.example>"
    assert mail["From"] == "Ana Ruiz · Lindenau Elektro <office@lindenau.example>"
    assert mail["To"] == "Erika Muster <erika@example.org>"
    text = text_of(mail)
    assert "Hello Erika Muster," in text
    assert "No hot water" in text
    assert "Ana Ruiz, +49 30 1234, ana@lindenau.example" in text
    assert (events_told.told_at, events_told.due_at, events_told.title) == (NOW, None, "We have your message")
    assert history(journey.pk)[-1].type == "notice_told"
    assert commands.carry_due() == 0
    assert len(sink.mails) == 1


def test_only_the_mail_holds_the_key(sink: Sink, journey: Journey) -> None:
    commands.carry_due()
    key = text_of(sink.mails[0]).partition("https://lindenau.example/my/")[2].split()[0]
    link = link_by_key(key)
    assert link is not None
    assert (link.subject_id, link.contact_id) == (journey.pk, journey.contact_id)
    events_told = the_notice()
    assert PAGE in events_told.text
    assert key not in events_told.text + events_told.html
    assert all(key not in str(event.facts) for event in history(journey.pk))


def test_a_persons_letter_is_not_automatic_and_answers_a_mail(
    sink: Sink, lindenau: Lindenau, settings: Settings, tmp_path: Path
) -> None:
    settings.FILES = tmp_path
    journey = lindenau.journey(lindenau.contact())
    receive(
        b"From: erika@example.org\nTo: office@lindenau.example\nMessage-ID: <e1@example.org>\n"
        b"Subject: When?\n\nWhen do you come?\n"
    )
    write_to_customer(journey=journey.pk, words="On Friday at ten.", by=lindenau.by_ana)
    commands.carry_due()
    (mail,) = sink.mails
    assert mail["In-Reply-To"] == "<e1@example.org>"
    assert mail["References"] == f"<journey-{journey.number}@lindenau.example> <e1@example.org>"
    assert mail["Auto-Submitted"] is None
    assert "On Friday at ten." in text_of(mail)


def test_a_temporary_failure_is_retried(sink: Sink, journey: Journey) -> None:
    sink.after_data = "451 4.3.0 busy"
    commands.carry_due()
    waiting = the_notice()
    assert (waiting.carried_at, waiting.tries, waiting.trouble) == (None, 1, "451 4.3.0 busy")
    assert waiting.due_at is not None
    assert timedelta(seconds=48) <= waiting.due_at - NOW <= timedelta(seconds=72)
    assert commands.carry_due() == 0
    sink.after_data = "250 taken"
    with clock.at(waiting.due_at):
        assert commands.carry_due() == 1
    assert [a.outcome for a in queries.attempts(waiting.pk)] == ["carried", "not_now"]
    assert the_notice().told_at == waiting.due_at


def try_until_given_up() -> int:
    tries = 0
    while (due := the_notice().due_at) is not None:
        with clock.at(due):
            tries += commands.carry_due()
    return tries


def test_after_three_days_a_letter_is_given_up_shown_and_can_be_resent(
    sink: Sink, journey: Journey, lindenau: Lindenau
) -> None:
    sink.after_data = "451 4.3.0 busy"
    assert 12 < try_until_given_up() < 20
    dead = the_notice()
    assert dead.given_up_at is not None
    assert timedelta(days=2) < dead.given_up_at - NOW <= timedelta(days=3)
    assert [n.pk for n in undelivered()] == [dead.pk]
    assert history(journey.pk)[-1].type == "notice_given_up"
    with clock.at(NOW + timedelta(days=5)):
        notices.send_again(notice=dead.pk, by=lindenau.by_ana)
        commands.carry_due()
        assert the_notice().given_up_at is None  # it gets its three days again
        sink.after_data = "250 taken"
    with clock.at(NOW + timedelta(days=6)):
        commands.carry_due()
    assert the_notice().told_at == NOW + timedelta(days=6)
    assert [m["Message-ID"] for m in sink.mails] == [f"<notice-{dead.pk}@lindenau.example>"]
    assert undelivered() == []


def test_a_refusal_of_us_is_permanent_for_a_letter_once_another_was_taken(
    sink: Sink, journey: Journey, lindenau: Lindenau
) -> None:
    """Refused as if all were; then another letter is taken: it was this one's content, and no fault of ours."""
    sink.recipients["erika@example.org"] = "550 5.7.1 Message refused"
    commands.carry_due()
    refused = the_notice()
    assert (refused.given_up_at, refused.trouble) == (None, "550 5.7.1 Message refused")
    lindenau.journey(lindenau.contact("Max", "max@example.org"), acknowledge=True)
    commands.carry_due()
    assert [m["To"] for m in sink.mails] == ["Max <max@example.org>"]
    with clock.at(NOW + timedelta(minutes=2)):
        commands.carry_due()
    refused.refresh_from_db()
    assert refused.given_up_at == NOW + timedelta(minutes=2)


def test_a_server_that_is_away_is_asked_by_one_letter_ever_more_rarely(
    journey: Journey, lindenau: Lindenau, settings: Settings
) -> None:
    """And all who could not be told in three days are told otherwise, also those whose letters were never tried."""
    port = free_port()
    settings.MAIL_ACCOUNT = MailAccount("127.0.0.1", port, "", "", False, False)
    for n in range(3):
        lindenau.journey(lindenau.contact(f"C{n}", f"c{n}@example.org"), acknowledge=True)
    first = Notice.objects.order_by("made_at", "pk")[0]
    tried: list[int] = []
    for minute in range(60):
        with clock.at(NOW + timedelta(minutes=minute)):
            tried += [minute] * commands.carry_due()
    assert tried == [0, 1, 3, 7, 15, 30, 45]
    assert {attempt.notice_id for attempt in Attempt.objects.all()} == {first.pk}
    for hour in range(1, 74):
        with clock.at(NOW + timedelta(hours=hour)):
            commands.carry_due()
            commands.carry_due()  # while it is not to be asked
    assert not Notice.objects.filter(due_at__isnull=False).exists()
    assert Notice.objects.filter(given_up_at__isnull=False).count() == 4
    with smtp_sink(port) as back, clock.at(NOW + timedelta(hours=80)):
        notices.send_again(notice=first.pk, by=lindenau.by_ana)
        commands.carry_due()
        assert len(back.mails) == 1


def test_a_permanent_failure_is_not_retried(sink: Sink, journey: Journey) -> None:
    sink.recipients["erika@example.org"] = "550 5.1.1 no such user"
    commands.carry_due()
    dead = the_notice()
    assert (dead.due_at, dead.trouble, dead.told_at) == (None, "550 5.1.1 no such user", None)
    assert Attempt.objects.get().outcome == "never"


def test_an_invalid_address_is_given_up(sink: Sink, journey: Journey) -> None:
    as_restored(address="erika at example")
    commands.carry_due()
    assert the_notice().trouble == "This is no mail address."
    assert not sink.mails


def test_a_fault_of_ours_does_not_block_other_letters(
    sink: Sink, journey: Journey, lindenau: Lindenau, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = the_notice()
    lindenau.journey(lindenau.contact("Max", "max@example.org"), acknowledge=True)
    monkeypatch.setattr(
        commands, "compose", lambda telling: 1 / 0 if telling.to == "Erika Muster" else compose(telling)
    )
    assert commands.carry_due() == 2
    assert [m["To"] for m in sink.mails] == ["Max <max@example.org>"]
    broken.refresh_from_db()
    assert broken.trouble.startswith("It could not be written")
    assert broken.due_at == NOW + timedelta(minutes=10)


def test_an_accepted_letter_is_never_resent_after_a_fault_of_ours(
    sink: Sink, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "notice_told", lambda **_: 1 / 0)
    for _ in range(3):
        commands.carry_due()
    assert len(sink.mails) == 1
    assert the_notice().trouble.startswith("The mail server took it")


@contextmanager
def refused_at_commit(table: str, when: str) -> Iterator[None]:
    """A law that is only looked at when the transaction ends, and that these rows break."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'refused late'; END $$"
        )
        cursor.execute(
            f"CREATE CONSTRAINT TRIGGER refuse_late AFTER INSERT OR UPDATE ON {table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse_late()"
        )
    try:
        yield
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER refuse_late ON {table}")


@pytest.mark.django_db(transaction=True)
def test_a_law_that_breaks_at_the_commit_does_not_send_an_accepted_letter_twice(sink: Sink) -> None:
    lindenau = set_up()
    lindenau.journey(lindenau.contact(), acknowledge=True)
    with refused_at_commit("notice", "NEW.carried_at IS NOT NULL"):
        for _ in range(3):
            commands.carry_due()
    assert len(sink.mails) == 1
    assert the_notice().trouble.startswith("The mail server took it")
    assert [attempt.outcome for attempt in queries.attempts(the_notice().pk)] == ["carried"]


@pytest.mark.django_db(transaction=True)
def test_a_letter_in_hand_while_the_clock_is_set_is_marked_as_told_a_minute_later(sink: Sink) -> None:
    lindenau = set_up()
    lindenau.journey(lindenau.contact(), acknowledge=True)
    clock._watch.apart -= 3600  # as it was before the clock was set
    with refused_at_commit("notice", "NEW.carried_at IS NOT NULL"):
        commands.carry_due()
    assert (len(sink.mails), the_notice().told_at, the_notice().given_up_at) == (1, None, None)
    with clock.at(NOW + timedelta(minutes=1)):
        commands.carry_due()
    assert (len(sink.mails), the_notice().told_at) == (1, NOW + timedelta(minutes=1))


@pytest.mark.django_db(transaction=True)
def test_a_law_that_breaks_at_the_commit_keeps_a_letter_from_being_sent(sink: Sink) -> None:
    lindenau = set_up()
    lindenau.journey(lindenau.contact(), acknowledge=True)
    with refused_at_commit("personal_link", "true"):
        for hours in range(3):
            with clock.at(NOW + timedelta(hours=hours)):
                commands.carry_due()
    assert not sink.mails
    assert the_notice().trouble.startswith("It could not be written: ProgrammingError P0001 in ")
    with clock.at(NOW + timedelta(hours=4)):
        commands.carry_due()
    assert len(sink.mails) == 1
    assert the_notice().told_at == NOW + timedelta(hours=4)


def test_a_letter_that_can_neither_be_marked_nor_given_up_is_marked_later_and_not_sent_again(
    sink: Sink, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(commands, "notice_told", lambda **_: 1 / 0)
        broken.setattr(notices, "give_up", lambda **_: 1 / 0)
        for hours in range(3):
            with clock.at(NOW + timedelta(hours=hours)):
                commands.carry_due()
    assert len(sink.mails) == 1
    with clock.at(NOW + timedelta(hours=4)):
        commands.carry_due()
    assert len(sink.mails) == 1
    assert the_notice().told_at == NOW + timedelta(hours=4)


def test_without_a_mail_account_nothing_counts_as_told(journey: Journey, settings: Settings) -> None:
    settings.MAIL_ACCOUNT, settings.MAILBOX = None, False
    commands.carry_due()
    waiting = the_notice()
    assert waiting.told_at is None
    assert waiting.trouble == "No mail account is set up, so no mail can go out."
    assert [n.pk for n in queries.waiting()] == [waiting.pk]


def test_the_demos_mailbox_shows_delivered_letters(journey: Journey, settings: Settings) -> None:
    settings.MAIL_ACCOUNT, settings.MAILBOX = None, True
    settings.PUBLIC_URL = "http://localhost:8000"
    commands.carry_due()
    assert the_notice().told_at == NOW
    (kept,) = queries.mailbox(by=SYSTEM)
    assert kept.title == f"[{number.show(journey.number)}] We have your message"
    assert (kept.to, kept.to_name, kept.sender) == (
        "erika@example.org",
        "Erika Muster",
        "Ana Ruiz · Lindenau Elektro",
    )
    assert "http://localhost:8000/my/" in kept.text
    assert PAGE not in kept.text + kept.html
    assert queries.in_mailbox(the_notice().pk, by=SYSTEM) == kept
    assert queries.mailbox(by=SYSTEM, before=NOW) == []


def test_a_letter_names_the_deputy_of_an_absent_person(
    sink: Sink, journey: Journey, lindenau: Lindenau
) -> None:
    people.name_deputy(person=lindenau.ana.pk, deputy=lindenau.tom.pk, by=lindenau.by_ana)
    people.go_away(person=lindenau.ana.pk, since=NOW - timedelta(hours=1), until=None, by=lindenau.by_ana)
    commands.carry_due()
    assert "Ana Ruiz is away today. Until then Tom Brandt, tom@lindenau.example" in text_of(sink.mails[0])


def test_a_letter_is_in_the_contacts_language(sink: Sink, journey: Journey) -> None:
    pytest.importorskip("babel")
    as_restored(language="de")
    commands.carry_due()
    assert sink.mails[0]["Subject"] == f"[{number.show(journey.number)}] Ihre Nachricht ist angekommen"
    assert "Guten Tag Erika Muster," in text_of(sink.mails[0])


@pytest.mark.django_db(transaction=True)
def test_several_workers_deliver_each_letter_once(sink: Sink) -> None:
    lindenau = set_up()
    for n in range(6):
        lindenau.journey(lindenau.contact(f"Customer {n}", f"c{n}@example.org"), acknowledge=True)
    barrier = threading.Barrier(3)

    def work() -> None:
        try:
            barrier.wait(10)
            with clock.at(NOW):
                commands.carry_due()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(str(m["To"].addresses[0].addr_spec) for m in sink.mails) == [
        f"c{n}@example.org" for n in range(6)
    ]
    assert Notice.objects.filter(told_at__isnull=False).count() == 6


@pytest.mark.django_db(transaction=True)
def test_work_on_a_journey_goes_on_while_its_first_letter_is_being_taken(sink: Sink) -> None:
    """The letter has made the link to its page, and is not committed before the server has it."""
    lindenau = set_up()
    row = lindenau.journey(lindenau.contact(), acknowledge=True)
    ended: list[object] = []

    def work() -> None:
        try:
            with clock.at(NOW), connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '1s'")
                note_reference(journey=row.pk, kind="purchase_order", reference="PO 17", by=lindenau.by_ana)
            ended.append("done")
        except Exception as error:
            ended.append(error)
        finally:
            connection.close()

    sink.meanwhile = work
    commands.carry_due()
    assert ended == ["done"]
    assert Notice.objects.get().told_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_crash_before_the_commit_repeats_the_letter_with_the_same_id(sink: Sink) -> None:
    lindenau = set_up()
    lindenau.journey(lindenau.contact(), acknowledge=True)

    class Killed(BaseException):
        pass

    carried = notices.carried

    def killed(**_: object) -> None:
        raise Killed

    notices.carried = killed
    try:
        with pytest.raises(Killed):
            commands.carry_due()
    finally:
        notices.carried = carried
    assert the_notice().told_at is None
    commands.carry_due()
    assert the_notice().told_at == NOW
    assert len({m["Message-ID"] for m in sink.mails}) == 1
    assert len(sink.mails) == 2


def test_only_staff_resend(sink: Sink, journey: Journey) -> None:
    sink.recipients["erika@example.org"] = "550 no"
    commands.carry_due()
    with pytest.raises(Refusal):
        notices.send_again(notice=the_notice().pk, by=SYSTEM)
