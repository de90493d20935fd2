"""A failure that is kept quotes nobody: neither the values of a row nor a text that could not be parsed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from tests.cast import Cast, opened

import wellkept
from wellkept.events import outbox, sweeps
from wellkept.events.models import Outbox
from wellkept.intake.commands import routing
from wellkept.intake.models import Message
from wellkept.intake.receive import receive
from wellkept.kernel.fault_words import name_of
from wellkept.kernel.refusal import missing
from wellkept.kernel.text import fill
from wellkept.messages import commands as letters
from wellkept.notices.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "Quittenmus"
SOURCE = Path(wellkept.__file__).parent
# Texts of errors that are no words of customers, or that are kept nowhere.
QUOTED = {
    "api/problems.py": "a sentence of the framework about a request, in its answer",
    "cli": "on the screen of whoever runs the command",
    "imap": "words of the mail server about an account of ours",
    "installation": "on the screen of whoever runs the command, or of the doctor",
    "kernel/fault_words.py": "what the database says of its own state, in a line of the log",
    "messages/smtp.py": "words of the mail server about a letter",
    "server/shared_cache.py": "an error in turn",
    "verification": "a finding about the record, on the screen",
}


def a_row_twice(word: str) -> None:
    for _time in range(2):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO request_count (what, who, since, count) VALUES ('x', %s, '2026-01-01+00', 1)",
                [word],
            )


def a_wrong_value(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::integer", [word])


def a_parser(word: str) -> None:
    json.loads(f"[{word}", parse_constant=lambda constant: constant)
    raise AssertionError


def a_number(word: str) -> None:
    int(word)


def a_refusal(word: str) -> None:
    raise missing("customer", fill(_("There is no journey %(said)s."), said=word))


def a_file(word: str) -> None:
    open(f"/nowhere/{word}").close()


FAULTS: dict[str, tuple[Callable[[str], None], str]] = {
    "a row twice": (a_row_twice, "IntegrityError 23505 requests_are_counted_in_one_row"),
    "a wrong value": (a_wrong_value, "DataError 22P02"),
    "a parser": (a_parser, "JSONDecodeError"),
    "a number": (a_number, "ValueError"),
    "a refusal": (a_refusal, "Refusal no_such_customer"),
    "a file": (a_file, "FileNotFoundError ENOENT"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_failure_is_named_without_its_values(name: str) -> None:
    fail, words = FAULTS[name]
    with pytest.raises(Exception) as fault, transaction.atomic():  # noqa: PT011
        fail(WORD)
    assert name_of(fault.value).partition(" in ")[0] == words


def rows_with_the_word() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        full = []
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{WORD}%"])
            full += [table] if cursor.fetchone() != (0,) else []
    return full


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_of_it_is_kept_anywhere(cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A sweep, an event that is followed, a mail that is routed, a letter that is written: each fails and says so."""
    fail, words = FAULTS[name]

    def failing(*_: object, **__: object) -> None:
        fail(WORD)

    opened(cast)
    sweeps.each("a_sweep", [1], failing)
    assert outbox.follow_next(failing)
    monkeypatch.setattr(routing, "_handle", failing)
    receive(b"From: petra@customer.example\r\nTo: office@lindenau.example\r\nSubject: Oven\r\n\r\nHello\r\n")
    monkeypatch.setattr(letters, "compose", failing)
    letters.carry_due()
    kept = [
        sweeps.faults()[0].error,
        Outbox.objects.exclude(last_error="").get().last_error,
        Message.objects.get().trouble,
        Notice.objects.exclude(trouble="").first().trouble.removeprefix("It could not be written: "),  # type: ignore[union-attr]
    ]
    assert [text.partition(" in ")[0] for text in kept] == [words] * 4
    assert rows_with_the_word() == []


def test_no_other_place_quotes_an_error() -> None:
    """A failure that is kept is named by `name_of`."""
    quotes = re.compile(r"\{(?:fault|error|refusal)[!:}]|\bstr\((?:fault|error|refusal)\)")
    places = {
        str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if quotes.search(path.read_text())
    }
    assert {place for place in places if place not in QUOTED and place.split("/")[0] not in QUOTED} == set()
    assert {name for name in QUOTED if not any(place.startswith(name) for place in places)} == set()
