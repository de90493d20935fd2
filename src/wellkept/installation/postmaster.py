"""Read PostgreSQL's lock file: which process runs, where it listens, whether it is ready."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Postmaster:
    """The server's main process, as its lock file names it."""

    pid: int
    sockets: Path
    status: str


def postmaster_in(home: Path) -> Postmaster | None:
    """Read the lock file of a folder. None if there is none, or while it is being written."""
    try:
        lines = (home / "data" / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), Path(lines[4]), lines[7].strip() if len(lines) > 7 else "")
    except (FileNotFoundError, ValueError, IndexError):
        return None


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_postgres(pid: int) -> bool:
    """True if that process is a PostgreSQL server. After a crash its number may be somebody else's."""
    if not is_alive(pid):
        return False
    try:
        # Not its command line: that is gone as soon as it begins to die, and PostgreSQL counts the dying, too.
        return "postgres" in Path(f"/proc/{pid}/comm").read_text()
    except FileNotFoundError:
        # Without /proc we cannot tell; PostgreSQL itself will refuse a folder that is in use.
        return not Path("/proc").is_dir()
