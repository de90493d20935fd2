"""Read one account as long as it should be read: sign in, take new mail, wait, repeat.

One reader has an account at a time, whatever the number of workers: it holds an advisory lock of its database
session. If two ever believe to have it, the row of `Reading` lets only one of them past each mail.

Nothing is marked or moved at the server before it is committed here. On any fault the reader stores the
problem, waits longer each time, and continues from the table.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Event

from django.db import connection
from django.utils.translation import gettext_lazy as _
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from wellkept.imap import mail_folder, tokens
from wellkept.imap.connection import Door, signed_in
from wellkept.imap.mailbox_problems import Lost, trouble
from wellkept.imap.take import take
from wellkept.intake.commands.routing import handle
from wellkept.intake.queries import id_at_number, known_ids
from wellkept.kernel.text import Text, fill
from wellkept.mailboxes.commands import fetch
from wellkept.mailboxes.commands.accounts import Secrets, renew, secrets_of
from wellkept.mailboxes.models import Account, Reading

log = logging.getLogger("wellkept.imap")

ONE_READER = 0x696D6170  # "imap": key of the advisory lock
PAUSE = 30.0  # seconds between two checks if the server does not report new mail
RENEWED = 9 * 60.0  # seconds after which waiting is renewed: routers drop silent connections
AGAIN = 5.0  # seconds after a mail or an opening, in which a server may miss the next mail
BEAT = 60.0  # seconds between two notes that we still listen
FIRST_NUMBER = 1  # of a folder that is numbered again
FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0
MARGIN = timedelta(days=2)  # tolerance for differing clocks


class Reader:
    """Reader of one account until `stop` is set. `run` is called in a thread of its own."""

    def __init__(self, account: int, stop: Event, *, pause: float = PAUSE) -> None:
        self.account = account
        self.stop = stop
        self.pause = pause
        self._access: tuple[str, float] = ("", 0.0)
        self._unsettled: Text = ""

    def run(self) -> None:
        """Return when stopped, or when the account should not be read any more."""
        falls = 0
        try:
            while not self.stop.is_set():
                began = time.monotonic()
                try:
                    if not self._read_while_it_holds():
                        return
                except fetch.Overtaken:
                    pass  # somebody read on or set it otherwise: begin again from what the table says
                except Lost:
                    if falls:
                        self._note(Lost())
                except Exception as fault:
                    self._note(fault)
                falls = 1 if time.monotonic() - began > LONGEST_WAIT else falls + 1
                connection.close()  # with the lock; a broken one is not used again
                wait = min(FIRST_WAIT * 2 ** min(falls - 1, 10), LONGEST_WAIT)
                self.stop.wait(wait * random.uniform(0.8, 1.2))
        finally:
            connection.close()

    def _read_while_it_holds(self) -> bool:
        """Read; False if there is nothing to read any more. Waits while another reader has the account."""
        with only_reader(self.account) as mine:
            account = fetch.account_to_read(self.account)
            if account is None:
                return False
            if mine:
                self._session(account)
            else:
                self.stop.wait(self.pause / 3)
            return True

    def _session(self, account: Account) -> None:
        door = door_of(account)
        with signed_in(door, self._key(account)) as client:
            try:
                self._in_the_folder(client, account, door)
            except (OSError, IMAPClientAbortError) as fault:
                raise Lost from fault

    def _in_the_folder(self, client: IMAPClient, account: Account, door: Door) -> None:
        opened = client.select_folder(door.folder, readonly=account.afterwards == "leave")
        validity = int(opened[b"UIDVALIDITY"])
        since = Reading.objects.get(account=account).started_at
        highest = mail_folder.highest(client)
        given_again = self._is_given_again(client, validity, highest)
        place = fetch.arrive(
            account=account.pk,
            validity=validity,
            highest=highest,
            lately=mail_folder.before_lately(client, since),
            uid_next=FIRST_NUMBER if given_again else int(opened.get(b"UIDNEXT", 0)),
        )
        before = None
        while not self.stop.is_set():
            self._unsettled = ""
            self._settle(client, account, validity)
            place = self._take_what_is_new(client, account, place)
            if self.stop.is_set():
                return
            tells = bool(client.has_capability("IDLE"))
            self._say_that_we_looked(account, tells=tells)
            if tells:
                self._until_told(client, account, seconds=RENEWED if place.last_uid == before else AGAIN)
                before = place.last_uid
            else:
                self.stop.wait(self.pause)
                client.noop()

    # Taking

    def _take_what_is_new(self, client: IMAPClient, account: Account, place: fetch.Place) -> fetch.Place:
        up_to = mail_folder.highest(client)
        if up_to <= place.last_uid and self._is_given_again(client, place.validity, up_to):
            raise fetch.Overtaken  # begin again: nothing behind our place would ever be new
        for uids in mail_folder.numbers_after(client, place.last_uid, up_to=up_to):
            if self.stop.is_set():
                return place
            wanted = self._not_known(client, account, place, mail_folder.about(client, uids))
            for batch in mail_folder.in_batches(wanted):
                self._take(client, account, place.validity, batch)
                self._settle(client, account, place.validity)
                if self.stop.is_set():
                    return place
            place = replace(place, last_uid=uids[-1])
        return replace(place, last_uid=max(place.last_uid, up_to))

    def _is_given_again(self, client: IMAPClient, validity: int, uid: int) -> bool:
        """Whether the server has given the number of a mail of ours to another one.

        No server may (RFC 3501), and some do: those that count from what lies in the folder, and any that was set back
        to a copy of before.
        """
        ours = id_at_number(account=self.account, validity=validity, uid=uid) if uid else None
        theirs = mail_folder.message_ids(client, [uid]).get(uid) if ours else None
        return bool(theirs) and theirs != ours

    def _take(
        self, client: IMAPClient, account: Account, validity: int, batch: Sequence[mail_folder.Known]
    ) -> None:
        where = f"{account.folder} of {account.login} at {account.host}"
        for mail in mail_folder.fetch(client, batch, where=where):
            received = take(
                account=account.pk, validity=validity, uid=mail.uid, raw=mail.raw, trouble=mail.trouble
            )
            if received.repeat:
                self._mark_or_move(client, account, [mail.uid])  # at once: our place does not remember it
            else:
                handle(received.message)

    def _not_known(
        self, client: IMAPClient, account: Account, place: fetch.Place, mails: Sequence[mail_folder.Known]
    ) -> list[mail_folder.Known]:
        """Leave out mails from before the account was set. After the server numbered its mails again, leave
        out known ones.
        """
        if not mails or mails[0].uid > place.known_to:
            return list(mails)
        reading = Reading.objects.get(account=account)
        ids = mail_folder.message_ids(client, [mail.uid for mail in mails if mail.uid <= place.known_to])
        had = known_ids(ids.values())
        before = (reading.looked_at or reading.started_at) - MARGIN
        unknown = []
        for mail in mails:
            if mail.uid <= place.known_to and mail.arrived is not None:
                if place.not_before is not None and mail.arrived < place.not_before:
                    continue  # it lay there before we came
                if mail.arrived < before and ids.get(mail.uid) in had:
                    continue
            unknown.append(mail)
        return unknown

    def _settle(self, client: IMAPClient, account: Account, validity: int) -> None:
        """Mark or move committed mails at the server, including those that a killed reader left.

        A refusal of the server is shown, and stops no mail from coming in.
        """
        while uids := fetch.to_settle(account=account.pk, validity=validity):
            if not self._mark_or_move(client, account, uids):
                return
            fetch.settled(account=account.pk, validity=validity, uids=uids)

    def _mark_or_move(self, client: IMAPClient, account: Account, uids: Sequence[int]) -> bool:
        """Mark or move these mails as the account says. Returns False if the server refuses."""
        try:
            if account.afterwards == "seen":
                mail_folder.mark_seen(client, uids)
            elif account.afterwards == "move":
                mail_folder.move(client, uids, account.moved_to)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as fault:
            reason = trouble(fault, host=account.host, port=account.port).sentence
            self._unsettled = fill(
                _("Mail comes in, and cannot be marked as read: %(reason)s")
                if account.afterwards == "seen"
                else _("Mail comes in, and cannot be moved to %(folder)s: %(reason)s"),
                reason=reason,
                folder=account.moved_to,
            )
            return False
        return True

    def _say_that_we_looked(self, account: Account, *, tells: bool) -> None:
        fetch.looked(account=account.pk, news="told" if tells else "asked")
        if self._unsettled:
            fetch.in_trouble(account=account.pk, why=self._unsettled)

    # Waiting

    def _until_told(self, client: IMAPClient, account: Account, *, seconds: float) -> None:
        """Wait until the server reports a mail (RFC 2177), or for this many seconds.

        A server that compares times by the second does not report a mail of the same second as the last
        check. So the wait after a check that found something is short.
        """
        client.idle()
        try:
            until, beat, empty = time.monotonic() + seconds, time.monotonic() + BEAT, 0
            while not self.stop.is_set() and time.monotonic() < until:
                asked = time.monotonic()
                responses = client.idle_check(timeout=1.0)
                if any(len(response) > 1 and response[1] in (b"EXISTS", b"RECENT") for response in responses):
                    return
                if any(response[:1] == (b"BYE",) for response in responses):
                    raise Lost
                # A line that has ended is "ready" again and again, with nothing to read.
                empty = empty + 1 if not responses and time.monotonic() - asked < 0.5 else 0
                if empty > 5:
                    raise Lost
                if time.monotonic() > beat:
                    self._say_that_we_looked(account, tells=True)
                    beat = time.monotonic() + BEAT
        finally:
            if not self.stop.is_set():
                client.idle_done()

    # Signing in

    def _key(self, account: Account) -> str:
        try:
            secrets = secrets_of(account.pk)
        except ValueError as fault:
            raise trouble(fault, host=account.host, port=account.port) from None
        if account.proof == "password":
            return secrets.password
        token, until = self._access
        if time.monotonic() >= until:
            got = access_to(account, secrets)
            token = got.token
            self._access = (token, time.monotonic() + got.seconds)
        return token

    def _note(self, fault: Exception) -> None:
        self._access = ("", 0.0)  # perhaps it was taken from us
        connection.close()
        try:
            account = Account.objects.get(pk=self.account)
            problem = trouble(fault, host=account.host, port=account.port, login=account.login)
            fetch.in_trouble(account=self.account, why=problem.sentence)
            log.warning("%s could not be read: %s", account.address, problem.sentence)
        except Exception:
            log.warning("Account %s cannot be read, nor can that be noted", self.account)


def access_to(account: Account, secrets: Secrets) -> tokens.Access:
    """Get an access token by the refresh token; a new refresh token is stored."""
    got = tokens.access(
        token_url=account.token_url,
        client_id=account.client_id,
        client_secret=secrets.client_secret,
        refresh_token=secrets.refresh_token,
        scope=account.scope,
    )
    if got.refresh_token and got.refresh_token != secrets.refresh_token:
        renew(account=account.pk, refresh_token=got.refresh_token)
    return got


def door_of(account: Account) -> Door:
    """Give the address of an account."""
    return Door(
        host=account.host,
        port=account.port,
        encryption=account.encryption,
        login=account.login,
        proof=account.proof,
        folder=account.folder,
    )


@contextmanager
def only_reader(account: int) -> Iterator[bool]:
    """Hold the account's advisory lock during the block. Yields False if another reader has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [ONE_READER, account])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and connection.connection is not None and not connection.connection.closed:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [ONE_READER, account])
            except Exception:  # the session is gone, and the lock with it
                connection.close()
