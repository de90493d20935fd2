"""Free text in header fields, file names and lines of the log: nothing in it begins a field or a line."""

from __future__ import annotations

import email
import email.policy
import io
import logging
from datetime import UTC, datetime
from email.header import decode_header
from pathlib import Path
from uuid import UUID

import pytest
from allauth.core.context import request_context
from django.core import mail
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings
from tests.cast import Cast

from wellkept.events.anchor import Anchored
from wellkept.files import folder, rules
from wellkept.files.downloads import as_download
from wellkept.files.models import StoredFile
from wellkept.kernel.header_text import one_line
from wellkept.messages import commands as messages
from wellkept.messages.letters import Letter
from wellkept.messages.mail import NotAnAddress, Recipient, Sender, Thread, build
from wellkept.people.models import Company
from wellkept.server.guard import OneLine
from wellkept.server.signin import StaffOnly

BREAKS = ["\r\n", "\n", "\r", "\r\n ", "\0", "\x0b", "\x0c", "\x1b[2K", "\x85", "\u2028", "\u2029", "\u202e"]
NASTY = [
    *(f"Erika{breaks}Bcc: eve@evil.example" for breaks in BREAKS),
    "=?utf-8?q?Erika=0D=0ABcc:_eve@evil.example?=",
    "=?utf-8?b?RXJpa2ENCkJjYzogZXZlQGV2aWwuZXhhbXBsZQ==?=",
    "=?utf-7?q?Erika+AA0-+AAo-Bcc:_eve@evil.example?=",
    "=?utf-8?q?a?= =?utf-8?q?=0ABcc:_eve@evil.example?=",
    '"Erika" <eve@evil.example>, Ben',
    "Erika\ud800",
    "Ä" * 600 + "\r\nBcc: eve@evil.example",
]
FIELDS = {
    *(
        "Message-ID",
        "Date",
        "From",
        "To",
        "Reply-To",
        "Subject",
        "In-Reply-To",
        "References",
        "Auto-Submitted",
    ),
    *("X-Auto-Response-Suppress", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
}
NOTICE = UUID("00000000-0000-4000-8000-000000000001")
PLACES = ["title", "to_name", "person", "company", "answers", "thread", "host"]


@pytest.mark.parametrize("words", NASTY, ids=ascii)
@pytest.mark.parametrize("place", PLACES)
def test_a_letter_has_the_fields_that_we_wrote(place: str, words: str) -> None:
    texts = dict.fromkeys(PLACES, "plain") | {"host": "kept.example"} | {place: words}
    letter = build(
        notice=NOTICE,
        letter=Letter(title=texts["title"], text="Hello", html="<p>Hello</p>"),
        to=Recipient("erika@muster.example", texts["to_name"]),
        sender=Sender(
            address="office@kept.example",
            company=texts["company"],
            host=texts["host"],
            person=texts["person"],
        ),
        journey="48279163",
        at=datetime(2026, 11, 1, tzinfo=UTC),
        automatic=True,
        thread=Thread(texts["answers"], (texts["thread"],)),
    )
    assert_unbroken(letter.as_bytes())


@pytest.mark.parametrize("words", NASTY, ids=ascii)
def test_an_address_is_one_address_or_none(words: str) -> None:
    try:
        letter = build(
            notice=NOTICE,
            letter=Letter(title="Hello", text="Hello", html=""),
            to=Recipient(f"{words}@muster.example", "Erika"),
            sender=Sender(address="office@kept.example", company="Kept", host="kept.example", person="Ana"),
            journey="",
            at=datetime(2026, 11, 1, tzinfo=UTC),
            automatic=False,
        )
    except NotAnAddress:
        return
    assert_unbroken(letter.as_bytes())


@pytest.mark.django_db
@pytest.mark.parametrize("words", NASTY[:-2], ids=ascii)
def test_mails_to_staff_have_the_fields_that_we_wrote(
    words: str, cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wellkept.people.queries.company", lambda: Company(name=words, mail=f"a@{words}"))
    owner = Company(name=words, mail=f"office@{words}.example", process_owner=cast.ana)
    monkeypatch.setattr(messages, "company", lambda: owner)
    with request_context(RequestFactory().get("/")):
        StaffOnly().send_mail("account/email/password_changed", "ana@kept.example", {"user_agent": words})
    messages.mail_anchor(Anchored(upto=1, root=bytes(32), file=Path("x")))
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert_unbroken(letter.message().as_bytes())


def assert_unbroken(raw: bytes) -> None:
    """Read the mail as a strict program does, as a lenient one does, and as one that decodes all that it sees."""
    head = raw.replace(b"\r\n", b"\n").split(b"\n\n")[0]
    assert b"\0" not in head
    assert not set(head) & set(range(0x20)) - {0x0A, 0x09}
    for policy in (email.policy.default, email.policy.compat32):
        read = email.message_from_bytes(raw, policy=policy)
        assert set(read.keys()) <= FIELDS
        assert len(read.keys()) == len(set(read.keys()))
    plain = email.message_from_bytes(raw, policy=email.policy.compat32)
    for name, value in plain.items():
        text = "".join(
            part.decode(charset or "ascii", "replace") if isinstance(part, bytes) else part
            for part, charset in decode_header(str(value).replace("\r\n", "").replace("\n", ""))
        )
        assert one_line(text) == " ".join(text.split()), (name, text)
        assert "=?" not in text
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    for name in ("From", "To", "Reply-To"):
        if name in parsed:
            assert len(parsed[name].addresses) == 1
            assert parsed[name].addresses[0].domain != "evil.example"


@pytest.mark.parametrize("words", NASTY, ids=ascii)
def test_a_download_has_one_plain_name(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "open_content", lambda sha256: io.BytesIO(b"x"))
    response = as_download(
        StoredFile(name=f"{words}.pdf", media_type="application/pdf", size=1, sha256="0" * 64)
    )
    assert isinstance(response, HttpResponse) or response.streaming
    field = response["Content-Disposition"]
    assert field.startswith("attachment; filename")
    assert field.count(";") == 1
    assert field.isascii()
    assert field.isprintable()
    assert "=?" not in field
    name = rules.shown_name(f"{words}.pdf")
    assert name.isprintable()
    assert name.endswith(".pdf")


@pytest.mark.parametrize("words", NASTY, ids=ascii)
def test_a_line_of_the_log_stays_one_line(words: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "From %s (100%%)", (words,), None)
    line = OneLine("%(levelname)s %(name)s: %(message)s").format(record)
    assert line.startswith("INFO x: From ")
    assert line.isprintable()


def test_a_traceback_cannot_pretend_to_be_a_line_of_the_log() -> None:
    try:
        raise ValueError("no\n2026-01-01 INFO wellkept: all is well\x1b[2K")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 0, "It failed", (), (type(error), error, error.__traceback__)
        )
    first, *others = OneLine("%(levelname)s %(message)s").format(record).split("\n")
    assert first == "ERROR It failed"
    assert others
    assert all(line.startswith("    | ") and line.isprintable() for line in others)


def test_the_program_writes_its_log_so(settings: Settings) -> None:
    assert settings.LOGGING["formatters"]["plain"]["()"] == f"{OneLine.__module__}.{OneLine.__name__}"
    assert all(handler["formatter"] == "plain" for handler in settings.LOGGING["handlers"].values())
