"""Findings of the doctor about mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.intake.lindenau import OFFICE, set_up
from tests.mail.corpus import mail
from wellkept.health.mail_findings import of_mail
from wellkept.installation.doctor import State
from wellkept.intake.commands import store_mail
from wellkept.kernel import clock
from wellkept.mailboxes.commands import fetch
from wellkept.mailboxes.commands.accounts import Secrets, Wanted, pause_account, set_account
from wellkept.notices import commands as notices
from wellkept.notices.models import Notice
from wellkept.people.actor import SYSTEM

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def said() -> list[tuple[str, State, str]]:
    return [(finding.what, finding.state, finding.sentence) for finding in of_mail()]


def test_nothing_is_the_matter() -> None:
    with clock.at(NOW):
        set_up()
        assert said() == [
            ("mail in", State.WELL, "No mailbox is read; mail comes in by “wellkept receive”."),
            ("stored mail", State.WELL, "Everything that came in is where it belongs."),
            ("letters out", State.WELL, "None is refused by the mail server."),
            ("letters", State.WELL, "None has failed to reach its reader."),
        ]


def test_a_mailbox_in_trouble_or_not_looked_at() -> None:
    with clock.at(NOW):
        lindenau = set_up()
        wanted = Wanted(address=OFFICE, host="imap.example.org", login=OFFICE)
        account = set_account(wanted=wanted, secrets=Secrets("x"), by=lindenau.by_ana)
        assert said()[0] == ("mail in", State.WELL, "One mailbox is read.")
        fetch.in_trouble(account=account.pk, why="imap.example.org does not answer in time.")
        assert said()[0][1:] == (
            State.ILL,
            f"{OFFICE} cannot be read since 2026-11-02 09:00 UTC: imap.example.org does not answer in time.",
        )
        fetch.looked(account=account.pk, news="told")
        assert said()[0] == ("mail in", State.WELL, "One mailbox is read.")
    with clock.at(NOW + timedelta(hours=1)):
        assert said()[0][1:] == (State.ILL, f"{OFFICE} has not been looked at since 2026-11-02 09:00 UTC.")
        pause_account(account=account.pk, by=lindenau.by_ana)
        assert said()[0][1] is State.WELL


def test_mail_that_lies_there_and_letters_that_reached_nobody() -> None:
    with clock.at(NOW):
        lindenau = set_up()
        lindenau.journey(lindenau.contact(), acknowledge=True)
        notices.give_up(notice=Notice.objects.get().pk, trouble="No such user", by=SYSTEM)
        store_mail.store(mail())
        assert said()[1][1] is State.WELL
    with clock.at(NOW + timedelta(minutes=11)):
        assert said()[1] == (
            "stored mail",
            State.ILL,
            "Mails that are stored and not yet where they belong: 1.",
        )
        assert said()[3] == (
            "letters",
            State.LACKS,
            "1 reached nobody; the owners of the journeys have a step to tell it otherwise.",
        )
