"""Where an account is read from: set with the account, on record, and moved past stored mails alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.intake.lindenau import OFFICE, Lindenau

from wellkept.imap.take import take
from wellkept.intake.models import Message
from wellkept.kernel import clock
from wellkept.laws import constraint_of
from wellkept.mailboxes.commands import fetch
from wellkept.mailboxes.commands.accounts import Position, Secrets, Wanted, set_account
from wellkept.mailboxes.models import Account, Reading, Taken

pytestmark = pytest.mark.django_db(transaction=True)
WANTED = Wanted(address=OFFICE, host="imap.example.org", login=OFFICE, takes="new")


@pytest.fixture
def account(lindenau: Lindenau) -> Account:
    return set_account(
        wanted=WANTED, secrets=Secrets("x"), now_at=Position(validity=7, uid=40), by=lindenau.by_ana
    )


def mail(n: int) -> bytes:
    return f"Message-ID: <n{n}@example.org>\r\nSubject: hello {n}\r\n\r\nHello {n}.\r\n".encode()


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    with pytest.raises(IntegrityError) as met, transaction.atomic():
        yield
    assert constraint_of(met.value) == constraint


def arrived(account: Account, *, uid_next: int = 0, highest: int = 60, validity: int = 7) -> fetch.Place:
    return fetch.arrive(account=account.pk, validity=validity, highest=highest, lately=0, uid_next=uid_next)


def test_the_place_is_behind_what_lay_there_and_moves_with_each_new_mail(account: Account) -> None:
    assert arrived(account).last_uid == 40
    first = take(account=account.pk, validity=7, uid=41, raw=mail(1))
    again = take(account=account.pk, validity=7, uid=42, raw=mail(1))
    assert (first.repeat, again.repeat, again.message) == (False, True, first.message)
    assert arrived(account).last_uid == 41, "a repeat is looked at again when the folder is opened again"
    assert Message.objects.values_list("account_id", "uid_validity", "uid").get() == (account.pk, 7, 41)
    reading = Reading.objects.get()
    assert (reading.last_uid, reading.taken) == (41, 1)


def test_nobody_moves_the_place_past_a_mail_that_we_have_not(account: Account) -> None:
    take(account=account.pk, validity=7, uid=41, raw=mail(1))
    for change in ({"last_uid": 42}, {"last_uid": 10**9}, {"validity": 8, "last_uid": 60}):
        with refused("what_we_left_behind_is_stored"):
            Reading.objects.update(**change)
    assert arrived(account).last_uid == 41
    take(account=account.pk, validity=7, uid=42, raw=mail(2))
    assert arrived(account).last_uid == 42


def test_where_it_begins_changes_with_the_account_alone(lindenau: Lindenau, account: Account) -> None:
    for change in (
        {"started_at": clock.now() + timedelta(days=30)},
        {"from_uid": 10**9},
        {"from_validity": 8, "from_uid": 60},
    ):
        with refused("where_reading_begins_is_on_record"):
            Reading.objects.update(**change)
    arrived(account)
    elsewhere = Wanted(address=OFFICE, host="mail.example.org", login=OFFICE)
    set_account(wanted=elsewhere, secrets=Secrets("y"), account=account.pk, by=lindenau.by_ana)
    assert Reading.objects.values_list("validity", "from_validity", "from_uid").get() == (None, None, 0)


def test_a_number_that_the_server_never_gave_starts_the_folder_again(account: Account) -> None:
    """A mail may be stored under a false number by whoever may store mails: the server knows better."""
    take(account=account.pk, validity=7, uid=10**9, raw=mail(1))
    assert arrived(account).last_uid == 10**9
    place = arrived(account, uid_next=61, highest=60)
    assert (place.last_uid, place.known_to) == (40, 60)
    assert not take(account=account.pk, validity=7, uid=41, raw=mail(2)).repeat


def test_only_a_stored_mail_is_marked_or_moved_at_the_server(lindenau: Lindenau, account: Account) -> None:
    seen = Wanted(address=OFFICE, host="imap.example.org", login=OFFICE, takes="new", afterwards="seen")
    set_account(wanted=seen, account=account.pk, by=lindenau.by_ana)
    take(account=account.pk, validity=7, uid=41, raw=mail(1))
    with refused("what_we_left_behind_is_stored"):
        Taken.objects.create(account=account, validity=7, uid=42)
    assert fetch.to_settle(account=account.pk, validity=7) == [41]


def test_the_number_of_a_stored_mail_stays(account: Account) -> None:
    take(account=account.pk, validity=7, uid=41, raw=mail(1))
    for change in ({"uid": 50}, {"uid_validity": 8}, {"account": None, "uid": None, "uid_validity": None}):
        with refused("nothing_arrives_and_vanishes"):
            Message.objects.update(**change)


def test_a_mail_of_long_ago_that_is_moved_here_later_is_taken(account: Account) -> None:
    """The server dates it before the account: `lately` is then behind it, and what it found there at first is not."""
    set_up_without_a_look = Reading.objects.filter(account=account)
    assert set_up_without_a_look.values_list("known_to", flat=True).get() == 40
    place = fetch.arrive(account=account.pk, validity=7, highest=41, lately=41)
    assert place.last_uid == 40
