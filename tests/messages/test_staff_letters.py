"""Colleagues are told by mail of reset second factors, and of who is an administrator or is none any more."""

from __future__ import annotations

import json
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.db import connection
from pytest_django.fixtures import Settings
from tests.cast import Cast
from tests.people.test_second_factors import add

from wellkept import flow
from wellkept.events.models import Event, Outbox
from wellkept.messages.staff_letters import write_to_colleague
from wellkept.people import commands
from wellkept.people.actor import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)


def queued() -> list[tuple[int, int]]:
    """The letters that wait to be written: event and person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text FROM procrastinate_jobs WHERE task_name = 'write_to_colleague' ORDER BY id"
        )
        return [
            (args["event"], args["person"]) for args in (json.loads(text) for (text,) in cursor.fetchall())
        ]


def follow(type: str) -> list[EmailMessage]:
    """Follow the newest event of this type as the worker does, twice, and write its letters. Returns them."""
    event = Event.objects.filter(type=type).latest("pk").pk
    assert Outbox.objects.filter(event=event).exists(), "it is followed"
    flow.run(event)
    flow.run(event)
    for of, person in queued():
        if of == event:
            write_to_colleague(event=of, person=person)
    return list(outbox.outbox)


@pytest.fixture(autouse=True)
def at_an_address(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://kept.example"


def test_a_person_is_told_who_reset_their_factors_and_what_to_do(cast: Cast) -> None:
    add(cast.lea, "totp")
    commands.reset_second_factors(person=cast.lea.pk, by=cast.by("ana"))
    (letter,) = follow("second_factors_reset")
    assert letter.to == ["lea@lindenau.example"]
    assert letter.subject == "[Lindenau Elektro] Your second factors were reset"
    body = str(letter.body)
    assert body.startswith(
        "Hello Lea Koch,\n\nAna Ruiz (ana@lindenau.example) has removed all second factors"
    )
    assert "(2 March, 08:00)" in body
    assert "https://kept.example/accounts/2fa/" in body
    assert "https://kept.example/accounts/password/reset/" in body


def test_the_letter_is_in_the_language_and_the_time_zone_of_its_reader(cast: Cast) -> None:
    commands.change_person(person=cast.lea.pk, language="de", time_zone="Europe/Berlin", by=cast.by("lea"))
    add(cast.lea, "totp")
    commands.reset_second_factors(person=cast.lea.pk, by=SYSTEM)
    (letter,) = follow("second_factors_reset")
    assert letter.subject == "[Lindenau Elektro] Ihre zweiten Faktoren wurden zurückgesetzt"
    assert "Guten Tag Lea Koch," in str(letter.body)
    assert "2. März, 09:00" in str(letter.body)
    assert "%(" not in str(letter.body)


def test_of_a_new_administrator_all_administrators_are_told(cast: Cast) -> None:
    commands.make_administrator(person=cast.tom.pk, by=cast.by("ana"))
    outbox.outbox.clear()
    commands.make_administrator(person=cast.lea.pk, by=cast.by("ana"))
    letters = {letter.to[0].partition("@")[0]: letter for letter in follow("administrator_made")}
    assert set(letters) == {"ana", "tom", "lea"}
    assert letters["lea"].subject == "[Lindenau Elektro] You are an administrator now"
    assert letters["tom"].subject == "[Lindenau Elektro] Lea Koch is an administrator now"
    assert f"https://kept.example/people/{cast.lea.pk}" in str(letters["tom"].body)
    assert "Was it not you?" in str(letters["ana"].body)
    assert "Was it not you?" not in str(letters["tom"].body)


def test_of_one_who_is_none_any_more_they_and_all_administrators_are_told(cast: Cast) -> None:
    commands.make_administrator(person=cast.lea.pk, by=cast.by("ana"))
    commands.remove_administrator(person=cast.ana.pk, by=cast.by("lea"))
    letters = {letter.to[0].partition("@")[0]: letter for letter in follow("administrator_removed")}
    assert set(letters) == {"ana", "lea"}
    assert letters["ana"].subject == "[Lindenau Elektro] You are not an administrator any more"
    assert "Lea Koch (lea@lindenau.example) has taken" in str(letters["ana"].body)
    assert letters["lea"].subject == "[Lindenau Elektro] Ana Ruiz is not an administrator any more"


def test_a_repeated_letter_keeps_its_id_and_one_that_is_refused_for_good_is_not_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(cast.lea, "totp")
    commands.reset_second_factors(person=cast.lea.pk, by=cast.by("ana"))
    follow("second_factors_reset")
    event = Event.objects.filter(type="second_factors_reset").latest("pk").pk
    write_to_colleague(event=event, person=cast.lea.pk)
    first, again = outbox.outbox
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]
    assert first.extra_headers["Auto-Submitted"] == "auto-generated"

    def refuses(fault: Exception) -> None:
        def send(self: EmailMessage, fail_silently: bool = False) -> int:
            raise fault

        monkeypatch.setattr(EmailMessage, "send", send)

    refuses(SMTPRecipientsRefused({"lea@lindenau.example": (550, b"no such user")}))
    write_to_colleague(event=event, person=cast.lea.pk)
    later: tuple[Exception, ...] = (
        SMTPRecipientsRefused({"lea@lindenau.example": (451, b"greylisted")}),
        SMTPServerDisconnected("gone"),
    )
    for fault in later:
        refuses(fault)
        with pytest.raises(type(fault)):
            write_to_colleague(event=event, person=cast.lea.pk)
