"""Permissions of the data folder: readable by our own account and the database's, by nobody else."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

_OTHERS = 0o077
_PASS_THROUGH = 0o711  # the folder itself, when we are root: the database's account goes through it


def write_for_ourselves() -> None:
    """Create every file and folder without rights for group and others, from now on in this process."""
    os.umask(_OTHERS)


def make_folder(folder: Path) -> None:
    """Make the data folder, and close it to others. When we are root, the database's account can go through it."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(exist_ok=True)
        place.chmod(_PASS_THROUGH if os.geteuid() == 0 else 0o700)


def narrow(data: Path) -> int:
    """Take the rights of group and others from everything in the data folder. Return how many were wider.

    Links are not followed. What belongs to another account stays: the database guards its own folder.
    """
    count = 0
    for place, mode in wider(data):
        try:
            os.chmod(place, mode & ~_OTHERS if place != data else mode & _narrowest(data))
        except PermissionError:
            continue
        except FileNotFoundError:
            continue
        count += 1
    return count


def wider(data: Path) -> Iterator[tuple[Path, int]]:
    """Everything in the data folder that group or others have a right to, with its mode."""
    if not data.is_dir():
        return
    mode = stat.S_IMODE(data.stat().st_mode)
    if mode & ~_narrowest(data):
        yield data, mode
    yield from _wider_inside(data)


def _narrowest(data: Path) -> int:
    """The rights that the folder itself may have. Others may go through it to the database's folder, if not ours."""
    database = data / "postgres"
    strange = database.exists() and database.stat().st_uid != os.geteuid()
    return _PASS_THROUGH if os.geteuid() == 0 or strange else 0o700


def _wider_inside(folder: Path) -> Iterator[tuple[Path, int]]:
    try:
        with os.scandir(folder) as entries:
            inside = list(entries)
    except (PermissionError, FileNotFoundError):
        return
    for entry in inside:
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        mode = stat.S_IMODE(status.st_mode)
        if mode & _OTHERS and not stat.S_ISLNK(status.st_mode):
            yield Path(entry.path), mode
        if stat.S_ISDIR(status.st_mode):
            yield from _wider_inside(Path(entry.path))
