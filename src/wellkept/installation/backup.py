"""Backup and restore: one file with the database, the files, and the key that signs our links.

The database is dumped first, as one snapshot, while the application runs. Files are only ever added, so every
file that the snapshot names exists when files are copied afterwards. The backup gets its name only when it is
complete and on disk. A restore reads the whole file before it writes, and a failed restore leaves nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import version as package_version
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from wellkept.installation import archive, binaries, disk_room, environment
from wellkept.installation.archive import DUMP, FOLDERS, KEY, Manifest
from wellkept.installation.encryption import mark_of
from wellkept.installation.errors import InstallationError
from wellkept.kernel import clock

_NAME = re.compile(r"^wellkept-(\d{8}-\d{6})\.tar$")
_HALF = ".restore-under-way"  # stands in the data folder from the first byte of a restore to the last

KEEP_ALL = timedelta(days=2)
KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 7, 4, 12


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
    disk_room.remove_drafts(to.parent)
    major = _server_major(database)
    last = next((path.stat().st_size for _, path in backups_in(to.parent)), None)
    disk_room.refuse_backup(to.parent, last=last, database=database, files=_files(data))
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
            dump_bytes=dump.stat().st_size,
            files=len(paths),
            key=mark_of(environment.secret_key(data)),
            migrations=_migrations(database),
        )
        progress(f"Taking {len(paths)} files")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            archive.write(out, data=data, manifest=manifest, dump=dump, paths=paths)
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
        database=environment.effective_owner_url(data),
        data=data,
        to=folder / name_for(now),
        taken_at=now,
    )
    thin_out(folder, now)


def restore(
    *,
    database: str,
    data: Path,
    source: Path,
    manifest: Manifest | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Manifest:
    """Restore a backup into an empty database and a data folder without files. Refuse any other.

    Nothing is written before the whole backup was read. If anything fails, folder and database are empty again.
    `manifest` is the result of `archive.examine`, if the caller has just called it.
    """
    manifest = manifest or archive.examine(source)
    refuse_filled_folder(data)
    _refuse_filled(database)
    major = _server_major(database)
    if manifest.postgresql > major:
        raise InstallationError(
            f"{source} was written by PostgreSQL {manifest.postgresql}; this server is PostgreSQL {major}."
        )
    with empty_after_failure(data):
        data.mkdir(parents=True, exist_ok=True)
        unpacked = data / f".restore-{os.getpid()}"
        try:
            progress("Unpacking it")
            archive.extract(source, unpacked)
            progress("Restoring the database")
            _load(database, major, unpacked / DUMP)
            try:
                _take_over(unpacked, data)
            except BaseException:
                empty_database(database)
                raise
        except OSError as error:
            raise InstallationError(f"The backup could not be restored: {error.strerror}.") from error
        finally:
            shutil.rmtree(unpacked, ignore_errors=True)
    return manifest


def refuse_filled_folder(data: Path) -> None:
    """Refuse a data folder with files of an installation."""
    for name in FOLDERS:
        if (data / name).is_dir() and any((data / name).iterdir()):
            raise InstallationError(f"{data / name} is not empty; a restore overwrites nothing.")


@contextmanager
def empty_after_failure(data: Path) -> Iterator[None]:
    """Remove from the data folder whatever was not there before, if the block fails."""
    existed = data.is_dir()
    before = {path.name for path in data.iterdir()} if existed else set()
    empty = [data / name for name in before if (data / name).is_dir() and not any((data / name).iterdir())]
    key = (data / KEY).read_bytes() if (data / KEY).is_file() else None
    try:
        yield
    except BaseException:
        for path in list(data.iterdir()) if data.is_dir() else ():
            if path.name not in before:
                _remove(path)
        for folder in empty:
            for path in list(folder.iterdir()) if folder.is_dir() else ():
                _remove(path)
            folder.mkdir(mode=0o700, exist_ok=True)
        if key is not None:
            _write_key(data / KEY, key)
        if not existed and data.is_dir():
            data.rmdir()
        raise


@contextmanager
def restore_under_way(data: Path) -> Iterator[None]:
    """Mark the data folder until the restore is complete, so that nobody starts with half of one."""
    data.mkdir(parents=True, exist_ok=True)
    mark = data / _HALF
    mark.touch(mode=0o600)
    yield
    mark.unlink(missing_ok=True)


def refuse_half_restored(data: Path) -> None:
    """Refuse a data folder in which a restore was killed."""
    if (data / _HALF).exists():
        raise InstallationError(
            f"A restore into {data} was interrupted; what is there is not complete.",
            hint="Remove the folder (and empty the database that DATABASE_URL names), then restore again.",
        )


def empty_database(database: str) -> None:
    """Drop everything in our schema: for a database that was empty before a failed restore."""
    apart = "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')"  # no extension's
    ours = f"current_schema::regnamespace AND {apart}"
    queries = {
        "TABLE": f"SELECT o.oid::regclass::text FROM pg_class o WHERE relkind IN ('r', 'p') AND relnamespace = {ours}",
        "SEQUENCE": f"SELECT o.oid::regclass::text FROM pg_class o WHERE relkind = 'S' AND relnamespace = {ours}",
        "ROUTINE": f"SELECT o.oid::regprocedure::text FROM pg_proc o WHERE pronamespace = {ours}",
        "TYPE": f"SELECT o.oid::regtype::text FROM pg_type o WHERE typtype IN ('e', 'd') AND typnamespace = {ours}",
    }
    with psycopg.connect(database) as connection:
        # Who was migrating when it failed may still hold its locks.
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user"
        )
        for kind, query in queries.items():
            for (name,) in connection.execute(query.encode()).fetchall():
                connection.execute(f"DROP {kind} IF EXISTS {name} CASCADE".encode())


def dump(database: str, *, to: Path) -> None:
    """Write the database alone into a file."""
    _dump(database, _server_major(database), to)


def load(database: str, *, source: Path) -> None:
    """Load a dump into an empty database, in one transaction."""
    _refuse_filled(database)
    _load(database, _server_major(database), source)


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
            "--no-blobs",  # we have no large objects, and one that another role made could not be read
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


def _migrations(database: str) -> list[str]:
    """The migrations of our rooms that this database has seen."""
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
        if row is None or row[0] is None:
            return []
        rows = connection.execute("SELECT app || '.' || name FROM django_migrations").fetchall()
    return sorted({str(name) for (name,) in rows} & archive.known_migrations())


def _take_over(unpacked: Path, data: Path) -> None:
    """Give the unpacked files their places."""
    for name in FOLDERS:
        if (unpacked / name).is_dir():
            if (data / name).is_dir():
                (data / name).rmdir()
            (unpacked / name).rename(data / name)
    if (unpacked / KEY).is_file():
        (unpacked / KEY).replace(data / KEY)
    _sync_folder(data)


def _remove(path: Path) -> None:
    if path.is_symlink():  # the embedded server's folder, where its account could not reach ours
        shutil.rmtree(path.readlink(), ignore_errors=True)
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _write_key(place: Path, key: bytes) -> None:
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(key)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
