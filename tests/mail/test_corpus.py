"""More than a thousand malformed, odd and hostile mails, received as any mail is.

The seed repeats a failed run. `make check` receives one of seven mails, `make long` all of them.
"""

from __future__ import annotations

import logging
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from tests.intake.lindenau import OFFICE, Lindenau
from tests.mail.inert import findings
from tests.mail.mutations import corpus
from tests.size import size
from wellkept.intake import queries
from wellkept.intake.models import Item, Message
from wellkept.intake.receive import STORED, receive
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.notices.models import Notice
from wellkept.people.commands import make_token

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SEED = int(os.environ.get("WELLKEPT_TEST_SEED") or 20261102)
TIMES = int(os.environ.get("WELLKEPT_TEST_CORPUS") or 1)
EVERY = size(7, 1)  # of so many mails one is taken in
MAILS = list(corpus(SEED, times=TIMES))
PARTS = 12
SHOWN = 15  # of so many mails one is also looked at on its page


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Settings) -> None:
    settings.FILES = tmp_path / "files"


def test_the_corpus_is_large_and_always_the_same() -> None:
    assert len(MAILS) > 1000
    assert len({raw for _, raw in MAILS}) > 1000
    assert [raw for _, raw in corpus(SEED, times=TIMES)] == [raw for _, raw in MAILS]


@pytest.mark.parametrize("number", range(PARTS))
def test_each_mail_is_stored_handled_and_harmless(
    lindenau: Lindenau, caplog: pytest.LogCaptureFixture, number: int
) -> None:
    caplog.set_level(logging.WARNING)
    browser = Client()
    browser.force_login(lindenau.ana)
    key = make_token(name="corpus", person=lindenau.ana.pk, scopes=("read",), by=lindenau.by_ana)[1]
    program = Client(headers={"Authorization": f"Bearer {key}"})
    for place, (name, raw) in enumerate(MAILS[number :: PARTS * EVERY]):
        with clock.at(datetime(2026, 11, 2, 9, 0, tzinfo=UTC)):
            before = Message.objects.count()
            assert receive(raw, recipient=OFFICE) == STORED, name
            if Message.objects.count() == before:
                assert _came_before(raw), name
                continue
            row = Message.objects.latest("pk")
            assert bytes(row.raw) == raw, name
            assert (row.outcome, row.trouble, row.tries) != ("", "", 0), name
            assert (row.trouble, row.handled_at is not None) == ("", True), name
            shown = queries.mail(row.pk, by=lindenau.by_ana)
            assert findings(shown.mail.html) == [], name
            for paper in shown.files:
                assert not re.search(r"[/\\\x00-\x1f\u202a-\u202e\u2066-\u2069]", paper.name), name
                assert paper.name.strip(". ") != "", name
            if place * EVERY % SHOWN < EVERY and Item.objects.filter(pk=row.subject_id).exists():
                _look_at(browser, program, row, name)
    assert [record.getMessage() for record in caplog.records] == []
    # No automatic mail was answered or became a journey.
    assert (Journey.objects.count(), Notice.objects.count()) == (0, 0)


def _came_before(raw: bytes) -> bool:
    """Whether the same content with the same id is stored already; carriers' fields do not count."""
    words = _words(raw)
    with connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM message_in")
        return any(_words(bytes(line)) == words for (line,) in cursor.fetchall())


def _words(raw: bytes) -> tuple[bytes, list[bytes]]:
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    return b"".join(body.split()), re.findall(rb"(?im)^(?:message-id|from|subject):.*$", head)


def _look_at(browser: Client, program: Client, row: Message, name: str) -> None:
    answer = browser.get(f"/intake/{row.subject_id}")
    assert answer.status_code == 200, name
    page = answer.content.decode()
    for letter in re.findall(r'(?s)<div class="letter-html">(.*?)</div></details>', page):
        assert findings(letter) == [], name
    assert browser.get("/intake?shown=all").status_code == 200, name
    as_it_came = browser.get(f"/intake/mails/{row.pk}.eml")
    assert as_it_came.content == bytes(row.raw), name
    assert as_it_came["Content-Disposition"].startswith("attachment"), name
    assert as_it_came["X-Content-Type-Options"] == "nosniff", name
    shown = program.get(f"/api/v1/intake/messages/{row.pk}")
    assert (shown.status_code, shown.json()["outcome"]) == (200, row.outcome), name
    assert findings(shown.json()["html"]) == [], name
