"""Impossible accounts and addresses of ours: each is refused at its field, and nothing is recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from tests.intake.lindenau import OFFICE, Lindenau
from tests.refused import refused

from wellkept.events.queries import history
from wellkept.installation.encryption import CannotBeOpened
from wellkept.intake.commands.store_mail import FoundAt, keep_message
from wellkept.mailboxes.commands.accounts import Secrets, Wanted, pause_account, secrets_of, set_account
from wellkept.mailboxes.commands.addresses import set_mailbox
from wellkept.mailboxes.models import Account, Mailbox, Reading, Taken

pytestmark = pytest.mark.django_db
WANTED = Wanted(address=OFFICE, host="imap.example.org", login=OFFICE)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"address": "nobody"}, "address"),
        ({"host": "  "}, "host"),
        ({"host": "https://imap.example.org"}, "host"),
        ({"port": 0}, "port"),
        ({"port": 65536}, "port"),
        ({"encryption": "none"}, "encryption"),
        ({"afterwards": "move"}, "moved_to"),
        ({"afterwards": "move", "moved_to": "inbox"}, "moved_to"),
        ({"proof": "oauth", "client_id": "x"}, "client_id"),
        ({"token_url": "http://tokens.example.org"}, "token_url"),
        ({"authorize_url": "ftp://x"}, "authorize_url"),
        ({"mailbox": 0}, "mailbox"),
    ],
)
def test_an_account_that_cannot_be_read_is_refused(
    lindenau: Lindenau, wrong: dict[str, Any], field: str
) -> None:
    with refused(f"invalid_{field}"):
        set_account(wanted=replace(WANTED, **wrong), secrets=Secrets("x"), by=lindenau.by_ana)
    assert not Account.objects.exists()


def test_a_new_account_and_another_server_ask_for_the_password(lindenau: Lindenau) -> None:
    with refused("invalid_password"):
        set_account(wanted=WANTED, by=lindenau.by_ana)
    row = set_account(wanted=WANTED, secrets=Secrets("x"), by=lindenau.by_ana)
    with refused("invalid_password"):
        set_account(wanted=replace(WANTED, host="mail.example.org"), account=row.pk, by=lindenau.by_ana)
    set_account(wanted=replace(WANTED, port=143), account=row.pk, by=lindenau.by_ana)
    row.refresh_from_db()
    assert (row.host, row.port, secrets_of(row.pk).password) == ("imap.example.org", 143, "x")


def test_another_folder_is_read_from_its_beginning(lindenau: Lindenau) -> None:
    row = set_account(wanted=WANTED, secrets=Secrets("x"), by=lindenau.by_ana)
    keep_message(b"Subject: hello\n\nHello.\n", found_at=FoundAt(row.pk, 7, 90))
    Reading.objects.filter(account=row).update(validity=7, last_uid=90, known_to=90)
    Taken.objects.create(account=row, validity=7, uid=90)
    other = replace(WANTED, folder="Customers")
    set_account(wanted=other, secrets=Secrets("y"), account=row.pk, by=lindenau.by_ana)
    reading = Reading.objects.get(account=row)
    assert (reading.validity, reading.last_uid, reading.known_to) == (None, 0, 0)
    assert not Taken.objects.exists()


def test_only_an_administrator_sets_accounts_and_none_that_is_not_there(lindenau: Lindenau) -> None:
    with refused("not_yours_to_do"):
        set_account(wanted=WANTED, secrets=Secrets("x"), by=lindenau.by_tom)
    with refused("no_such_account"):
        pause_account(account=0, by=lindenau.by_ana)


def test_paused_twice_is_recorded_once(lindenau: Lindenau) -> None:
    row = set_account(wanted=WANTED, secrets=Secrets("x"), by=lindenau.by_ana)
    pause_account(account=row.pk, by=lindenau.by_ana)
    before = len(history(row.subject_id))
    pause_account(account=row.pk, by=lindenau.by_ana)
    assert (Account.objects.get().state, len(history(row.subject_id))) == ("paused", before)


def test_a_secret_is_not_printed_and_needs_the_key_that_it_was_written_with(
    lindenau: Lindenau, settings: Settings
) -> None:
    assert "hidden" not in f"{Secrets('hidden')!r}"
    row = set_account(wanted=WANTED, secrets=Secrets("hidden"), by=lindenau.by_ana)
    settings.SECRET_KEY = "another key than before"
    with pytest.raises(CannotBeOpened):
        secrets_of(row.pk)
    set_account(wanted=WANTED, secrets=Secrets("new"), account=row.pk, by=lindenau.by_ana)
    assert secrets_of(row.pk).password == "new"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"address": "nobody"}, "invalid_address"),
        ({"team": 0}, "no_such_team"),
        ({"standing": 0}, "invalid_standing"),
        ({"hours": 0}, "invalid_hours"),
    ],
)
def test_an_address_that_cannot_be_ours_is_refused(
    lindenau: Lindenau, wrong: dict[str, Any], code: str
) -> None:
    before = Mailbox.objects.count()
    wanted = {"address": "help@lindenau.example", "team": lindenau.sales.pk, "by": lindenau.by_ana}
    with refused(code):
        set_mailbox(**(wanted | wrong))
    assert Mailbox.objects.count() == before
