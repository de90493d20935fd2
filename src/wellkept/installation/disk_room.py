"""Room on the disk: no file and no backup takes the last of it from the database."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

import psycopg

from wellkept.installation.errors import InstallationError

_DRAFT = re.compile(r"\.wellkept-\d{8}-\d{6}\.tar\.(?:\d+|dump)")
_LEFT = 12 * 3600.0  # seconds after which the draft of a backup belongs to one that was killed
RESERVE = 64 * 1024 * 1024  # bytes of the disk that no file and no backup takes


def remove_drafts(folder: Path) -> None:
    """Remove what killed backups left: each is as large as a backup, and bears a name that nobody sees."""
    for path in folder.iterdir():
        if _DRAFT.fullmatch(path.name) and time.time() - path.lstat().st_mtime > _LEFT:
            path.unlink(missing_ok=True)


def refuse_backup(folder: Path, *, last: int | None, database: str, files: Iterable[Path]) -> None:
    """Refuse a backup that would fill the disk.

    The size of the last one (`last`, in bytes) says how large it becomes, and while it is written the dump stands
    beside it. Without one, half the size of the database is expected.
    """
    if last is not None:
        wanted = last * 5 // 2
    else:
        with psycopg.connect(database) as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        wanted = (int(row[0]) // 2 if row else 0) + sum(path.stat().st_size for path in files)
    free = shutil.disk_usage(folder).free
    if free < wanted + RESERVE:
        raise InstallationError(
            f"There is too little room in {folder} for a backup: it may need {wanted / 10**6:,.0f} MB,"
            f" and {free / 10**6:,.0f} MB are free.",
            hint="Make room, or set WELLKEPT_BACKUPS to a folder on another disk.",
        )
