"""A mail reader in a thread of this process, for tests that look at it from both sides."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.imap.dovecot import PASSWORD, Dovecot
from tests.intake.lindenau import Lindenau
from wellkept.imap import reader
from wellkept.imap.connection_check import must_open
from wellkept.imap.reader import Reader
from wellkept.mailboxes.commands.accounts import Secrets, Wanted, set_account
from wellkept.mailboxes.models import Account


def account_at(
    server: Dovecot,
    lindenau: Lindenau,
    password: str = PASSWORD,
    *,
    at_its_end: bool = False,
    **settings: Any,
) -> Account:
    """Set up a mail account without a trial. `at_its_end` starts behind the mail that is there, as the page does."""
    wanted = {"host": "localhost", "port": server.port, "address": server.login, "login": server.login}
    what, secrets = Wanted(**{**wanted, **settings}), Secrets(password=password)
    now_at = must_open(what, secrets, account=None) if at_its_end else None
    return set_account(wanted=what, secrets=secrets, now_at=now_at, by=lindenau.by_ana)


@contextmanager
def reading(account: Account, *, pause: float = 0.2) -> Iterator[Reader]:
    """Run a mail reader in a thread of its own."""
    stop = threading.Event()
    mail_reader = Reader(account.pk, stop, pause=pause)
    thread = threading.Thread(target=mail_reader.run, name="a reader")
    thread.start()
    try:
        yield mail_reader
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def within(seconds: float, true: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return true()


def impatient(monkeypatch: Any) -> None:
    """Tries again at once, so that a test need not wait for it."""
    monkeypatch.setattr(reader, "FIRST_WAIT", 0.2)
    monkeypatch.setattr(reader, "LONGEST_WAIT", 0.5)
