"""The worker reads a mailbox while it is killed again and again, and nothing is lost or done twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.imap.dovecot import Dovecot
from tests.imap.reader_thread import account_at, within
from tests.intake.lindenau import INFO, OFFICE, set_up
from tests.mail.corpus import mail
from tests.size import size
from wellkept.intake.models import Item, Message
from wellkept.journeys.models import Journey, Touch
from wellkept.mailboxes.models import Reading, Taken

pytestmark = [pytest.mark.installation, pytest.mark.long, pytest.mark.django_db(transaction=True)]

# How many mails come while it is killed; the seed makes a run that failed come again.
MAILS = int(os.environ.get("WELLKEPT_TEST_MAILS") or size(20, 60))
KILLS = int(os.environ.get("WELLKEPT_TEST_KILLS") or size(3, 6))
SEED = int(os.environ.get("WELLKEPT_TEST_SEED") or 20261102)


@contextmanager
def worker(database_url: str, data: Path, server: Dovecot) -> Iterator[subprocess.Popen[bytes]]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WELLKEPT_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "wellkept", "worker"],
        env={
            **clean,
            "DATABASE_URL": database_url,
            "WELLKEPT_DATA": str(data),
            "WELLKEPT_SECRET_KEY": key(),
            "SSL_CERT_FILE": str(server.authority),
        },
        stdout=subprocess.DEVNULL,
        stderr=(data / "log").open("ab"),
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def key() -> str:
    from django.conf import settings

    return str(settings.SECRET_KEY)


@pytest.mark.only_long
def test_killed_at_random_each_mail_ends_in_one_place(
    database_url: str, tmp_path: Path, server: Dovecot
) -> None:
    luck = random.Random(SEED)
    lindenau = set_up()
    known = lindenau.journey(lindenau.contact())
    account = account_at(server, lindenau, takes="all", afterwards="move", moved_to="Taken")
    # Some say the number, some come to the address that opens, the rest are for a person to read.
    where = {n: luck.choice(["journey", "opened", "item"]) for n in range(MAILS)}

    def raw(n: int) -> bytes:
        body = f"Mail {n} of many.\n".encode()
        return mail(
            body * luck.randint(1, 3000),
            From=f"c{n}@example.org",
            To=INFO if where[n] == "opened" else OFFICE,
            Subject=f"about {known.number}" if where[n] == "journey" else f"Question {n}",
            Message_ID=f"<k{n}@example.org>",
        )

    mails = [raw(n) for n in range(MAILS)]
    server.put(*mails[: MAILS // 4])
    left = mails[MAILS // 4 :]
    lived: list[int] = []
    for kill in range(KILLS):
        some = left[kill::KILLS]

        def arrive(some: list[bytes] = some) -> None:
            for content in some:
                server.deliver(content)
                time.sleep(luck.random() * 0.2)

        postman = threading.Thread(target=arrive)
        with worker(database_url, tmp_path, server) as process:
            before = Message.objects.count()
            postman.start()
            took = within(90, lambda before=before: Message.objects.count() > before)
            assert took, (lived, (tmp_path / "log").read_text()[-3000:])
            time.sleep(luck.random() * 0.5)
            process.send_signal(signal.SIGKILL)
            process.wait()
            lived.append(Message.objects.count())
        postman.join()
    with worker(database_url, tmp_path, server):
        done = within(150, lambda: Message.objects.filter(handled_at__isnull=False).count() == MAILS)
        assert done, (lived, Reading.objects.values(), (tmp_path / "log").read_text()[-3000:])
        assert within(30, lambda: not Taken.objects.exists())

    assert sum(0 < count < MAILS for count in lived) >= 2, f"no kill fell into the middle: {lived}"
    assert sorted(Message.objects.values_list("message_id", flat=True)) == sorted(
        f"k{n}@example.org" for n in range(MAILS)
    )
    ended = {
        int(id.partition("@")[0][1:]): (outcome, subject)
        for id, outcome, subject in Message.objects.values_list("message_id", "outcome", "subject_id")
    }
    assert {n: outcome for n, (outcome, _) in ended.items()} == where
    # Each touch, journey and item once.
    wanted = Counter(where.values())
    assert Touch.objects.filter(journey=known, incoming=True).count() == wanted["journey"]
    assert Journey.objects.count() == wanted["opened"] + 1
    assert Item.objects.count() == wanted["item"]
    alone = [subject for outcome, subject in ended.values() if outcome != "journey"]
    assert len(set(alone)) == len(alone)
    assert {subject for outcome, subject in ended.values() if outcome == "journey"} == {known.pk}
    # And at the server: every one is where we put it, none is lost, and a copy at most for each kill.
    reading = Reading.objects.get(account=account)
    assert (reading.taken, reading.trouble) == (MAILS, "")
    assert server.count() == 0
    with server.inside() as client:
        client.select_folder("Taken", readonly=True)
        moved = client.fetch(client.search(), ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])
        ids = Counter(bytes(fields[b"BODY[HEADER.FIELDS (MESSAGE-ID)]"]) for fields in moved.values())
    assert len(ids) == MAILS
    assert sum(ids.values()) <= MAILS + KILLS
    assert b"Traceback" not in (tmp_path / "log").read_bytes()
