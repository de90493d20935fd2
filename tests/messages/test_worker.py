"""Letters sent by the worker process, and what a kill costs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.intake.lindenau import set_up
from tests.messages.sink import Sink, smtp_sink

from wellkept.notices.models import Notice


@contextmanager
def worker(database_url: str, data: Path, sink: Sink) -> Iterator[subprocess.Popen[bytes]]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WELLKEPT_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "wellkept", "worker"],
        env={
            **clean,
            "DATABASE_URL": database_url,
            "WELLKEPT_DATA": str(data),
            "WELLKEPT_SMTP_URL": f"smtp://127.0.0.1:{sink.account.port}",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def within(seconds: float, true: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.1)
    return False


def told() -> int:
    return Notice.objects.filter(told_at__isnull=False).count()


def test_a_notice_is_sent_at_once_and_a_kill_repeats_at_most_one_letter(
    database_url: str, tmp_path: Path
) -> None:
    lindenau = set_up()
    with smtp_sink() as sink:
        with worker(database_url, tmp_path, sink) as first:
            lindenau.journey(lindenau.contact("First", "c@example.org"), acknowledge=True)
            assert within(30, lambda: told() == 1)
            for n in range(12):
                lindenau.journey(lindenau.contact(f"C{n}", f"c{n}@example.org"), acknowledge=True)
            assert within(30, lambda: len(sink.mails) >= 4)
            first.send_signal(signal.SIGKILL)
            first.wait()
        # The clock of the next worker finds the letter within a minute and a half.
        with worker(database_url, tmp_path, sink):
            assert within(120, lambda: told() == 13)
        times = Counter(str(mail["Message-ID"]) for mail in sink.mails)
        assert len(times) == 13
        assert sum(times.values()) <= 14
