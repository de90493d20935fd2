"""Upgrade from one major version of the embedded PostgreSQL to the next: dump, restore into a new folder,
check, exchange.

The old folder is only read. Once the check of the new one has passed, it is kept beside it under the name of
its version. A crash at any moment leaves the old folder, or both.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from wellkept.installation import backup, binaries, postgres, unprivileged
from wellkept.installation.binaries import Binaries
from wellkept.installation.errors import InstallationError
from wellkept.installation.postgres import Server

_READ_ONLY = {**postgres.DURABLE, "default_transaction_read_only": "on"}


def major_of(folder: Path) -> int | None:
    """The major version that wrote the data in this folder, or None if there is no data."""
    place = folder / "data" / "PG_VERSION"
    return int(place.read_text().strip()) if place.exists() else None


def upgrade(
    folder: Path,
    *,
    check: Callable[[Server], None],
    old_programs: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Path | None:
    """Bring the server's folder to the embedded version. Returns where the old data is kept, None if nothing was to do.

    `check` gets the server of the new database, and raises if something is wrong with it: then nothing is exchanged.
    `old_programs` is the folder with the programs of the old version, if the system's packages do not have them.
    """
    account = unprivileged.account_for(folder.parent)
    new = binaries.embedded(account)
    major = major_of(folder)
    if major is None or major == new.major:
        return None
    if major > new.major:
        raise InstallationError(f"The data was written by PostgreSQL {major}, which is newer than this one.")
    old = _programs(major, old_programs, account)
    fresh = folder.with_name(f"{folder.name}-{new.major}")
    shutil.rmtree(fresh, ignore_errors=True)
    dump = folder.with_name(f"{folder.name}-{major}.dump")
    dump.unlink(missing_ok=True)
    try:
        progress(f"Dumping the database of PostgreSQL {major}")
        with postgres.start(folder, settings=_READ_ONLY, binaries=lambda _: old, stays=True) as server:
            if not server.owned:
                raise InstallationError("The database is in use.", hint="Stop Wellkept first.")
            backup.dump(server.url(role=postgres.SUPERUSER), to=dump)
        progress(f"Restoring it into PostgreSQL {new.major}")
        with postgres.start(fresh, stays=True) as server:
            server.create_database()
            backup.load(server.url(role=postgres.OWNER), source=dump)
            progress("Checking it")
            check(server)
        kept = _exchange(folder, fresh, old=major, new=new.major)
    finally:
        dump.unlink(missing_ok=True)
        shutil.rmtree(fresh, ignore_errors=True)
    return kept


def _programs(major: int, folder: Path | None, account: unprivileged.Account | None) -> Binaries:
    if folder is None:
        return binaries.of_the_system(major)
    programs = binaries.binaries_in(folder, account)
    if programs is None or programs.major != major:
        raise InstallationError(f"{folder} does not hold the programs of PostgreSQL {major}.")
    return programs


def _exchange(folder: Path, fresh: Path, *, old: int, new: int) -> Path:
    """Put the new data in the place of the old. `postgres.start` finishes this if it is killed in the middle."""
    kept = folder / f"data-{old}"
    if kept.exists():
        raise InstallationError(
            f"{kept} is there already, from an earlier upgrade.", hint="Move it away first."
        )
    (fresh / "data").rename(folder / f"data-{new}")
    (folder / "data").rename(kept)
    (folder / f"data-{new}").rename(folder / "data")
    return kept
