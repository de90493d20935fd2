"""Backup and restore: everything in one file, whole or not there, and never over what is kept."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from wellkept.installation import archive, backup, disk_room
from wellkept.installation.errors import InstallationError
from wellkept.installation.postgres import SUPERUSER, Server

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def databases(postgres_server: Server, worker_name: str) -> Iterator[tuple[str, str]]:
    names = (f"backup_from_{worker_name}", f"backup_to_{worker_name}")
    with postgres_server.connect() as connection:
        for name in names:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
        yield (
            postgres_server.url(names[0], role=SUPERUSER),
            postgres_server.url(names[1], role=SUPERUSER),
        )
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


def test_a_backup_is_restored_whole(databases: tuple[str, str], tmp_path: Path) -> None:
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


class Taken:
    """A backup, and an empty place to restore it into."""

    def __init__(self, databases: tuple[str, str], tmp_path: Path) -> None:
        source, self.database = databases
        _fill(source, tmp_path / "old")
        self.file, self.data = tmp_path / "one.tar", tmp_path / "new"
        backup.backup(database=source, data=tmp_path / "old", to=self.file, taken_at=NOON)

    def members(self) -> list[tuple[tarfile.TarInfo, bytes]]:
        with tarfile.open(self.file) as archive:
            return [(member, _content(archive, member)) for member in archive]

    def write(self, members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        with tarfile.open(self.file, "w") as archive:
            for member, content in members:
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))

    def change_manifest(self, **values: object) -> None:
        (about, content), *others = self.members()
        self.write([(about, json.dumps({**json.loads(content), **values}).encode()), *others])

    def refused(self) -> str:
        """Try to restore it. Return the sentence of the refusal, when nothing at all was written."""
        with pytest.raises(InstallationError) as refusal:
            backup.restore(database=self.database, data=self.data, source=self.file)
        assert not self.data.exists()
        with psycopg.connect(self.database) as connection:
            assert connection.execute("SELECT to_regclass('promise')").fetchone() == (None,)
        assert "\n" not in refusal.value.sentence
        return refusal.value.sentence.removeprefix(f"{self.file} ")


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    content = archive.extractfile(member)
    return content.read() if content else b""


@pytest.fixture
def taken(databases: tuple[str, str], tmp_path: Path) -> Taken:
    return Taken(databases, tmp_path)


@pytest.mark.parametrize("words", [b"PGDMP", b"signed", b"a key"])
def test_a_damaged_backup_is_refused_before_it_touches_anything(taken: Taken, words: bytes) -> None:
    content = bytearray(taken.file.read_bytes())
    content[content.index(words) + 2] ^= 0xFF
    taken.file.write_bytes(content)
    assert taken.refused().startswith("is damaged: ")


def test_wherever_a_byte_is_changed_the_content_is_refused_or_the_same(taken: Taken, tmp_path: Path) -> None:
    """Bytes between the members, and no others, may change: nobody reads them."""
    before, whole = taken.members(), taken.file.read_bytes()
    refused = 0
    for place in range(0, len(whole), 97):
        content = bytearray(whole)
        content[place] ^= 0x04
        taken.file.write_bytes(content)
        try:
            archive.examine(taken.file)
        except InstallationError:
            refused += 1
        else:
            assert [(m.name, text) for m, text in taken.members()] == [(m.name, text) for m, text in before]
    assert refused > len(whole) / 97 / 2


def test_wherever_a_backup_is_cut_off_it_is_refused(taken: Taken) -> None:
    whole = taken.file.read_bytes()
    cuts = [*range(1, len(whole), len(whole) // 60), len(whole) - 1]
    end = (
        len(whole.rstrip(b"\0")) // 512 * 512 + 512
    )  # the filling behind the end may go, the mark of it may not
    for cut in cuts:
        taken.file.write_bytes(whole[:cut])
        if cut >= end + 1024:
            archive.examine(taken.file)
            continue
        with pytest.raises(InstallationError, match=r"is (incomplete|damaged|not a backup of Wellkept)"):
            archive.examine(taken.file)
    taken.file.write_bytes(whole[: end + 512])
    assert taken.refused() == "is incomplete: its end is missing."


def test_a_member_left_out_is_named(taken: Taken) -> None:
    taken.write([pair for pair in taken.members() if pair[0].name != "files/ab/paper"])
    assert taken.refused() == "is damaged: 'files/ab/paper' is missing."


def test_a_member_put_in_is_named(taken: Taken) -> None:
    *members, digests = taken.members()
    taken.write([*members, (tarfile.TarInfo("files/ab/other"), b"forged"), digests])
    assert taken.refused() == "is damaged: 'files/ab/other' is not what was written."


def test_a_member_that_stands_twice_is_named(taken: Taken) -> None:
    *members, digests = taken.members()
    taken.write([*members, members[-1], digests])
    assert taken.refused() == "is damaged: it holds 'secret-key' twice."


def test_a_member_behind_the_end_is_refused(taken: Taken) -> None:
    taken.write([*taken.members(), (tarfile.TarInfo("files/ab/other"), b"forged")])
    assert taken.refused() == "is damaged: something follows its end."


def test_bytes_behind_the_end_are_refused(taken: Taken) -> None:
    with taken.file.open("ab") as file:
        file.write(b"more")
    assert taken.refused() == "is damaged: something follows its end."


@pytest.mark.parametrize("name", ["files/../../outside", "etc/passwd", "files", "notes.txt", "/files/x"])
def test_a_file_that_no_backup_has_is_refused(taken: Taken, name: str) -> None:
    *members, digests = taken.members()
    taken.write([*members, (tarfile.TarInfo(name), b"evil"), digests])
    assert taken.refused() == f"holds {name!r}, which is no file of ours."


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_a_link_or_a_device_in_a_backup_is_refused(taken: Taken, kind: bytes) -> None:
    link = tarfile.TarInfo("files/ab/link")
    link.type, link.linkname = kind, "/etc/passwd"
    taken.write([*taken.members(), (link, b"")])
    assert taken.refused() in (
        "holds 'files/ab/link', which is no file of ours.",
        "is damaged: something follows its end.",
    )


@pytest.mark.parametrize(
    "values",
    [{"format": 99}, {"wellkept": "99.0"}, {"migrations": ["journeys.9999_of_tomorrow"]}],
)
def test_a_newer_backup_is_refused(taken: Taken, values: dict[str, object]) -> None:
    taken.change_manifest(**values)
    assert taken.refused().startswith("was written by a newer version of Wellkept")


def test_a_backup_of_a_newer_server_is_refused(taken: Taken) -> None:
    (about, content), (dump, database), *others = taken.members()
    changed = json.dumps({**json.loads(content), "postgresql": 99}).encode()
    digests, lines = others.pop()
    old, new = (hashlib.sha256(text).hexdigest().encode() for text in (content, changed))
    taken.write([(about, changed), (dump, database), *others, (digests, lines.replace(old, new))])
    assert taken.refused().startswith("was written by PostgreSQL 99; this server is PostgreSQL ")


@pytest.mark.parametrize("values", [{"files": "two"}, {"extra": 1}, {"migrations": 3}])
def test_a_manifest_of_another_shape_is_refused(taken: Taken, values: dict[str, object]) -> None:
    taken.change_manifest(**values)
    assert taken.refused() == "is damaged: its manifest cannot be read."


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"\0" * 10240, b"\x1f\x8b" + b"x" * 600])
def test_a_foreign_file_is_refused_by_a_sentence(taken: Taken, content: bytes) -> None:
    taken.file.write_bytes(content)
    assert taken.refused() == "is not a backup of Wellkept."


def test_another_archive_is_refused_by_a_sentence(taken: Taken) -> None:
    taken.write([(tarfile.TarInfo("letter.txt"), b"Dear Sir")])
    assert taken.refused() == "is not a backup of Wellkept."


def test_a_folder_is_refused_by_a_sentence(taken: Taken, tmp_path: Path) -> None:
    with pytest.raises(InstallationError, match="cannot be read"):
        archive.examine(tmp_path)


@pytest.mark.parametrize("before", [(), ("secret-key", "files")])
def test_a_restore_that_fails_leaves_folder_and_database_empty(
    taken: Taken, before: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in before:
        taken.data.mkdir(exist_ok=True)
        (taken.data / name).mkdir() if name == "files" else (taken.data / name).write_text("my own")

    def full(unpacked: Path, data: Path) -> None:
        (unpacked / "files").rename(data / "files")
        (data / "secret-key").write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_take_over", full)
    with pytest.raises(InstallationError, match="could not be restored: No space left on device"):
        backup.restore(database=taken.database, data=taken.data, source=taken.file)
    assert sorted(path.name for path in taken.data.glob("*")) == sorted(before)
    assert all(not any((taken.data / name).iterdir()) for name in before if name == "files")
    assert all((taken.data / name).read_text() == "my own" for name in before if name == "secret-key")
    with psycopg.connect(taken.database) as connection:
        assert connection.execute("SELECT to_regclass('promise')").fetchone() == (None,)
    monkeypatch.undo()
    assert backup.restore(database=taken.database, data=taken.data, source=taken.file).files == 2


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


def test_a_backup_does_not_take_the_last_room_of_the_disk(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size of the last backup decides; before the first, that of the database."""
    free = disk_room.RESERVE + 2499
    monkeypatch.setattr(disk_room.shutil, "disk_usage", lambda place: SimpleNamespace(free=free))

    def refuse(last: int | None) -> None:
        disk_room.refuse_backup(tmp_path, last=last, database=database_url, files=[])

    refuse(999)
    for last in (1000, None):
        with pytest.raises(InstallationError, match="There is too little room in"):
            refuse(last)


def test_drafts_of_killed_backups_are_removed_by_the_next_one(
    databases: tuple[str, str], tmp_path: Path
) -> None:
    data, folder = tmp_path / "data", tmp_path / "backups"
    _fill(databases[0], data)
    folder.mkdir()
    names = {
        ".wellkept-20260309-021700.tar.4711": 13,
        ".wellkept-20260309-021700.tar.dump": 13,
        ".wellkept-20260310-021700.tar.4712": 11,  # perhaps still being written
        ".wellkept-notes": 13,
        "wellkept-20260309-021700.tar": 13,
    }
    for name, hours in names.items():
        (folder / name).write_bytes(b"half")
        old = time.time() - hours * 3600
        os.utime(folder / name, (old, old))
    backup.backup(database=databases[0], data=data, to=folder / backup.name_for(NOON), taken_at=NOON)
    assert {path.name for path in folder.iterdir()} == {*list(names)[2:], backup.name_for(NOON)}
