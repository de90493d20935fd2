"""Papers: stored whole, once, and harmless."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from pytest_django.fixtures import Settings
from tests.laws import attacker

from wellkept.events import commands as events
from wellkept.files import commands, downloads, queries, rules
from wellkept.files import folder as files
from wellkept.kernel.refusal import Refusal


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def subject(db: None) -> int:
    return events.open_subject("intake")


def everything(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_content_stands_under_its_digest(folder: Path) -> None:
    stored = files.store([b"hello ", b"world"])
    digest = hashlib.sha256(b"hello world").hexdigest()
    assert (stored.sha256, stored.size) == (digest, 11)
    assert everything(folder) == [f"{digest[:2]}/{digest[2:4]}/{digest}"]
    assert files.open_content(digest).read() == b"hello world"


def test_the_same_content_is_stored_once(folder: Path) -> None:
    assert files.store([b"x"]) == files.store([b"x"])
    assert len(everything(folder)) == 1


def test_too_much_is_refused_and_leaves_nothing(folder: Path) -> None:
    with pytest.raises(Refusal, match="too large; the limit is 10 bytes"):
        files.store([b"12345", b"678901"], limit=10)
    assert everything(folder) == []


def test_nothing_is_refused_and_leaves_nothing(folder: Path) -> None:
    with pytest.raises(Refusal, match="empty"):
        files.store([])
    assert everything(folder) == []


def test_a_writer_that_breaks_off_leaves_nothing(folder: Path) -> None:
    def broken() -> list[bytes]:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        files.store(chunk for chunk in broken())
    assert everything(folder) == []


@pytest.mark.parametrize("free", [files.RESERVE - 1, files.RESERVE])
def test_a_file_does_not_take_the_last_room_of_the_disk(
    folder: Path, monkeypatch: pytest.MonkeyPatch, free: int
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=free))
    if free < files.RESERVE:
        with pytest.raises(OSError, match="No space left on device"):
            files.store([b"x"])
    else:
        files.store([b"x"])
    assert len(everything(folder)) == (free >= files.RESERVE)


def test_a_disk_that_becomes_full_leaves_no_half_of_a_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    folder.mkdir()
    with pytest.raises(OSError, match="No space left on device"):
        files.store([b"x"])
    assert everything(folder) == []


def test_every_byte_is_flushed_before_the_name_appears(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        order.append("flush")
        fsync(handle)

    def noted_replace(draft: str, place: Path) -> None:
        order.append("name")
        replace(draft, place)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    files.store([b"x"])
    assert order.index("name") > 0
    assert order[order.index("name") - 1] == "flush"
    assert order[-1] == "flush"


def test_a_stored_file_can_be_read_again(subject: int) -> None:
    kept = commands.keep(subject=subject, name="plan.pdf", media_type="application/pdf", content=b"%PDF")
    stored = queries.stored_file(kept.pk)
    assert (stored.name, stored.media_type, stored.size) == ("plan.pdf", "application/pdf", 4)
    assert [p.pk for p in queries.files_of(subject)] == [kept.pk]
    response = downloads.as_download(stored)
    assert b"".join(response.streaming_content) == b"%PDF"  # type: ignore[arg-type]


@pytest.mark.django_db
def test_files_of_an_intake_item_go_on_with_it() -> None:
    item, journey = events.open_subject("intake"), events.open_subject("journey")
    commands.keep(subject=item, name="a", media_type=None, content=b"a")
    attacker.record(item, next(attacker.types_of("intake")))
    attacker.record(journey, next(attacker.types_of("journey")))
    assert commands.move(subject=item, to=journey) == 1
    assert [p.name for p in queries.files_of(journey)] == ["a"]


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "image/png"])
def test_nothing_runs_in_a_browser(subject: int, media_type: str) -> None:
    paper = commands.keep(
        subject=subject, name="a.html", media_type=media_type, content=b"<script>alert(1)</script>"
    )
    response = downloads.as_download(paper)
    assert response["Content-Disposition"] == 'attachment; filename="a.html"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    response.close()


def test_only_pictures_are_drawn(subject: int) -> None:
    picture = commands.keep(subject=subject, name="a.png", media_type="image/png", content=b"\x89PNG")
    drawing = commands.keep(subject=subject, name="a.svg", media_type="image/svg+xml", content=b"<svg/>")
    shown = downloads.as_download(picture, show=True)
    assert (shown["Content-Type"], shown["Content-Disposition"]) == ("image/png", 'inline; filename="a.png"')
    assert downloads.as_download(drawing, show=True)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("  ", "file"),
        ("..", "file"),
        ("x\r\nSet-Cookie: a.txt", "x Set-Cookie a.txt"),
        ("Rechnung Müller.pdf", "Rechnung Müller.pdf"),
        ("n" * 500 + ".pdf", "n" * 116 + ".pdf"),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert rules.shown_name(name) == shown


def test_kinds() -> None:
    assert rules.media_type("Text/HTML; charset=x") == "text/html"
    assert rules.media_type("nonsense") == "application/octet-stream"
    assert rules.media_type("a/b\r\nX: y") == "application/octet-stream"


def test_missing_content_is_a_sentence(subject: int) -> None:
    paper = commands.keep(subject=subject, name="a", media_type=None, content=b"a")
    files.path(paper.sha256).unlink()
    with pytest.raises(Refusal, match="not in the folder of files"):
        downloads.as_download(paper)


def test_damage_is_found(subject: int) -> None:
    whole = commands.keep(subject=subject, name="whole", media_type=None, content=b"whole")
    bent = commands.keep(subject=subject, name="bent", media_type=None, content=b"bent")
    gone = commands.keep(subject=subject, name="gone", media_type=None, content=b"gone")
    os.chmod(files.path(bent.sha256), 0o600)
    files.path(bent.sha256).write_bytes(b"x")
    files.path(gone.sha256).unlink()
    assert {p.pk for p in queries.damaged_files()} == {bent.pk, gone.pk} != {whole.pk}


def test_the_database_refuses_a_stored_file_without_content(subject: int) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="a_stored_file_names_its_content"), transaction.atomic(), \
            connection.cursor() as cursor:  # fmt: skip
        cursor.execute(
            "INSERT INTO stored_file (subject_id, sha256, size, media_type, name, kept_at)"
            " VALUES (%s, 'x', 1, 'a/b', 'n', '2026-01-01T00:00Z')",
            [subject],
        )
