"""The running application with all its processes, to be killed and started again in one folder on one port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from tests.database import as_role

from wellkept.installation.postgres import OWNER

ROOT = Path(__file__).resolve().parent.parent.parent
WAYS = ("worker", "database", "application", "everything")


class Ship:
    """`wellkept up` (or another command that serves). Its output of all its lives stands in one log.

    With `database` it works on that server instead of the embedded one.
    """

    def __init__(
        self,
        data: Path,
        *,
        smtp: int | None = None,
        database: str = "",
        name: str = "",
        command: str = "up",
    ) -> None:
        self.data = data
        self.database = database
        self.command = command
        self.log = data.with_suffix(f"{name and '.'}{name}.log")
        self.port = free_port()
        self.lives = 0
        self.more: dict[str, str] = {}  # for its environment
        self._smtp = smtp
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> Mapping[str, str]:
        """Nothing of the test run's own installation; mail goes to the sink."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("WELLKEPT_", "DATABASE_", "DJANGO_"))
        }
        kept |= {"WELLKEPT_DATA": str(self.data), "PORT": str(self.port)}
        if self._smtp is not None:
            kept["WELLKEPT_SMTP_URL"] = f"smtp://127.0.0.1:{self._smtp}"
        if self.database:
            kept["DATABASE_URL"] = self.database
            kept["WELLKEPT_OWNER_URL"] = as_role(self.database, OWNER)
        return kept | self.more

    def start(self, patience: float = 180) -> float:
        """Start it, and wait until it answers. Returns the seconds that took."""
        began = time.monotonic()
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "wellkept", self.command, "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.lives += 1
        while not self.answers():
            assert self._process.poll() is None, f"it did not start: {self.said()}"
            assert time.monotonic() - began < patience, f"it does not answer: {self.said()}"
            time.sleep(0.05)
        return time.monotonic() - began

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(60)

    def kill(self, way: str) -> None:
        """kill -9: of one process, or of all of them at once. What nobody restarts is started again here."""
        assert self._process is not None
        top = self._process.pid
        database = self._postmaster()
        workers = [pid for pid in _children(top) if pid != database]
        victims = {
            "worker": workers,
            "database": [database],
            "application": [top],
            "everything": [top, *workers, database, *_children(database)],
        }[way]
        for pid in victims:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if top in victims:
            self._process.wait()
            self.start()

    def workers(self) -> list[int]:
        """The processes beside the web server, without an embedded database."""
        top = self._process.pid if self._process else 0
        return [pid for pid in _children(top) if self.database or pid != self._postmaster()]

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(self.address + "/accounts/login/", timeout=10).close()
            return True
        except (urllib.error.URLError, OSError):
            return False

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-6000:] if self.log.exists() else ""

    def run(
        self, *arguments: str, stdin: bytes = b"", patience: float = 300
    ) -> subprocess.CompletedProcess[bytes]:
        """Another command of the program, on the same folder."""
        return subprocess.run(
            [sys.executable, "-m", "wellkept", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=patience,
        )

    def _postmaster(self) -> int:
        """The server's process. Waits where it is just being started again."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                pid = int((self.data / "postgres/data/postmaster.pid").read_text().splitlines()[0])
                if pid in _children(self._process.pid if self._process else 0):
                    return pid
            except (FileNotFoundError, ValueError, IndexError):
                pass
            time.sleep(0.05)
        raise AssertionError(f"there is no server: {self.said()}")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _children(pid: int) -> list[int]:
    try:
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except FileNotFoundError:
        return []
