"""The threads of a worker that follow events: woken by PostgreSQL, and looking on their own every few seconds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import psycopg
from django.db import connection, connections

from wellkept.events import outbox

log = logging.getLogger("wellkept.outbox")

POLL = 5.0  # seconds after which the table is read without a wake-up
GRACE = 20.0  # seconds in which an event that is under way may end
LONGEST_BREAK = 5.0  # seconds before the database is tried again
_LEAST = 0.2  # seconds between two looks without a wake-up
_TICK = 0.5  # seconds after which a request to stop is seen


class Follower:
    """Some threads that follow events, and one that listens for wake-ups."""

    def __init__(self, follow: Callable[[int], None], *, threads: int) -> None:
        self._follow = follow
        self._woken = threading.Condition()
        self._wake_ups = 0
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._listen, name="outbox listener", daemon=True),
            *(threading.Thread(target=self._work, name=f"outbox {n}", daemon=True) for n in range(threads)),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let each thread end the event that it has in hand."""
        self._stopping = True
        self._wake()
        for thread in self._threads:
            thread.join(GRACE)

    def _wake(self) -> None:
        with self._woken:
            self._wake_ups += 1
            self._woken.notify_all()

    def _work(self) -> None:
        pause = 0.1
        try:
            while not self._stopping:
                seen = self._wake_ups  # read before the table: a wake-up in between is not lost
                try:
                    while not self._stopping and outbox.follow_next(self._follow):
                        pass
                    patience, pause = outbox.seconds_until_due(at_most=POLL), 0.1
                except Exception as fault:  # the database is away
                    log.warning("The outbox cannot be read: %s", fault)
                    connection.close()
                    patience, pause = pause, min(pause * 2, LONGEST_BREAK)
                with self._woken:
                    if self._wake_ups == seen:
                        # A row that is due and could not be taken is in another's hands: no need to hurry.
                        self._woken.wait(max(patience, _LEAST))
        finally:
            connection.close()

    def _listen(self) -> None:
        pause = 0.1
        while not self._stopping:
            try:
                with _connect() as listening:
                    listening.execute(f"LISTEN {outbox.CHANNEL}")
                    self._wake()  # for what was recorded while nobody listened
                    pause = 0.1
                    while not self._stopping:
                        for _ in listening.notifies(timeout=_TICK):
                            self._wake()
            except (psycopg.Error, OSError) as fault:
                log.warning("The outbox waits for the database: %s", fault)
                with self._woken:
                    self._woken.wait(pause)
                pause = min(pause * 2, LONGEST_BREAK)


def _connect() -> psycopg.Connection[tuple[object, ...]]:
    wanted = connections["default"].get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        wanted.pop(name, None)
    wanted["application_name"] = "wellkept outbox"
    return psycopg.Connection.connect(**wanted, autocommit=True)
