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


def serves(pid: int, home: Path) -> bool:
    """True if that process is the PostgreSQL server of this folder.

    After a crash, or in a new container, its number may be somebody else's, even that of another server.
    """
    if not is_alive(pid):
        return False
    process = Path(f"/proc/{pid}")
    try:
        # Not its command line: that is gone as soon as it begins to die, and PostgreSQL counts the dying, too.
        if "postgres" not in (process / "comm").read_text():
            return False
        return (process / "cwd").readlink() == (home / "data").resolve()
    except FileNotFoundError:
        # Dying, or there is no /proc and we cannot tell; PostgreSQL itself will refuse a folder that is in use.
        return process.is_dir() or not Path("/proc").is_dir()
    except PermissionError:
        return True  # another account's server: it may be ours of before


def without_predecessor(home: Path) -> dict[str, str]:
    """Have PostgreSQL disregard the number in a lock file that a crash left and another process has now.

    The file stays: PostgreSQL itself still looks whether somebody uses the server's shared memory.
    """
    left = postmaster_in(home)
    return {} if left is None or serves(left.pid, home) else {"PG_GRANDPARENT_PID": str(left.pid)}
