"""The program as a person or a mail server meets it: help, refusals, exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.database import as_superuser

from wellkept.people.founder import Founder

pytestmark = pytest.mark.installation
COMMANDS = (
    "up",
    "web",
    "worker",
    "migrate",
    "backup",
    "restore",
    "doctor",
    "verify",
    "receive",
    "check-invoice",
)


def run(
    *arguments: str, data: Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("WELLKEPT_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "wellkept", *arguments],
        env={**kept, "WELLKEPT_DATA": str(data), **environment},
        input=stdin,
        capture_output=True,
        check=False,
    )


def test_help_names_every_command_and_every_setting(tmp_path: Path) -> None:
    text = run("--help", data=tmp_path).stdout.decode()
    for word in (
        *COMMANDS,
        "WELLKEPT_DATA",
        "PORT",
        "DATABASE_URL",
        "WELLKEPT_OWNER_URL",
        "WELLKEPT_PUBLIC_URL",
        "WELLKEPT_SMTP_URL",
    ):
        assert word in text
    assert not any(tmp_path.iterdir())


def test_a_command_that_there_is_not_is_refused(tmp_path: Path) -> None:
    done = run("dance", data=tmp_path)
    assert done.returncode == 2
    assert b"No such command 'dance'" in done.stderr


def test_a_server_that_is_not_there_is_said_in_a_sentence_without_its_password(tmp_path: Path) -> None:
    done = run(
        "migrate", data=tmp_path, DATABASE_URL="postgresql://me:hush@127.0.0.1:1/kept?connect_timeout=2"
    )
    assert done.returncode == 1
    assert b"The database cannot be reached." in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"hush" not in done.stderr


def test_another_kind_of_database_is_refused_as_wrongly_set_up(tmp_path: Path) -> None:
    done = run("migrate", data=tmp_path, DATABASE_URL="sqlite:///kept.db")
    assert done.returncode == 78
    assert b"No other database will do" in done.stderr


def test_a_mail_that_cannot_be_stored_stays_with_the_mail_server(tmp_path: Path) -> None:
    done = run(
        "receive", data=tmp_path, stdin=b"From: a@b\n\nhello", DATABASE_URL="postgresql://127.0.0.1:1/kept"
    )
    assert done.returncode == 75
    assert b"hello" not in done.stderr


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_stored_before_it_is_acknowledged(tmp_path: Path, database_url: str) -> None:
    from wellkept.people import commands

    commands.set_up_company(
        name="Kept", founder=Founder(name="Ada Berg", email="ada@kept.example", password=None)
    )
    mail = b"From: eva@home.example\nTo: info@kept.example\nSubject: Heating\nMessage-ID: <1@home>\n\nIt is cold."
    done = run("receive", data=tmp_path, stdin=mail, DATABASE_URL=database_url)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.django_db(transaction=True)
def test_the_doctor_says_what_is_missing_and_that_it_is_ill_without_a_worker(
    tmp_path: Path, database_url: str
) -> None:
    done = run("doctor", data=tmp_path, DATABASE_URL=database_url)
    text = done.stdout.decode()
    assert done.returncode == 1
    for line in (
        "○ public address    Links in mails lead to this machine only, and no other can open a page.",
        "○ mail account      Nothing can be mailed: notices wait.",
        "✗ worker            No worker runs: mails and follow-ups wait.",
        "○ company           Not set up yet.",
        "✗ durability        The server may lose what it confirmed",  # the tests' server may
    ):
        assert line in text


@pytest.mark.django_db(transaction=True)
def test_an_intact_record_verifies(tmp_path: Path, database_url: str) -> None:
    from wellkept.people import commands

    commands.set_up_company(
        name="Kept", founder=Founder(name="Ada Berg", email="ada@kept.example", password=None)
    )
    done = run("verify", data=tmp_path, DATABASE_URL=database_url)
    assert done.returncode == 0
    assert b"every chain holds" in done.stdout


@pytest.mark.django_db(transaction=True)
def test_a_record_that_was_tampered_with_is_named(tmp_path: Path, database_url: str) -> None:
    from django.db import connection, transaction

    from wellkept.people import commands

    commands.set_up_company(
        name="Kept", founder=Founder(name="Ada Berg", email="ada@kept.example", password=None)
    )
    with transaction.atomic(), as_superuser(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE event SET type = 'nothing_happened' WHERE id = (SELECT min(id) FROM event)")
    done = run("verify", data=tmp_path, DATABASE_URL=database_url)
    assert done.returncode == 1
    text = done.stderr.decode()
    # One event of the company's beginning: the chain breaks there, and its rows have lost their event.
    first, *rest = text.splitlines()
    assert first.endswith(
        "event 1 of its chain, number 1: The event does not give the hash that the chain holds."
    )
    assert "No event says that there is such a row." in text
    assert rest[-1].startswith("wellkept: The record is broken in ")
