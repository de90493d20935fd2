"""The proof of a backup: it was restored into a scratch database, and the record in it verified.

The proof itself runs in a process of its own (`wellkept restore --check`), with its own server in a temporary folder.
Here: when it is due, and what came of it, kept beside the backups.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from wellkept.installation import backup, environment, postgres
from wellkept.installation.child_process import die_with_parent
from wellkept.installation.errors import InstallationError
from wellkept.kernel import clock

EACH = timedelta(days=6, hours=12)  # the clock asks each night; one proof a week is enough
OLD = timedelta(days=9)
_NAME = "proofs.json"
_SAYS = "wellkept: "  # before the sentence of a failure
_PREFIX = "wellkept-proof-"
_LEFT = 24 * 3600.0  # seconds after which a scratch folder belongs to a proof that was killed
_ROOM = 4  # times the size of the backup: unpacked, and once more in the database


@dataclass(frozen=True)
class Outcome:
    """One proof: when, of which backup, and the sentence that it ended with."""

    at: str
    backup: str
    sentence: str

    @property
    def when(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Proofs:
    """The last proof that succeeded, and the one that failed if none has succeeded since."""

    proved: Outcome | None = None
    failed: Outcome | None = None


def prove_backup() -> None:
    """Prove the newest backup, unless the last proof is less than a week old and none has failed since.

    A failed proof is kept, shown by the doctor, and tried again with the next night's backup.
    """
    folder = environment.backup_folder(environment.data_folder())
    backups, last, now = backup.backups_in(folder), proofs(folder), clock.now()
    if not backups or (last.proved and not last.failed and now - last.proved.when < EACH):
        return
    newest = backups[0][1]
    done = subprocess.run(
        [sys.executable, "-m", "wellkept", "restore", "--check", str(newest)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    lines = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    last_line = lines[-1] if lines else "It ended without a word."
    sentence = next((line.removeprefix(_SAYS) for line in lines if line.startswith(_SAYS)), last_line)
    outcome = Outcome(now.isoformat(), newest.name, sentence)
    _keep(folder, Proofs(outcome) if done.returncode == 0 else Proofs(last.proved, outcome))


def proofs(folder: Path) -> Proofs:
    """Read what came of the proofs of the backups in a folder."""
    try:
        values = json.loads((folder / _NAME).read_text())
        return Proofs(*(Outcome(**values[key]) if values[key] else None for key in ("proved", "failed")))
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return Proofs()


@contextmanager
def scratch(size: int) -> Iterator[Path]:
    """A data folder that nobody else uses and that is gone afterwards. `size` is that of the backup."""
    place = Path(tempfile.gettempdir())
    _remove_left(place)
    if shutil.disk_usage(place).free < _ROOM * size:
        raise InstallationError(
            f"There is too little room in {place} to prove this backup.",
            hint="Set TMPDIR to a folder with four times the room of the backup.",
        )
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    if os.name == "posix" and os.geteuid() == 0:
        folder.chmod(0o711)  # the database's account passes through
    try:
        yield folder / "data"
    finally:
        _remove(folder)


def _remove_left(place: Path) -> None:
    """Remove scratch folders of proofs that were killed."""
    for folder in place.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            status = folder.lstat()
            if status.st_uid == os.geteuid() and time.time() - status.st_mtime > _LEFT:
                _remove(folder)


def _remove(folder: Path) -> None:
    server = folder / "data" / "postgres"
    sockets = conninfo_to_dict(postgres.address(server))["host"]
    shutil.rmtree(str(sockets), ignore_errors=True)
    if server.is_symlink():
        shutil.rmtree(server.readlink(), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _keep(folder: Path, outcome: Proofs) -> None:
    draft = folder / f".{_NAME}.{os.getpid()}"
    draft.write_text(json.dumps(asdict(outcome), indent=1))
    draft.replace(folder / _NAME)
