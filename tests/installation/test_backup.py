"""Backup and restore: everything in one file, whole or not there, and never over what is kept."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from wellkept.installation import backup
from wellkept.installation.errors import InstallationError
from wellkept.installation.postgres import Server

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def databases(postgres_server: Server, worker_name: str) -> Iterator[tuple[str, str]]:
    names = (f"backup_from_{worker_name}", f"backup_to_{worker_name}")
    with postgres_server.connect() as connection:
        for name in names:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
        yield (postgres_server.url(names[0]), postgres_server.url(names[1]))
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _fill(url: str, data: Path) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE promise (id int PRIMARY KEY, words text NOT NULL)")
        connection.execute("INSERT INTO promise SELECT n, 'promise ' || n FROM generate_series(1, 500) n")
    (data / "files" / "ab").mkdir(parents=True)
    (data / "files" / "ab" / "paper").write_bytes(b"signed")
    (data / "files" / "ab" / ".draft").write_bytes(b"half")
    (data / "secret-key").write_text("a key")


def test_what_was_backed_up_comes_back(databases: tuple[str, str], tmp_path: Path) -> None:
    source, target = databases
    _fill(source, tmp_path / "old")
    file = tmp_path / "backups" / backup.name_for(NOON)
    backup.backup(database=source, data=tmp_path / "old", to=file, taken_at=NOON)
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in file.parent.iterdir()] == ["wellkept-20260310-120000.tar"]

    manifest = backup.restore(database=target, data=tmp_path / "new", source=file)

    assert (manifest.taken_at, manifest.files) == (NOON.isoformat(), 2)
    with psycopg.connect(target) as connection:
        assert connection.execute("SELECT count(*), max(words) FROM promise").fetchone() == (
            500,
            "promise 99",
        )
    assert (tmp_path / "new" / "files" / "ab" / "paper").read_bytes() == b"signed"
    assert (tmp_path / "new" / "secret-key").read_text() == "a key"
    assert not (tmp_path / "new" / "files" / "ab" / ".draft").exists()


def test_a_restore_overwrites_nothing(databases: tuple[str, str], tmp_path: Path) -> None:
    source, target = databases
    _fill(source, tmp_path / "old")
    file = tmp_path / "one.tar"
    backup.backup(database=source, data=tmp_path / "old", to=file, taken_at=NOON)
    with pytest.raises(InstallationError, match="The database is not empty"):
        backup.restore(database=source, data=tmp_path / "new", source=file)
    with pytest.raises(InstallationError, match="is not empty; a restore overwrites nothing"):
        backup.restore(database=target, data=tmp_path / "old", source=file)
    with pytest.raises(InstallationError, match="is there already"):
        backup.backup(database=source, data=tmp_path / "old", to=file, taken_at=NOON)


def test_a_damaged_backup_is_refused_before_it_touches_the_database(
    databases: tuple[str, str], tmp_path: Path
) -> None:
    source, target = databases
    _fill(source, tmp_path / "old")
    file = tmp_path / "one.tar"
    backup.backup(database=source, data=tmp_path / "old", to=file, taken_at=NOON)
    content = bytearray(file.read_bytes())
    content[content.index(b"PGDMP") + 300] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(InstallationError, match="is damaged"):
        backup.restore(database=target, data=tmp_path / "new", source=file)
    with psycopg.connect(target) as connection:
        assert connection.execute("SELECT to_regclass('promise')").fetchone() == (None,)


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"\0" * 10240])
def test_what_is_no_backup_is_refused_by_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "letter.tar").write_bytes(content)
    with pytest.raises(InstallationError, match="is not a backup of Wellkept"):
        backup.read_manifest(tmp_path / "letter.tar")


def test_a_file_that_would_leave_the_folder_is_refused(databases: tuple[str, str], tmp_path: Path) -> None:
    source, target = databases
    _fill(source, tmp_path / "old")
    good, evil = tmp_path / "good.tar", tmp_path / "evil.tar"
    backup.backup(database=source, data=tmp_path / "old", to=good, taken_at=NOON)
    with tarfile.open(good) as reading, tarfile.open(evil, "w") as writing:
        for member in reading:
            writing.addfile(member, reading.extractfile(member))
        outside = tarfile.TarInfo("files/../../outside")
        outside.size = 4
        writing.addfile(outside, io.BytesIO(b"evil"))
    with pytest.raises(InstallationError, match="is no file of ours"):
        backup.restore(database=target, data=tmp_path / "new", source=evil)
    assert not (tmp_path / "outside").exists()


def test_the_password_stands_in_no_command_line() -> None:
    assert "secret" not in backup._without_password("postgresql://me:secret@db.example/wellkept")


def test_age_leaves_seven_days_four_weeks_and_twelve_months() -> None:
    nightly = [NOON - timedelta(days=days) for days in range(800)]
    kept = sorted(backup.to_keep(nightly, NOON), reverse=True)
    assert kept[:7] == nightly[:7]
    assert len({at.isocalendar()[:2] for at in kept}) >= 4
    assert {(at.year, at.month) for at in kept} == {(2026, 3), (2026, 2), (2026, 1)} | {
        (2025, month) for month in range(4, 13)
    }
    assert len(kept) <= 7 + 4 + 12


def test_a_gap_makes_nothing_vanish() -> None:
    """Days without a backup do not count: what is old and the only one stays."""
    old = [NOON - timedelta(days=300 + days) for days in range(3)]
    assert set(old) <= backup.to_keep(old, NOON)


def test_thinning_out_touches_only_backups(tmp_path: Path) -> None:
    for days in range(60):
        (tmp_path / backup.name_for(NOON - timedelta(days=days))).touch()
    (tmp_path / "letter.txt").touch()
    gone = backup.thin_out(tmp_path, NOON)
    assert len(gone) + len(backup.backups_in(tmp_path)) == 60
    assert (tmp_path / "letter.txt").exists()
