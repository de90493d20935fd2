"""Real races: each act in a thread and a transaction of its own, all held open together before any commits."""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction

PATIENCE = 15.0


def race(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at once. Returns for each its result, or the exception with which it ended.

    All transactions have begun before the first act starts; whoever is done waits with its commit until every other
    is done too or waits for a lock. The pinned clock goes along into the threads.
    """
    begun = threading.Barrier(len(acts), timeout=PATIENCE)
    runners = [_Runner(act, begun) for act in acts]
    for runner in runners:
        runner.others = [other for other in runners if other is not runner]
        runner.thread.start()
    for runner in runners:
        runner.thread.join(PATIENCE * 2)
        assert not runner.thread.is_alive(), "a racing session hangs"
    return [runner.result for runner in runners]


class _Runner:
    def __init__(self, act: Callable[[], Any], begun: threading.Barrier) -> None:
        self.act, self.begun = act, begun
        self.others: Sequence[_Runner] = ()
        self.backend: int | None = None
        self.done = threading.Event()
        self.result: Any = None
        context = contextvars.copy_context()
        self.thread = threading.Thread(target=lambda: context.run(self.run), daemon=True)

    def run(self) -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    self.backend = cursor.fetchone()[0]
                self.begun.wait()
                self.result = self.act()
                self.done.set()
                self._hold()
        except Exception as ended:
            self.result = ended
        finally:
            self.done.set()
            connection.close()

    def _hold(self) -> None:
        """Wait until every other act is done, or waits for a lock (which only our commit may free)."""
        until = time.monotonic() + PATIENCE
        while not all(other.done.is_set() or _is_blocked(other.backend) for other in self.others):
            assert time.monotonic() < until, "the other session is neither done nor waiting"
            time.sleep(0.003)


def _is_blocked(backend: int | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [backend])
        return bool(cursor.fetchone()[0])
