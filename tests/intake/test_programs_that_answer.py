"""Reports about our letters, and automatic answers of programs: from the mail server to the desk."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from tests.intake.lindenau import INFO, OFFICE, Lindenau
from tests.mail import real
from tests.mail.corpus import mail
from wellkept import flow
from wellkept.events.queries import history
from wellkept.intake.models import Item, Message
from wellkept.intake.receive import receive
from wellkept.journeys.models import Journey, NextStep, Touch
from wellkept.kernel import clock
from wellkept.messages.rules import message_id
from wellkept.notices import commands as notices
from wellkept.notices.models import Notice
from wellkept.people.actor import SYSTEM

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
REPORTS = {
    "postfix": real.POSTFIX.replace(b"notice-7@wellkept.example", real.NOTICE.encode()),
    "exim": real.EXIM,
    "exchange": real.EXCHANGE,
    "qmail": real.QMAIL,
    "gmail": real.GMAIL_BOUNCE,
}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Settings) -> None:
    settings.FILES = tmp_path / "files"


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with clock.at(NOW):
        yield


def a_letter_that_was_told(lindenau: Lindenau) -> tuple[Journey, Notice]:
    journey = lindenau.journey(lindenau.contact(email="gone@example.org"), acknowledge=True)
    letter = Notice.objects.get()
    notices.carried(notice=letter.pk, title="t", text="t", html="", by=SYSTEM)
    return journey, letter


def about(report: bytes, notice: UUID) -> bytes:
    """The report as it would be about this letter of ours."""
    return report.replace(real.NOTICE.encode(), message_id(notice, "w.example").strip("<>").encode())


def follow(journey: Journey) -> None:
    for event in history(journey.pk):
        flow.run(event.id)


@pytest.mark.parametrize("server", sorted(REPORTS))
def test_a_returned_letter_has_to_be_told_another_way(lindenau: Lindenau, server: str) -> None:
    journey, letter = a_letter_that_was_told(lindenau)
    assert receive(about(REPORTS[server], letter.pk), recipient=OFFICE) == 0
    letter.refresh_from_db()
    assert (letter.told_at, letter.returned_at) == (None, NOW)
    row = Message.objects.get()
    assert (row.outcome, row.subject_id) == ("bounce", journey.pk)
    assert not Touch.objects.exists()
    assert not Item.objects.exists()
    follow(journey)
    step = NextStep.objects.get(journey=journey, kind="tell_otherwise")
    assert step.sentence == "Tell Erika Muster in another way: our letter did not arrive"
    assert (step.whom, step.done_at) == (str(letter.pk), None)
    # The same report once more changes nothing.
    receive(about(REPORTS[server], letter.pk), recipient=OFFICE)
    follow(journey)
    assert NextStep.objects.filter(journey=journey, kind="tell_otherwise").count() == 1


def late_in_prose(subject: str) -> bytes:
    return mail(
        f"It could not be delivered yet.\n\nMessage-ID: <{real.NOTICE}>\n".encode(),
        From="MAILER-DAEMON@mx.example.org",
        Subject=subject,
        Return_Path="<>",
    )


@pytest.mark.parametrize(
    "report",
    [
        real.DELAYED,
        late_in_prose("Warning: could not send message for past 4 hours; delivery status"),
        late_in_prose("Delivery Status Notification (Delay)"),
        late_in_prose("Mail delayed"),
        late_in_prose("Zustellung verzögert"),
    ],
)
def test_a_delayed_letter_has_not_failed(lindenau: Lindenau, report: bytes) -> None:
    journey, letter = a_letter_that_was_told(lindenau)
    receive(about(report, letter.pk), recipient=OFFICE)
    letter.refresh_from_db()
    assert (letter.told_at, letter.returned_at) == (NOW, None)
    assert Message.objects.get().outcome == "bounce"
    follow(journey)
    assert not NextStep.objects.filter(kind="tell_otherwise").exists()


def test_late_at_first_and_then_failed(lindenau: Lindenau) -> None:
    journey, letter = a_letter_that_was_told(lindenau)
    receive(about(real.DELAYED, letter.pk), recipient=OFFICE)
    receive(about(REPORTS["exim"], letter.pk), recipient=OFFICE)
    letter.refresh_from_db()
    assert letter.returned_at == NOW
    follow(journey)
    assert NextStep.objects.filter(journey=journey, kind="tell_otherwise").count() == 1


def test_a_code_that_contradicts_what_was_done(lindenau: Lindenau) -> None:
    _, letter = a_letter_that_was_told(lindenau)
    receive(about(real.DELAYED.replace(b"Status: 4.4.1", b"Status: 5.4.1"), letter.pk), recipient=OFFICE)
    letter.refresh_from_db()
    assert letter.told_at == NOW


@pytest.mark.parametrize("answer", range(len(real.OUT_OF_OFFICE)))
def test_an_out_of_office_answer_gets_no_answer(lindenau: Lindenau, answer: int) -> None:
    """To the address that opens: whatever language it is in, no journey begins and no letter goes out."""
    receive(
        real.OUT_OF_OFFICE[answer].replace(real.NOTICE.encode(), b"unknown@elsewhere.example"), recipient=INFO
    )
    assert not Journey.objects.exists()
    assert not Notice.objects.exists()
    assert Item.objects.get().state == "waiting"


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto-Submitted": "auto-replied (rejected)"},
        {"Auto-Submitted": "AUTO-GENERATED; type=x"},
        {"X-Autoreply": "yes"},
        {"X-Autoresponder": "1"},
        {"X-MS-Exchange-Message-Is-Autoreply": ""},
        {"X-FC-MachineGenerated": "true"},
        {"X-Cron-Env": "<SHELL=/bin/sh>"},
        {"X-POST-MessageClass": "9; Autoresponder"},
        {"Precedence": "junk"},
        {"Precedence": "auto_reply"},
        {"Return-Path": "<>"},
        {"X-Auto-Response-Suppress": "DR, RN, OOF, AutoReply"},
        {"List-Id": "<x.example.org>"},
        {"From": "MAILER-DAEMON@example.org"},
    ],
)
def test_a_program_at_the_address_that_opens(lindenau: Lindenau, fields: dict[str, str]) -> None:
    head = "".join(f"{name}: {value or ' '}\n" for name, value in fields.items())
    usual = mail(b"Away.\n", To=INFO, **({"From": ""} if "From" in fields else {}))
    receive(head.encode() + usual)
    assert (Journey.objects.count(), Notice.objects.count(), Item.objects.count()) == (0, 0, 1)


@pytest.mark.parametrize(
    "fields", [{"Auto_Submitted": "no"}, {"X_Autoreply": "no"}, {"Precedence": "first-class"}]
)
def test_a_person_is_no_program(lindenau: Lindenau, fields: dict[str, str]) -> None:
    receive(mail(b"I am out of the office on Friday; can you come on Monday?\n", To=INFO, **fields))
    assert (Journey.objects.count(), Notice.objects.count()) == (1, 1)


@pytest.mark.parametrize("answer_to", [INFO, OFFICE, "office+48279163@lindenau.example"])
def test_we_never_write_to_ourselves(lindenau: Lindenau, answer_to: str) -> None:
    receive(mail(b"Hello?\n", From=answer_to, To=INFO))
    assert (Journey.objects.count(), Notice.objects.count(), Item.objects.count()) == (0, 0, 1)


def test_a_form_in_our_name_with_the_customer_behind_it_opens(lindenau: Lindenau) -> None:
    receive(real.WEB_FORM.replace(b"To: office@", b"To: info@"))
    assert Journey.objects.get().contact.email == "paul.kunde@example.org"


def test_a_program_that_answers_everything_and_says_nowhere_that_it_is_one(lindenau: Lindenau) -> None:
    """Fifty rounds: each of our letters is answered, with a new id and no word of what it answers."""
    receive(
        mail(b"Ticket #1 received.\n", From="robot@shop.example", To=INFO, Message_ID="<r0@shop.example>")
    )
    letters = set(Notice.objects.values_list("pk", flat=True))
    assert len(letters) == 1
    for n in itertools.count(1):
        with clock.at(NOW + timedelta(minutes=n)):
            receive(
                mail(
                    f"Ticket #{n} received.\n".encode(),
                    From="robot@shop.example", To=INFO, Message_ID=f"<r{n}@shop.example>",
                )
            )  # fmt: skip
        if n == 50:
            break
    assert Journey.objects.count() == 1
    assert set(Notice.objects.values_list("pk", flat=True)) == letters


def test_our_own_letter_that_comes_back_to_us(lindenau: Lindenau) -> None:
    journey, letter = a_letter_that_was_told(lindenau)
    receive(
        mail(b"Dear Erika\n", From=OFFICE, To=INFO, Message_ID=message_id(letter.pk, "w.example"),
             Auto_Submitted="auto-generated")
    )  # fmt: skip
    assert (Message.objects.get().outcome, Message.objects.get().subject_id) == ("automatic", journey.pk)
    assert Notice.objects.count() == 1
    assert not Touch.objects.exists()


def test_an_automatic_letter_says_so_in_its_headers(lindenau: Lindenau) -> None:
    from wellkept.messages.letters import Letter
    from wellkept.messages.mail import Recipient, Sender, build

    built = build(
        notice=UUID(int=1), letter=Letter("t", "t", ""), to=Recipient("a@b.example", "A"),
        sender=Sender(OFFICE, "L", "h"), journey="", at=NOW, automatic=True,
    )  # fmt: skip
    assert (built["Auto-Submitted"], built["X-Auto-Response-Suppress"]) == (
        "auto-generated",
        "OOF, AutoReply",
    )
