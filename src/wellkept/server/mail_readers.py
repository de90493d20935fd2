"""Mailbox readers inside a worker: one thread for each account."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from wellkept.imap.reader import PAUSE, Reader
from wellkept.mailboxes.queries import accounts_to_read

log = logging.getLogger("wellkept.imap")

LOOK = 3.0  # seconds after which a new, changed or paused account is noticed
PATIENCE = 15.0  # seconds that readers get to end what they have in hand


@dataclass(slots=True)
class _Hand:
    """A running reader, with the account settings it started with."""

    changed_at: datetime
    stop: threading.Event
    thread: threading.Thread


@dataclass
class MailReaders:
    """Keep one reader for each account. Restart a crashed reader, and one whose account was changed."""

    pause: float = PAUSE
    _stop: threading.Event = field(default_factory=threading.Event)
    _hands: dict[int, _Hand] = field(default_factory=dict)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._supervise, name="mail readers")
        self._thread.start()

    def stop(self) -> None:
        """Stop every reader after the mail it is working on."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(PATIENCE + LOOK)

    def _supervise(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    self._look(accounts_to_read())
                except Exception as fault:  # the database is away; the readers know it themselves
                    connection.close()
                    log.warning("The accounts to read cannot be asked for: %s", fault)
                self._stop.wait(LOOK)
        finally:
            connection.close()
            for hand in self._hands.values():
                hand.stop.set()
            for hand in self._hands.values():
                hand.thread.join(PATIENCE)

    def _look(self, wanted: dict[int, datetime]) -> None:
        for account, hand in list(self._hands.items()):
            if wanted.get(account) != hand.changed_at:
                hand.stop.set()
            if not hand.thread.is_alive():
                del self._hands[account]
        for account, changed_at in wanted.items():
            if account not in self._hands:
                stop = threading.Event()
                reader = Reader(account, stop, pause=self.pause)
                # A daemon: a server that never answers must not keep the process from ending.
                thread = threading.Thread(target=reader.run, name=f"mail account {account}", daemon=True)
                self._hands[account] = _Hand(changed_at, stop, thread)
                thread.start()
