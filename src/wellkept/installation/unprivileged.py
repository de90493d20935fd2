"""The account that runs PostgreSQL when we are root, which PostgreSQL refuses to run as."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wellkept.installation.errors import InstallationError

ACCOUNT = "wellkept"
# Where an unprivileged account can always read, whatever the permissions of the folder we were given.
SYSTEM_FOLDER = Path("/var/lib/wellkept")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int


def account_for(folder: Path) -> Account | None:
    """The account to run the server of `folder`, or None if we may run it ourselves."""
    if os.name != "posix" or os.geteuid() != 0:
        return None
    owner = folder.stat().st_uid
    if owner != 0:
        # Somebody's own folder, started with sudo: what we write there stays theirs.
        try:
            entry = pwd.getpwuid(owner)
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
        except KeyError:
            pass
    return _system_account()


def _system_account() -> Account:
    for attempt in ("look", "create", "look", "nobody"):
        if attempt == "create":
            _create_account()
            continue
        name = "nobody" if attempt == "nobody" else ACCOUNT
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise InstallationError(
        "PostgreSQL does not run as root, and there is no other account on this machine to run it.",
        hint=f"Create one (useradd --system {ACCOUNT}), or start Wellkept as an ordinary user.",
    )


def _create_account() -> None:
    useradd = shutil.which("useradd")
    if useradd is None:
        return
    shell = shutil.which("nologin") or "/bin/false"
    subprocess.run(
        [useradd, "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", shell, ACCOUNT],
        check=False,
        capture_output=True,
    )


def can(account: Account | None, right: str, path: Path) -> bool:
    """True if the account has the right (`r`, `w` or `x`) to the path, all parents considered."""
    asked = subprocess.run(
        ["/bin/sh", "-c", f'test -{right} "$1"', "sh", str(path)],
        **identity(account),
        check=False,
        capture_output=True,
    )
    return bool(asked.returncode == 0)


def identity(account: Account | None) -> dict[str, Any]:
    """Arguments with which subprocess runs a program as that account."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def open_system_folder() -> None:
    """Make the system's own place, where the database's account finds its programs and its folder."""
    if not SYSTEM_FOLDER.is_dir():
        SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
        SYSTEM_FOLDER.chmod(0o755)


def home_for(folder: Path, account: Account | None) -> Path:
    """A private folder of the account at `folder`, made if needed.

    If the account cannot reach `folder` (for example in root's home), no parent's permission is widened: the
    real folder is in the system's own place, and `folder` is a link to it.
    """
    if folder.is_dir():
        return folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.is_symlink():
        raise InstallationError(
            f"{folder} points to {folder.readlink()}, which is gone.",
            hint="Restore a backup into an empty folder, or remove the link to start over.",
        )
    folder.mkdir(mode=0o700)
    if account is None:
        return folder
    os.chown(folder, account.uid, account.gid)
    if can(account, "w", folder):
        return folder
    folder.rmdir()
    open_system_folder()
    real = SYSTEM_FOLDER / f"database-{secrets.token_hex(6)}"
    real.mkdir(mode=0o700)
    os.chown(real, account.uid, account.gid)
    if not can(account, "w", real):
        raise InstallationError(f"The account {account.name} can write neither in {folder} nor in {real}.")
    folder.symlink_to(real, target_is_directory=True)
    return real
