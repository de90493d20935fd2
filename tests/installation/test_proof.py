"""A backup is proved each week: restored into a scratch database, brought to this version, and verified."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from tests.cast import MONDAY
from tests.database import as_role, as_superuser
from tests.installation.test_cli import run

from wellkept.events.models import Event
from wellkept.files import commands as files
from wellkept.files import folder
from wellkept.installation import backup, doctor, proof
from wellkept.installation.postgres import OWNER, SUPERUSER
from wellkept.kernel import clock
from wellkept.people import commands as people
from wellkept.people.founder import Founder

pytestmark = [pytest.mark.installation, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def taken(place: Path, database_url: str, settings: object) -> Path:
    """A backup of a company of one with one stored file."""
    place.joinpath("tmp").mkdir()
    company, _ = people.set_up_company(
        name="Kept", founder=Founder(name="Ada Berg", email="ada@kept.example", password=None)
    )
    files.keep(subject=company.pk, name="seal.txt", media_type="text/plain", content=b"the seal")
    return take(place, database_url)


def take(place: Path, database_url: str) -> Path:
    file = place / "backups" / backup.name_for(MONDAY)
    data = place / "data"
    data.mkdir(exist_ok=True)
    (data / "files").unlink(missing_ok=True)
    (data / "files").symlink_to(folder._root())
    (data / "secret-key").write_text("k" * 48)
    backup.backup(database=as_role(database_url, SUPERUSER), data=data, to=file, taken_at=MONDAY)
    return file


def prove(file: Path, place: Path) -> tuple[int, str]:
    done = run("restore", "--check", str(file), data=place / "untouched", TMPDIR=str(place / "tmp"))
    assert not (place / "untouched").exists()
    assert list((place / "tmp").iterdir()) == []
    assert b"Traceback" not in done.stderr
    return done.returncode, (done.stdout if done.returncode == 0 else done.stderr).decode()


@contextmanager
def behind_its_back() -> Iterator[None]:
    with transaction.atomic(), as_superuser(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield


def test_a_good_backup_is_proved_and_nothing_remains(taken: Path, place: Path) -> None:
    code, text = prove(taken, place)
    assert (
        code,
        text.startswith(f"The backup of {MONDAY.isoformat()} is proved: {Event.objects.count()} events"),
    ) == (
        0,
        True,
    )


def test_a_backup_of_a_broken_record_is_not_proved(taken: Path, place: Path, database_url: str) -> None:
    with behind_its_back():
        Event.objects.filter(pk=Event.objects.order_by("pk")[0].pk).update(court="third")
    taken.unlink()
    code, text = prove(take(place, database_url), place)
    assert (code, "does not give the hash that the chain holds" in text) == (1, True)


@pytest.mark.only_long
def test_a_broken_record_is_restored_only_on_purpose(taken: Path, place: Path, database_url: str) -> None:
    """A log that does not verify comes in by no door, unless somebody says that it is all they have."""
    with behind_its_back():
        Event.objects.filter(pk=Event.objects.order_by("pk")[0].pk).update(court="third")
    taken.unlink()
    file = take(place, database_url)
    refused = run("restore", str(file), data=place / "new")
    assert refused.returncode == 1
    assert b"does not give the hash that the chain holds" in refused.stderr
    assert (
        b"Nothing was restored. To have it all the same: wellkept restore --even-if-broken" in refused.stderr
    )
    assert not (place / "new").exists()
    done = run("restore", "--even-if-broken", str(file), data=place / "new")
    assert done.returncode == 0
    assert "The record is broken. See where: wellkept verify" in done.stdout.decode().splitlines()
    assert run("verify", data=place / "new").returncode == 1


def test_a_backup_without_a_stored_file_is_not_proved(taken: Path, place: Path, database_url: str) -> None:
    with behind_its_back(), connection.cursor() as cursor:
        cursor.execute("UPDATE stored_file SET sha256 = repeat('0', 64)")
    taken.unlink()
    code, text = prove(take(place, database_url), place)
    assert (code, "The content of the file is gone." in text) == (1, True)


def test_a_damaged_backup_is_refused_by_the_proof(taken: Path, place: Path) -> None:
    taken.write_bytes(taken.read_bytes()[:-20_000])
    assert prove(taken, place) == (
        1,
        f"  Reading the backup\nwellkept: {taken} is incomplete: its end is missing.\n",
    )


def test_a_restore_that_fails_on_the_way_leaves_no_folder(
    place: Path, database_url: str, taken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tables in this backup stand in the way of those that this version makes."""
    with psycopg.connect(as_role(database_url, OWNER)) as session:
        session.execute("CREATE TABLE kept_aside AS SELECT * FROM django_migrations")
        session.execute("DELETE FROM django_migrations WHERE app = 'journeys'")
    try:
        taken.unlink()
        take(place, database_url)
    finally:
        with psycopg.connect(as_role(database_url, OWNER)) as session:
            session.execute("DELETE FROM django_migrations")
            session.execute("INSERT INTO django_migrations OVERRIDING SYSTEM VALUE SELECT * FROM kept_aside")
            session.execute("DROP TABLE kept_aside")
    done = run("restore", str(taken), data=place / "new")
    assert done.returncode != 0
    assert not (place / "new").exists()


@pytest.mark.only_long
def test_a_restore_without_the_secret_key_of_the_backup_says_so(
    taken: Path, place: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that is given by the environment is in no backup."""
    assert b"secret key" not in run("restore", str(taken), data=place / "with-it").stdout
    taken.unlink()
    monkeypatch.setenv("WELLKEPT_SECRET_KEY", "e" * 48)
    take(place, database_url)
    monkeypatch.delenv("WELLKEPT_SECRET_KEY")
    (place / "data" / "secret-key").unlink()
    done = run("restore", str(taken), data=place / "without")
    assert done.returncode == 0
    assert b"The secret key is another one than where this backup was made" in done.stdout
    again = run("restore", str(taken), data=place / "again", WELLKEPT_SECRET_KEY="e" * 48)
    assert (again.returncode, b"secret key" in again.stdout) == (0, False)


@pytest.mark.only_long
def test_a_restored_folder_starts_and_a_half_restored_one_does_not(taken: Path, place: Path) -> None:
    done = run("restore", str(taken), data=place / "new")
    assert done.returncode == 0
    assert any(
        line.startswith(f"{Event.objects.count()} events of ") for line in done.stdout.decode().splitlines()
    )
    assert not list((place / "new").glob(".restore*"))
    assert run("verify", data=place / "new").returncode == 0
    (place / "new" / backup._HALF).touch()
    refused = run("verify", data=place / "new")
    assert (refused.returncode, b"was interrupted" in refused.stderr) == (1, True)


def test_the_worker_proves_the_newest_backup_each_week_and_the_doctor_says_so(
    taken: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WELLKEPT_BACKUPS", str(taken.parent))
    monkeypatch.setenv("WELLKEPT_DATA", str(place / "untouched"))
    monkeypatch.setenv("TMPDIR", str(place / "tmp"))

    def said() -> tuple[str, str]:
        finding = doctor.proved(taken.parent)
        return finding.state.value, finding.sentence

    assert said() == ("lacks", "No backup has been proved yet.")
    with clock.at(MONDAY):
        proof.prove_backup()
        assert said() == ("well", f"{taken.name} was restored and verified at {MONDAY:%Y-%m-%d %H:%M} UTC.")

    whole = taken.read_bytes()
    taken.write_bytes(whole[:-20_000])
    with clock.at(MONDAY + timedelta(days=6)):
        proof.prove_backup()  # not due yet
        assert said()[0] == "well"
    with clock.at(MONDAY + timedelta(days=7)):
        proof.prove_backup()
        assert said() == (
            "ill",
            f"The proof of {taken.name} failed at {MONDAY + timedelta(days=7):%Y-%m-%d %H:%M} UTC:"
            f" {taken} is incomplete: its end is missing.",
        )
    assert proof.proofs(taken.parent).proved is not None

    taken.write_bytes(whole)
    with clock.at(MONDAY + timedelta(days=8)):
        proof.prove_backup()  # after a failure: the next night
        assert said()[0] == "well"
    with clock.at(MONDAY + timedelta(days=18)):
        assert said()[0] == "ill"  # nobody has proved one since


def test_unreadable_outcomes_count_as_none(tmp_path: Path) -> None:
    for text in ("", "[]", json.dumps({"proved": {"at": 3}, "failed": None})):
        (tmp_path / "proofs.json").write_text(text)
        assert proof.proofs(tmp_path) == proof.Proofs()
