"""Hand mails to a real server on the loopback."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import UUID

import pytest
from tests.messages.sink import Sink, smtp_sink

from wellkept.installation.environment import MailAccount, mail_account
from wellkept.messages import mail, rules, smtp
from wellkept.messages.letters import Letter

NOTICE = UUID("6f1b6d0e-8f0c-4c3a-9a6e-2f6c1f0f4b10")
AT = datetime(2026, 11, 2, 7, 15, tzinfo=UTC)
SENDER = mail.Sender("office@wellkept.example", "Lindenau & Töchter", "wellkept.example", person="Ana Weber")
ERIKA = mail.Recipient("erika@example.org", "Erika Müller")


def a_mail(**changes: object) -> EmailMessage:
    arguments: dict[str, object] = {
        "notice": NOTICE,
        "letter": Letter("A new date", "Hello Erika,\n\nüber den Termin\n", "<p>Hello</p>"),
        "to": ERIKA,
        "sender": SENDER,
        "journey": "48279163",
        "at": AT,
        "automatic": True,
    }
    return mail.build(**(arguments | changes))  # type: ignore[arg-type]


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as server:
        yield server


def test_a_letter_arrives_complete(sink: Sink) -> None:
    with smtp.Session(sink.account) as session:
        outcome = session.carry(a_mail(), sender=SENDER.address, to="erika@example.org")
    assert outcome == smtp.Carried("taken")
    (arrived,) = sink.mails
    assert arrived["Message-ID"] == f"<notice-{NOTICE}@wellkept.example>"
    assert arrived["Subject"] == "[4827-9163] A new date"
    assert arrived["From"] == "Ana Weber · Lindenau & Töchter <office@wellkept.example>"
    assert arrived["To"] == "Erika Müller <erika@example.org>"
    assert arrived["In-Reply-To"] == arrived["References"] == "<journey-48279163@wellkept.example>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Date"] == "Mon, 02 Nov 2026 07:15:00 +0000"
    text, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "über den Termin" in text.get_content()
    assert html.get_content().strip() == "<p>Hello</p>"


def test_one_connection_carries_several(sink: Sink) -> None:
    with smtp.Session(sink.account) as session:
        for _ in range(3):
            assert isinstance(
                session.carry(a_mail(), sender=SENDER.address, to="e@example.org"), smtp.Carried
            )
    assert len(sink.mails) == 3


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 5.1.1 no such user", smtp.Never("550 5.1.1 no such user")),
        ("450 4.2.1 mailbox busy", smtp.NotNow("450 4.2.1 mailbox busy")),
        ("550 no such user", smtp.Never("550 no such user")),
        ("550 5.7.1 relaying denied", smtp.NotFromUs("550 5.7.1 relaying denied")),
        ("554 we do not talk to you", smtp.NotFromUs("554 we do not talk to you")),
    ],
)
def test_a_refused_recipient(sink: Sink, answer: str, expected: smtp.Outcome) -> None:
    sink.recipients["gone@example.org"] = answer
    with smtp.Session(sink.account) as session:
        assert session.carry(a_mail(), sender=SENDER.address, to="gone@example.org") == expected
        assert isinstance(session.carry(a_mail(), sender=SENDER.address, to="e@example.org"), smtp.Carried)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("552 5.3.4 too large", smtp.Never("552 5.3.4 too large")),
        ("451 4.3.0 try later", smtp.NotNow("451 4.3.0 try later")),
    ],
)
def test_refused_after_the_data(sink: Sink, answer: str, expected: smtp.Outcome) -> None:
    sink.after_data = answer
    with smtp.Session(sink.account) as session:
        assert session.carry(a_mail(), sender=SENDER.address, to="e@example.org") == expected


def test_an_absent_server_is_a_temporary_failure() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        account = MailAccount("127.0.0.1", closed.getsockname()[1], "", "", False, False)
    with smtp.Session(account) as session:
        assert isinstance(session.carry(a_mail(), sender="o@w.example", to="e@example.org"), smtp.NotNow)


def test_a_silent_server_is_a_temporary_failure() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        account = MailAccount("127.0.0.1", silent.getsockname()[1], "", "", False, False)
        with smtp.Session(account, timeout=0.2) as session:
            assert isinstance(session.carry(a_mail(), sender="o@w.example", to="e@example.org"), smtp.NotNow)


def test_a_server_without_sign_in_is_a_temporary_failure(sink: Sink) -> None:
    account = MailAccount(sink.account.host, sink.account.port, "user", "secret", False, False)
    with smtp.Session(account) as session:
        outcome = session.carry(a_mail(), sender="o@w.example", to="e@example.org")
    assert isinstance(outcome, smtp.NotNow)
    assert "secret" not in outcome.reason


def test_a_password_goes_to_no_server_without_encryption(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody between us and the server may hide that it offers encryption."""
    asked = []
    command = smtplib.SMTP.docmd
    monkeypatch.setattr(
        smtplib.SMTP, "docmd", lambda self, cmd, args="": asked.append(cmd) or command(self, cmd, args)
    )
    monkeypatch.setenv("WELLKEPT_SMTP_URL", f"smtp://user:secret@mail.example:{sink.account.port}")
    account = mail_account()
    assert account is not None
    with smtp.Session(replace(account, host="127.0.0.1")) as session:
        outcome = session.carry(a_mail(), sender="o@w.example", to="e@example.org")
    assert isinstance(outcome, smtp.Away)
    assert (outcome.at_the_door, outcome.reason) == (True, "STARTTLS extension not supported by server.")
    assert (sink.mails, "AUTH" in asked) == ([], False)


def test_answers_thread_below_what_they_answer() -> None:
    built = a_mail(thread=mail.Thread("<c9@example.org>", ("<c8@example.org>",)), automatic=False)
    assert built["In-Reply-To"] == "<c9@example.org>"
    assert built["References"] == "<journey-48279163@wellkept.example> <c8@example.org> <c9@example.org>"
    assert "Auto-Submitted" not in built


def test_the_answer_address() -> None:
    plus = mail.Sender("office@wellkept.example", "L", "wellkept.example", plus=True)
    assert a_mail(sender=plus)["Reply-To"] == "L <office+48279163@wellkept.example>"
    assert a_mail()["Reply-To"] == "Lindenau & Töchter <office@wellkept.example>"
    assert a_mail(journey="")["Subject"] == "A new date"


@pytest.mark.parametrize(
    "to", ["", "erika", "a b@example.org", "@example.org", "erika@", "a@b\r\nBcc: x@y.example"]
)
def test_invalid_addresses_are_refused(to: str) -> None:
    with pytest.raises(mail.NotAnAddress):
        a_mail(to=mail.Recipient(to, "Erika"))


def test_header_injection_is_impossible() -> None:
    letter = Letter("Hi\r\nBcc: evil@example.org", "x", "")
    built = a_mail(letter=letter, to=mail.Recipient("erika@example.org", "E\r\nBcc: evil@example.org"))
    assert "Bcc" not in built
    assert built["Subject"] == "[4827-9163] Hi Bcc: evil@example.org"


def test_an_international_domain_is_sent_in_ascii() -> None:
    erika = mail.Recipient("erika@müller.example", "Erika")
    assert a_mail(to=erika)["To"].addresses[0].domain == "xn--mller-kva.example"


def test_our_ids_are_recognised_with_any_host() -> None:
    assert rules.notice_of(rules.message_id(NOTICE, "old.example").strip("<>")) == NOTICE
    assert rules.number_of(rules.thread_id("48279163", "x.example")) == "48279163"
    assert rules.notice_of("someone@else.example") is None
    assert rules.number_of("journey-12@x.example") is None


def test_retry_intervals_grow_and_end_after_three_days() -> None:
    now = AT
    waits: list[float] = []
    while then := rules.next_try(tries=len(waits) + 1, since=AT, now=now, luck=0.5):
        waits.append((then - now).total_seconds())
        now = then
    assert waits[:6] == [60, 240, 960, 3840, 15360, 21600]
    assert waits[6:] == [21600] * (len(waits) - 6)
    assert 12 < len(waits) < 18
    early = rules.next_try(tries=1, since=AT, now=AT, luck=0)
    late = rules.next_try(tries=1, since=AT, now=AT, luck=1)
    assert early is not None
    assert late is not None
    assert ((early - AT).total_seconds(), (late - AT).total_seconds()) == (48, 72)
