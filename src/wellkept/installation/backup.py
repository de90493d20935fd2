"""Backup and restore: one file with the database, the files, and the key that signs our links.

The database is dumped first, as one snapshot, while the application runs. Files are only ever added, so every
file that the snapshot names exists when files are copied afterwards. The backup gets its name only when it is
complete and on disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from wellkept.installation import binaries, environment
from wellkept.installation.errors import InstallationError
from wellkept.kernel import clock

FOLDERS = ("files", "anchors")  # what of the data folder goes along
KEY = "secret-key"
_MANIFEST = "manifest.json"
_DUMP = "database.dump"
_NAME = re.compile(r"^wellkept-(\d{8}-\d{6})\.tar$")
_FORMAT = 1

KEEP_ALL = timedelta(days=2)
KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 7, 4, 12


@dataclass(frozen=True)
class Manifest:
    """Manifest of a backup, stored inside it."""

    taken_at: str
    wellkept: str
    postgresql: int
    dump_sha256: str
    dump_bytes: int
    files: int
    format: int = _FORMAT
    folders: list[str] = field(default_factory=lambda: list(FOLDERS))


def backup(
    *,
    database: str,
    data: Path,
    to: Path,
    taken_at: datetime,
    progress: Callable[[str], None] = lambda _: None,
) -> Manifest:
    """Write a backup of the database behind that address and of the data folder into the file `to`."""
    if to.exists():
        raise InstallationError(f"{to} is there already; a backup overwrites nothing.")
    to.parent.mkdir(parents=True, exist_ok=True)
    major = _server_major(database)
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    dump = draft.with_suffix(".dump")
    try:
        progress("Taking the database")
        _dump(database, major, dump)
        paths = list(_files(data))
        manifest = Manifest(
            taken_at=taken_at.isoformat(),
            wellkept=package_version("wellkept"),
            postgresql=major,
            dump_sha256=_digest(dump),
            dump_bytes=dump.stat().st_size,
            files=len(paths),
        )
        progress(f"Taking {len(paths)} files")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            _write(out, data, manifest, dump, paths)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(to)
        _sync_folder(to.parent)
        return manifest
    except OSError as error:
        raise InstallationError(f"The backup could not be written to {to}: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
        dump.unlink(missing_ok=True)


def nightly_backup() -> None:
    """Write a backup where this installation keeps them, and thin out the old ones by age."""
    now, data = clock.now(), environment.data_folder()
    folder = environment.backup_folder(data)
    backup(
        database=environment.effective_database_url(data),
        data=data,
        to=folder / name_for(now),
        taken_at=now,
    )
    thin_out(folder, now)


def restore(
    *, database: str, data: Path, source: Path, progress: Callable[[str], None] = lambda _: None
) -> Manifest:
    """Restore a backup into an empty database and a data folder without files. Refuse any other."""
    manifest = read_manifest(source)
    for name in FOLDERS:
        if (data / name).is_dir() and any((data / name).iterdir()):
            raise InstallationError(f"{data / name} is not empty; a restore overwrites nothing.")
    _refuse_filled(database)
    data.mkdir(parents=True, exist_ok=True)
    dump = data / f".{_DUMP}.{os.getpid()}"
    try:
        with tarfile.open(source) as archive:
            _extract(archive, data, dump, progress)
        if _digest(dump) != manifest.dump_sha256:
            raise InstallationError(f"{source} is damaged: the database in it is not what was written.")
        progress("Restoring the database")
        _load(database, max(manifest.postgresql, _server_major(database)), dump)
        return manifest
    finally:
        dump.unlink(missing_ok=True)


def dump(database: str, *, to: Path) -> None:
    """Write the database alone into a file."""
    _dump(database, _server_major(database), to)


def load(database: str, *, source: Path) -> None:
    """Load a dump into an empty database, in one transaction."""
    _refuse_filled(database)
    _load(database, _server_major(database), source)


def read_manifest(source: Path) -> Manifest:
    """Read the manifest of a backup. Refuse any other file."""
    try:
        with tarfile.open(source) as archive:
            member = archive.next()
            content = archive.extractfile(member) if member and member.name == _MANIFEST else None
            values: dict[str, Any] = json.load(content) if content else {}
    except FileNotFoundError:
        raise InstallationError(f"There is no file {source}.") from None
    except (tarfile.TarError, ValueError, OSError):
        values = {}
    if values.get("format") != _FORMAT:
        raise InstallationError(f"{source} is not a backup of Wellkept that this version can read.")
    return Manifest(**values)


def name_for(taken_at: datetime) -> str:
    return f"wellkept-{taken_at:%Y%m%d-%H%M%S}.tar"


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """List the backups in a folder, newest first."""
    backups = []
    for path in folder.iterdir() if folder.is_dir() else ():
        named = _NAME.match(path.name)
        if named:
            backups.append((datetime.strptime(named[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC), path))
    return sorted(backups, reverse=True)


def to_keep(taken: Iterable[datetime], now: datetime) -> set[datetime]:
    """Choose the backups to keep: all of two days, then the newest of 7 days, 4 weeks and 12 months."""
    newest_first = sorted(taken, reverse=True)
    keep = {at for at in newest_first if now - at <= KEEP_ALL}
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (KEEP_DAYS, lambda at: at.date()),
        (KEEP_WEEKS, lambda at: at.isocalendar()[:2]),
        (KEEP_MONTHS, lambda at: (at.year, at.month)),
    )
    for limit, span in spans:
        newest: dict[object, datetime] = {}
        for at in newest_first:
            newest.setdefault(span(at), at)
        keep.update(list(newest.values())[:limit])
    return keep


def thin_out(folder: Path, now: datetime) -> list[Path]:
    """Delete the backups that are too old to keep. Returns them."""
    backups = backups_in(folder)
    keep = to_keep([at for at, _ in backups], now)
    gone = [path for at, path in backups if at not in keep]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _dump(database: str, major: int, target: Path) -> None:
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"):
        pass
    _run(
        [
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--file={target}",
            f"--dbname={_without_password(database)}",
        ],
        database,
        major,
    )


def _load(database: str, major: int, source: Path) -> None:
    _run(
        [
            "pg_restore",
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            f"--dbname={_without_password(database)}",
            str(source),
        ],
        database,
        major,
    )


def _run(command: list[str], database: str, major: int) -> None:
    program, *arguments = command
    done = subprocess.run(
        [binaries.for_server(major)[program], *arguments],
        env=_environment(database),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise InstallationError(f"{program} failed.", hint=done.stderr.strip()[-2000:])


def _environment(database: str) -> Mapping[str, str]:
    """Pass the password by the environment: everybody on the machine can read a command line."""
    password = conninfo_to_dict(database).get("password")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("WELLKEPT_", "DATABASE_"))
    }
    return {**kept, "PGPASSWORD": str(password)} if password else kept


def _without_password(database: str) -> str:
    parts = {name: value for name, value in conninfo_to_dict(database).items() if name != "password"}
    return make_conninfo("", **parts)


def _server_major(database: str) -> int:
    try:
        with psycopg.connect(database) as connection:
            return connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        raise InstallationError("The database cannot be reached.", hint=str(error).strip()) from None


def _refuse_filled(database: str) -> None:
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchone()
    if row and row[0]:
        raise InstallationError(
            "The database is not empty; a restore overwrites nothing.",
            hint="Restore into another folder (WELLKEPT_DATA) or an empty database (DATABASE_URL).",
        )


def _files(data: Path) -> Iterable[Path]:
    for name in FOLDERS:
        for path in sorted((data / name).rglob("*")):
            # A name with a dot in front is a draft that somebody is writing.
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path
    if (data / KEY).is_file():
        yield data / KEY


def _write(out: Any, data: Path, manifest: Manifest, dump: Path, paths: list[Path]) -> None:
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        encoded = json.dumps(asdict(manifest), indent=1).encode()
        about = tarfile.TarInfo(_MANIFEST)
        about.size, about.mode, about.mtime = len(encoded), 0o600, int(dump.stat().st_mtime)
        archive.addfile(about, io.BytesIO(encoded))
        archive.add(dump, arcname=_DUMP)
        for path in paths:
            with contextlib.suppress(FileNotFoundError):
                archive.add(path, arcname=str(path.relative_to(data)), recursive=False)


def _extract(archive: tarfile.TarFile, data: Path, dump: Path, progress: Callable[[str], None]) -> None:
    progress("Reading the backup")
    for member in archive:
        if not member.isfile() or member.name == _MANIFEST:
            continue
        if member.name == _DUMP:
            target = dump
        elif member.name == KEY:
            target = data / KEY
            target.unlink(missing_ok=True)
        else:
            target = (data / member.name).resolve()
            top = member.name.split("/", 1)[0]
            if top not in FOLDERS or not target.is_relative_to((data / top).resolve()):
                raise InstallationError(f"The backup holds {member.name!r}, which is no file of ours.")
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = archive.extractfile(member)
        assert content is not None  # a regular file has content
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            shutil.copyfileobj(content, out, 1024 * 1024)
            out.flush()
            os.fsync(out.fileno())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
