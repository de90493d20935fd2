"""A mailbox at a provider, read by IMAP from a real server (Dovecot)."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.imap import dovecot as servers
from tests.imap.dovecot import PASSWORD, Dovecot
from tests.imap.reader_thread import account_at, impatient, reading, within
from tests.intake.lindenau import INFO, OFFICE, Lindenau
from tests.mail.corpus import BOUNCE, mail
from wellkept.imap import mail_folder
from wellkept.imap.connection import try_out
from wellkept.imap.mailbox_problems import Trouble
from wellkept.imap.reader import door_of
from wellkept.imap.take import take
from wellkept.intake.models import Item, Message
from wellkept.journeys.models import Journey
from wellkept.mailboxes.commands import fetch
from wellkept.mailboxes.commands.accounts import pause_account, remove_account
from wellkept.mailboxes.models import Account, Reading, Taken

pytestmark = pytest.mark.django_db(transaction=True)


def numbered(n: int, body: str = "There is no hot water.", **fields: str) -> bytes:
    head = {"From": f"c{n}@example.org", "Message-ID": f"<n{n}@example.org>", "To": OFFICE, **fields}
    return mail(f"{body} {n}\n".encode(), **head).replace(b"\n", b"\r\n")


def kept() -> list[str]:
    return sorted(Message.objects.values_list("message_id", flat=True))


def state(account: Account) -> Reading:
    return Reading.objects.get(account=account.pk)


def looked(account: Account) -> bool:
    return state(account).looked_at is not None


def test_from_now_on_and_the_server_tells_of_each(lindenau: Lindenau, server: Dovecot) -> None:
    server.put(numbered(1), numbered(2))
    account = account_at(server, lindenau, at_its_end=True)
    with reading(account):
        assert within(20, lambda: looked(account))
        assert kept() == []  # they lay there before
        began = time.monotonic()
        raw = numbered(3)
        server.deliver(raw)
        assert within(20, lambda: Item.objects.count() == 1)
        assert time.monotonic() - began < 3  # told by the server, not asked for
    assert kept() == ["n3@example.org"]
    row = Message.objects.get()
    assert (row.account_id, row.outcome, row.tries) == (account.pk, "item", 0)
    delivered = bytes(row.raw)
    assert delivered.endswith(raw)  # behind what the server wrote above it
    now = state(account)
    assert (now.last_uid, now.taken, now.news, now.trouble) == (3, 1, "told", "")
    with server.inside() as client:
        client.select_folder("INBOX", readonly=True)
        assert all(b"\\Seen" not in flags for flags in client.get_flags([1, 2, 3]).values())


@pytest.mark.parametrize("tried", [True, False])
def test_mail_that_comes_before_the_first_look_is_taken(
    lindenau: Lindenau, server: Dovecot, tried: bool
) -> None:
    account = account_at(server, lindenau, at_its_end=tried)
    server.put(numbered(1))
    with reading(account):
        assert within(20, lambda: looked(account))
    assert kept() == ["n1@example.org"]


def test_without_a_try_the_times_of_arrival_tell(lindenau: Lindenau, server: Dovecot) -> None:
    with server.inside() as client:
        for n, ago in ((1, timedelta(days=400)), (2, timedelta(days=1)), (3, timedelta(minutes=10))):
            client.append("INBOX", numbered(n), msg_time=datetime.now(UTC) - ago)
    account = account_at(server, lindenau)
    server.put(numbered(4))
    with reading(account):
        assert within(20, lambda: looked(account))
    assert (kept(), state(account).last_uid) == (["n4@example.org"], 4)


def test_everything_that_lies_there(lindenau: Lindenau, server: Dovecot) -> None:
    server.put(*(numbered(n) for n in range(5)))
    account = account_at(server, lindenau, takes="all")
    with reading(account):
        assert within(20, lambda: looked(account))
    assert kept() == [f"n{n}@example.org" for n in range(5)]
    with reading(account):
        server.put(numbered(5))
        assert within(20, lambda: Item.objects.count() == 6)
    assert Message.objects.count() == 6


def test_mail_finds_its_journey_and_a_bounce_its_notice(lindenau: Lindenau, server: Dovecot) -> None:
    journey = lindenau.journey(lindenau.contact())
    account = account_at(server, lindenau, takes="all")
    server.put(numbered(1, Subject=f"about {journey.number}"), numbered(2, To=INFO), BOUNCE)
    with reading(account):
        assert within(20, lambda: looked(account))
    assert sorted(Message.objects.values_list("outcome", flat=True)) == ["item", "journey", "opened"]
    assert Journey.objects.count() == 2


def test_the_address_behind_the_account_counts_where_the_mail_names_none(
    lindenau: Lindenau, server: Dovecot
) -> None:
    from wellkept.mailboxes.models import Mailbox

    account = account_at(server, lindenau, takes="all", mailbox=Mailbox.objects.get(address=INFO).pk)
    server.put(numbered(1, To="undisclosed-recipients:;"))
    with reading(account):
        assert within(20, lambda: looked(account))
    assert Journey.objects.get().contact.email == "c1@example.org"


@pytest.mark.parametrize("afterwards", ["seen", "move"])
def test_marked_or_moved_once_it_is_stored(lindenau: Lindenau, server: Dovecot, afterwards: str) -> None:
    account = account_at(server, lindenau, takes="all", afterwards=afterwards, moved_to="Taken/2026")
    server.put(numbered(1), numbered(2))
    with reading(account):
        assert within(20, lambda: looked(account) and not Taken.objects.exists())
    assert kept() == ["n1@example.org", "n2@example.org"]
    if afterwards == "move":
        assert (server.count(), server.count("Taken.2026")) == (0, 2)
    else:
        with server.inside() as client:
            client.select_folder("INBOX", readonly=True)
            assert all(b"\\Seen" in flags for flags in client.get_flags([1, 2]).values())


def test_without_the_move_of_the_server_only_ours_goes(
    lindenau: Lindenau, monkeypatch: pytest.MonkeyPatch
) -> None:
    with servers.dovecot(capability="IMAP4rev1 SASL-IR LITERAL+ UIDPLUS IDLE") as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.authority))
        server.put(numbered(1))
        with server.inside() as client:
            client.select_folder("INBOX")
            client.delete_messages([1])  # somebody else's, not ours to remove
        account = account_at(server, lindenau, afterwards="move", moved_to="Taken")
        with reading(account):
            assert within(20, lambda: looked(account))
            server.put(numbered(2))
            assert within(20, lambda: Item.objects.count() == 1 and not Taken.objects.exists())
        assert (server.count(), server.count("Taken")) == (1, 1)


def test_mail_that_the_server_will_not_move_is_taken_all_the_same(
    lindenau: Lindenau, server: Dovecot
) -> None:
    account = account_at(server, lindenau, takes="all", afterwards="move", moved_to="~root.Taken")
    server.put(numbered(1))
    with reading(account):
        assert within(20, lambda: looked(account) and state(account).trouble != "")
        assert state(account).trouble.startswith("Mail comes in, and cannot be moved to ~root.Taken: ")
        server.put(numbered(2))
        assert within(20, lambda: Item.objects.count() == 2)
    assert server.count() == 2


def test_mail_left_by_a_killed_reader_is_moved_by_the_next(lindenau: Lindenau, server: Dovecot) -> None:
    """Stored and committed, and then nothing: as if the process had died before it told the server."""
    server.put(numbered(1), numbered(2))
    account = account_at(server, lindenau, takes="all", afterwards="move", moved_to="Taken")
    with server.inside() as client:
        validity = int(client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"])
    fetch.arrive(account=account.pk, validity=validity, highest=2, lately=0)
    take(account=account.pk, validity=validity, uid=1, raw=numbered(1))
    assert fetch.to_settle(account=account.pk, validity=validity) == [1]
    with reading(account):
        assert within(20, lambda: looked(account) and not Taken.objects.exists())
    assert (server.count(), server.count("Taken")) == (0, 2)
    assert kept() == ["n1@example.org", "n2@example.org"]


def test_numbered_anew_nothing_comes_twice_and_nothing_is_missed(
    lindenau: Lindenau, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    server.put(numbered(1))  # before we came: never wanted
    time.sleep(1.1)  # the server counts arrivals by the second
    account = account_at(server, lindenau, at_its_end=True)
    with reading(account):
        assert within(20, lambda: looked(account))
        server.put(numbered(2), numbered(3))
        assert within(20, lambda: Item.objects.count() == 2)
        first = state(account).validity
        server.number_anew()
        server.put(numbered(4))
        assert within(30, lambda: Item.objects.count() == 3)
    assert kept() == ["n2@example.org", "n3@example.org", "n4@example.org"]
    now = state(account)
    assert now.validity != first
    assert (now.last_uid, now.taken) == (4, 3)


def test_numbers_that_the_server_gives_again_hide_no_mail(
    lindenau: Lindenau, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the same UIDVALIDITY, as of a mailbox that was set back, or of a server that counts what lies there."""
    impatient(monkeypatch)
    account = account_at(server, lindenau)
    with reading(account):
        server.put(numbered(1), numbered(2))
        assert within(20, lambda: Item.objects.count() == 2)
        first = state(account).validity
        server.set_back(1)
        server.put(numbered(3), numbered(4))
        assert within(30, lambda: Item.objects.count() == 4)
        server.put(numbered(5))
        assert within(30, lambda: Item.objects.count() == 5)
    assert kept() == [f"n{n}@example.org" for n in range(1, 6)]
    assert (state(account).validity, state(account).last_uid) == (first, 3)


def test_the_server_goes_and_comes(
    lindenau: Lindenau, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    account = account_at(server, lindenau)
    with reading(account):
        assert within(20, lambda: looked(account))
        server.stop()
        assert within(20, lambda: state(account).trouble != "")
        assert state(account).trouble == f"localhost does not answer on port {server.port}."
        since = state(account).trouble_since
        time.sleep(1)
        assert state(account).trouble_since == since
        server.start()
        server.put(numbered(1))
        assert within(20, lambda: Item.objects.count() == 1)
        assert within(20, lambda: state(account).trouble == "")


def test_a_line_that_is_cut(lindenau: Lindenau, server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through a relay that drops every connection in the middle of it."""
    from tests.imap.relay import relay

    impatient(monkeypatch)
    with relay(server.port) as between:
        account = account_at(server, lindenau, port=between.port, takes="all")
        with reading(account):
            assert within(20, lambda: looked(account))
            for n in range(4):
                between.cut()
                server.put(numbered(n))
                assert within(30, lambda n=n: Item.objects.count() == n + 1)
        assert between.connections >= 5
    assert kept() == [f"n{n}@example.org" for n in range(4)]


def test_without_news_it_asks(lindenau: Lindenau, monkeypatch: pytest.MonkeyPatch) -> None:
    with servers.dovecot(capability="IMAP4rev1 SASL-IR LITERAL+ UIDPLUS MOVE") as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.authority))
        account = account_at(server, lindenau)
        with reading(account, pause=0.3):
            assert within(20, lambda: looked(account))
            assert state(account).news == "asked"
            server.put(numbered(1))
            assert within(20, lambda: Item.objects.count() == 1)


def test_however_many_readers_one_reads(lindenau: Lindenau, server: Dovecot) -> None:
    account = account_at(server, lindenau)
    with reading(account), reading(account), reading(account):
        assert within(20, lambda: looked(account))
        server.put(*(numbered(n) for n in range(10)))
        assert within(20, lambda: Item.objects.count() == 10)
        logins = server.log().count(f"Login: user=<{server.login}>")
    assert logins == 2  # the reader, and the test that put them there
    assert state(account).taken == 10


def test_two_that_believe_to_be_alone_take_nothing_twice(lindenau: Lindenau, server: Dovecot) -> None:
    account = account_at(server, lindenau, takes="all")
    fetch.arrive(account=account.pk, validity=7, highest=9, lately=0)
    ready, taken, late = threading.Barrier(2), [], []

    def one() -> None:
        try:
            ready.wait(10)
            for uid in range(1, 10):
                try:
                    taken.append(take(account=account.pk, validity=7, uid=uid, raw=numbered(uid)).message)
                except fetch.Overtaken:
                    late.append(uid)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(late) == list(range(1, 10))
    assert len(set(taken)) == 9
    assert Message.objects.count() == 9


def test_paused_changed_removed(lindenau: Lindenau, server: Dovecot) -> None:
    account = account_at(server, lindenau)
    pause_account(account=account.pk, by=lindenau.by_ana)
    with reading(account):
        server.put(numbered(1))
        time.sleep(1)
    assert (Message.objects.count(), looked(account)) == (0, False)
    remove_account(account=account.pk, by=lindenau.by_ana)
    assert state(account).sealed == ""


def test_more_than_we_take(lindenau: Lindenau, server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_folder, "LARGEST", 300_000)
    monkeypatch.setattr(mail_folder, "BEGINNING", 50_000)
    monkeypatch.setattr(mail_folder, "HEAVY", 200_000)
    account = account_at(server, lindenau, takes="all")
    server.put(numbered(1), numbered(2, "word " * 100_000), numbered(3))
    with reading(account):
        assert within(20, lambda: looked(account))
    large = Message.objects.get(message_id="n2@example.org")
    assert len(large.raw) == 50_000
    assert large.trouble.startswith("It has 0 MB, which is more than we take; this is its beginning")
    assert Item.objects.count() == 3
    assert server.count() == 3


def test_thousands_are_counted_in_steps(
    lindenau: Lindenau, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gaps and windows: numbers are asked about in ranges, and none is left out at their edges."""
    monkeypatch.setattr(mail_folder, "WINDOW", 3)
    monkeypatch.setattr(mail_folder, "FEW", 2)
    server.put(*(numbered(n) for n in range(25)))
    with server.inside() as client:
        client.select_folder("INBOX")
        client.delete_messages(list(range(5, 18)))
        client.expunge()
        numbers = [uid for some in mail_folder.numbers_after(client, 1, up_to=25) for uid in some]
    assert numbers == [2, 3, 4, *range(18, 26)]
    account = account_at(server, lindenau, takes="all")
    with reading(account):
        assert within(20, lambda: looked(account))
    assert (Item.objects.count(), state(account).last_uid) == (12, 25)


# Signing in


def trial(account: Account, key: str = PASSWORD) -> str:
    try:
        tried = try_out(door_of(account), key)
    except Trouble as trouble:
        return f"{trouble.field}: {trouble.sentence}"
    return f"{tried.mails} {tried.unread} {tried.tells} {tried.moves}"


def test_a_trial_names_each_fault_at_its_field(lindenau: Lindenau, server: Dovecot) -> None:
    server.put(numbered(1), numbered(2), numbered(3))
    account = account_at(server, lindenau)
    assert trial(account) == "3 3 True True"
    assert trial(account, "wrong").startswith("password: localhost did not accept this name and password:")
    account.folder = "Nowhere"
    assert trial(account) == "folder: There is no folder “Nowhere” in this mailbox."
    account.folder, account.host = "INBOX", "imap.nowhere.invalid"
    assert trial(account) == "host: No server is known under the name imap.nowhere.invalid."
    account.host, account.port = "localhost", server.plain_port
    assert (
        trial(account)
        == f"encryption: localhost does not speak TLS on port {server.plain_port}. Try STARTTLS, or port 993."
    )
    account.encryption = "starttls"
    assert trial(account) == "3 3 True True"
    account.port = 1
    assert trial(account) == "port: localhost does not answer on port 1."


def test_a_certificate_that_nobody_signed(lindenau: Lindenau) -> None:
    with servers.dovecot() as server:
        account = account_at(server, lindenau)
        assert trial(account) == "host: The certificate of localhost is not signed by anybody whom we know."


@pytest.mark.parametrize(
    ("certificate", "refusal"),
    [
        (
            {"names": ("imap.elsewhere.example",)},
            "The certificate is not one of localhost. Does the server have another name?",
        ),
        ({"lasts": timedelta(hours=-1)}, "The certificate of localhost has run out."),
    ],
)
def test_a_certificate_that_is_not_in_order(
    lindenau: Lindenau, monkeypatch: pytest.MonkeyPatch, certificate: dict[str, object], refusal: str
) -> None:
    with servers.dovecot(**certificate) as server:  # type: ignore[arg-type]
        monkeypatch.setenv("SSL_CERT_FILE", str(server.authority))
        assert trial(account_at(server, lindenau)) == f"host: {refusal}"


def test_a_password_is_nowhere_in_clear(
    lindenau: Lindenau, server: Dovecot, caplog: pytest.LogCaptureFixture
) -> None:
    account = account_at(server, lindenau, password="hunter2hunter2")
    with reading(account):
        assert within(20, lambda: state(account).trouble != "")
    assert "did not accept this name and password" in state(account).trouble
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM \"{table}\" t WHERE t::text LIKE '%%hunter2%%'")
            assert cursor.fetchone() == (0,), table
    assert "hunter2" not in caplog.text


def test_a_stranger_cannot_set_an_account(lindenau: Lindenau, server: Dovecot) -> None:
    from wellkept.events.queries import history
    from wellkept.kernel.refusal import Refusal
    from wellkept.mailboxes.commands.accounts import Secrets, Wanted, set_account
    from wellkept.people.queries import company

    before = len(history(company().pk))
    wanted = Wanted(address=OFFICE, host="localhost", login=OFFICE)
    with pytest.raises(Refusal, match="Only an administrator"):
        set_account(wanted=wanted, secrets=Secrets("x"), by=lindenau.by_tom)
    assert not Account.objects.exists()
    assert len(history(company().pk)) == before
