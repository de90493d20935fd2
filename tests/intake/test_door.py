"""`wellkept receive`, as a mail server runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.intake.lindenau import INFO, set_up
from tests.mail.corpus import ODD, PLAIN, mail
from wellkept.intake.commands.routing import handle_waiting
from wellkept.intake.models import Item, Message
from wellkept.journeys.models import Journey


def environment(database_url: str, data: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WELLKEPT_")}
    return {**clean, "DATABASE_URL": database_url, "WELLKEPT_DATA": str(data)}


def pipe(raw: bytes, database_url: str, data: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "wellkept", "receive", *arguments],
        input=raw,
        env=environment(database_url, data),
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_taken_means_stored(database_url: str, tmp_path: Path) -> None:
    set_up()
    done = pipe(PLAIN, database_url, tmp_path, "--recipient", INFO)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert bytes(Message.objects.get().raw) == PLAIN
    assert Journey.objects.get().need == "Good morning,\nsince Friday there is no hot water.\nErika Muster"
    again = pipe(b"Received: once more\n" + PLAIN, database_url, tmp_path, "--recipient", INFO)
    assert again.returncode == 0
    assert Message.objects.count() == 1


def test_the_worst_mail_leaves_no_traceback(database_url: str, tmp_path: Path) -> None:
    set_up()
    done = pipe(ODD["mail in mail in mail"], database_url, tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert Item.objects.get().state == "waiting"


def test_mail_that_cannot_be_stored_is_to_be_sent_again(tmp_path: Path) -> None:
    done = pipe(PLAIN, "postgresql://nobody@127.0.0.1:1/nothing", tmp_path)
    assert done.returncode == 75
    assert b"Traceback" not in done.stderr
    assert b"could not be stored now" in done.stderr


def test_killed_at_any_moment_nothing_taken_is_missing(database_url: str, tmp_path: Path) -> None:
    set_up()
    taken: list[str] = []
    for n in range(6):
        raw = mail(
            f"Mail {n}\n".encode(), To=INFO, From=f"c{n}@example.org", Message_ID=f"<k{n}@example.org>"
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "wellkept", "receive"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(database_url, tmp_path),
        )
        assert process.stdin is not None
        process.stdin.write(raw)
        process.stdin.close()
        time.sleep(0.4 * n)
        process.send_signal(signal.SIGKILL)
        if process.wait(60) == 0:
            taken.append(f"k{n}@example.org")
    kept = set(Message.objects.values_list("message_id", flat=True))
    assert set(taken) <= kept
    # What was stored and not handled when the process died is handled by the worker.
    handle_waiting()
    assert not Message.objects.filter(handled_at__isnull=True).exists()
    assert Journey.objects.count() == len(kept)
