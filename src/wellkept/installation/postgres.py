"""The embedded PostgreSQL server: started as our child process, durable, and stopped when we stop.

Promises:

- It listens on a socket in a folder that only its own account (and root) can enter; never on the network.
- Settings do not trade safety for speed, unless a test asks for it.
- However the process that started it dies, the server shuts down cleanly.
- One owner at a time: a second process on the same folder finds the running server instead of starting
  another.
- A long-running process waits for a short-lived owner, such as a command that takes a mail, and then owns the
  server itself.
- Two roles beside the superuser: one owns the database, the other has only the privileges that the application
  needs (`privileges.py`).
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from wellkept.installation import open_doors, unprivileged
from wellkept.installation.binaries import Binaries, embedded
from wellkept.installation.child_process import die_with_parent, watch_parent
from wellkept.installation.errors import InstallationError
from wellkept.installation.ownership import change_owner
from wellkept.installation.postmaster import postmaster_in, serves, without_predecessor

SUPERUSER = "postgres"  # takes care of the server, and owns none of our tables
OWNER = "wellkept_owner"  # owns the database: migrations, functions, restore
APPLICATION = "wellkept_app"  # everything that serves
DATABASE = "wellkept"
PORT = 5432  # only part of the socket's name

DURABLE: Mapping[str, str] = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}
# For tests only: their data may be lost with the power.
FORGETFUL: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
# The server's log keeps no words of customers. An error's message may quote a value, so errors are not logged: the
# program that asked gets them. What the server itself has to say (LOG, FATAL, PANIC) is, without details.
QUIET_LOG: Mapping[str, str] = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length_on_error": "0",
}
ALWAYS: Mapping[str, str] = {
    **QUIET_LOG,
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "log_checkpoints": "off",
}
_PASSING = "passing"  # stands in the file of the lock: this owner is a short command and ends soon
_LOG_LIMIT = 10 * 1024 * 1024


@dataclass
class Server:
    """A running server in `home`. `process` is None when another process owns it."""

    home: Path
    sockets: Path
    process: subprocess.Popen[bytes] | None = None
    _again: Callable[[], Server] | None = field(default=None, repr=False)
    _lock: IO[str] | None = field(default=None, repr=False)
    _watch: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def owned(self) -> bool:
        return self.process is not None

    def url(self, database: str = DATABASE, *, role: str = APPLICATION) -> str:
        return _url(self.sockets, database, role)

    def connect(self, database: str = "postgres") -> psycopg.Connection[TupleRow]:
        """Connect as the superuser."""
        return psycopg.connect(self.url(database, role=SUPERUSER), autocommit=True)

    def create_roles(self) -> None:
        """Create the owner and the application's role if they do not exist."""
        with self.connect() as connection:
            for role in (OWNER, APPLICATION):
                with contextlib.suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))

    def create_database(self, name: str = DATABASE) -> bool:
        """Create the database, and its two roles, if it does not exist. Return True if it was created.

        One that the superuser owns, of before the two roles, goes to its owner. What the roles have set for themselves
        is taken back, and large objects are closed to them.
        """
        self.create_roles()
        created = self._create_database(name)
        with self.connect(name) as inside:
            open_doors.close(inside, (OWNER, APPLICATION))
        return created

    def _create_database(self, name: str) -> bool:
        with self.connect() as connection:
            row = connection.execute(
                "SELECT datdba::regrole::text FROM pg_database WHERE datname = %s", [name]
            ).fetchone()
            if row is not None:
                if row[0] != OWNER:
                    with self.connect(name) as inside:
                        change_owner(inside, OWNER)
                return False
            with contextlib.suppress(psycopg.errors.DuplicateDatabase):
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER)))
            return True

    def alive(self) -> bool:
        return self.process is None or self.process.poll() is None

    def restart(self) -> None:
        """Restart our server after a crash. Call it from the thread that started the server."""
        if self._again is not None and not self.alive():
            _wait_for_predecessor(self.home, 60)
            fresh = self._again()
            self.process, self._watch = fresh.process, fresh._watch

    def stop(self, *, patience: float = 60) -> None:
        """Shut the server down cleanly if it is ours. May be called twice."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(patience)
        if self._watch is not None:
            self._watch.kill()
            self._watch.wait()
            self._watch = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start(
    folder: Path,
    *,
    settings: Mapping[str, str] = DURABLE,
    binaries: Callable[[unprivileged.Account | None], Binaries] = embedded,
    progress: Callable[[str], None] = lambda _: None,
    patience: float = 60,
    stays: bool = False,
) -> Server:
    """Return the server of this data folder: the running one if another process owns it, else start our own.

    Call it from a thread that lives as long as the server is needed: on Linux the server goes down with it.
    With `stays` (web server, worker), wait for a short-lived owner to finish and then own the server:
    otherwise it would stop with that owner.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    account = unprivileged.account_for(folder.parent)
    home = unprivileged.home_for(folder, account)
    lock = _own(home, patience, stays)
    if lock is None:
        return Server(home, _sockets_of(home))
    try:
        programs = binaries(account)
        _wait_for_predecessor(home, patience)
        _finish_exchange(home, programs)
        if not (home / "data" / "PG_VERSION").exists():
            progress("Creating the database server's folder")
            _create_cluster(home, programs, account)
        _refuse_other_version(home, programs)

        def launch() -> Server:
            return _launch(home, programs, account, {**ALWAYS, **settings}, lock, patience)

        server = launch()
        server._again = launch
        return server
    except BaseException:
        lock.close()
        raise


def address(folder: Path, *, role: str = APPLICATION) -> str:
    """Address of that folder's server while it runs, for one of its roles. Starts nothing."""
    return _url(_sockets_of(folder.resolve()), DATABASE, role)


def running(folder: Path) -> Server | None:
    """The ready server of `folder`, whichever process owns it, or None. Starts nothing."""
    if not folder.exists():
        return None
    postmaster = postmaster_in(folder.resolve())
    if postmaster is None or postmaster.status != "ready" or not serves(postmaster.pid, folder.resolve()):
        return None
    return Server(folder.resolve(), postmaster.sockets)


def _own(home: Path, patience: float, stays: bool) -> IO[str] | None:
    """Take the owner's lock. Returns None when another process has it and its server is ready."""
    lock = (home / "owner").open("a+")
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lock.truncate(0)
            lock.write("" if stays else _PASSING)
            lock.flush()
            return lock
        except BlockingIOError:
            lock.seek(0)
            goes = lock.read() == _PASSING
            if running(home) is not None and not (stays and goes):
                lock.close()
                return None
        if time.monotonic() > until:
            lock.close()
            if running(home) is not None:
                raise InstallationError(
                    f"Another command is at work on the database in {home}, and it takes its time.",
                    hint="A backup, for instance. Start again when it is done.",
                )
            raise InstallationError(
                f"Another process owns the database in {home}, but its server does not become ready.",
                hint=f"Read {home / 'log'}.",
            )
        # It is starting, or going: then the next owner is us.
        time.sleep(0.05)


def _wait_for_predecessor(home: Path, patience: float) -> None:
    """Wait for the server of a previous owner, killed a moment ago, to close its files."""
    before = postmaster_in(home)
    until = time.monotonic() + patience
    while before is not None and serves(before.pid, home):
        if time.monotonic() > until:
            raise InstallationError(
                f"A database server (process {before.pid}) still runs in {home} without its application.",
                hint=f"Stop it with: kill -INT {before.pid}",
            )
        time.sleep(0.05)
        before = postmaster_in(home)


def _create_cluster(home: Path, programs: Binaries, account: unprivileged.Account | None) -> None:
    # ICU is not in the embedded server; the builtin provider sorts alike on every machine. Before version 17
    # the C library's C.UTF-8 is the same order.
    locale = ["--locale-provider=builtin"] if programs.major >= 17 else []
    result = subprocess.run(
        [
            programs["initdb"],
            f"--pgdata={home / 'data'}",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
            *locale,
            "--locale=C.UTF-8",
            "--auth-local=trust",
            "--auth-host=reject",
            "--data-checksums",
            "--no-instructions",
        ],
        **unprivileged.identity(account),
        env=_environment(),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise InstallationError(
            f"PostgreSQL could not create its folder {home / 'data'}.", hint=str(result.stderr)
        )


def _finish_exchange(home: Path, programs: Binaries) -> None:
    """Finish an upgrade that was killed between its renames. Never start empty beside data of another version."""
    if (home / "data").exists():
        return
    ready = home / f"data-{programs.major}"
    if ready.exists():
        ready.rename(home / "data")
    elif any(home.glob("data-*")):
        raise InstallationError(
            f"There is no data in {home}, but data of another version.", hint=f"Look into {home}."
        )


def _refuse_other_version(home: Path, programs: Binaries) -> None:
    major = int((home / "data" / "PG_VERSION").read_text().strip())
    if major != programs.major:
        raise InstallationError(
            f"The data in {home} was written by PostgreSQL {major}; this is PostgreSQL {programs.major}.",
            hint="Run: wellkept upgrade-database",
        )


def _launch(
    home: Path,
    programs: Binaries,
    account: unprivileged.Account | None,
    settings: Mapping[str, str],
    lock: IO[str],
    patience: float,
) -> Server:
    sockets = _socket_folder(home, account)
    log = home / "log"
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(home / "log.before")
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with log.open("ab") as output:
        log.chmod(0o600)
        process = subprocess.Popen(
            [programs["postgres"], "-D", str(home / "data"), "-k", str(sockets), "-p", str(PORT), *options],
            **unprivileged.identity(account),
            env=_environment() | without_predecessor(home),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Its own session: Ctrl-C at the terminal reaches us alone, and we close things in their order.
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGINT),
        )
    server = Server(home, sockets, process, _lock=lock, _watch=watch_parent(process.pid))
    until = time.monotonic() + patience
    while True:
        now = postmaster_in(home)
        if now is not None and now.pid == process.pid and now.status == "ready":
            return server
        if process.poll() is not None or time.monotonic() > until:
            server._lock = None  # the folder stays ours: whoever asked may try again
            server.stop()
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
            raise InstallationError("PostgreSQL did not start.", hint=f"The end of {log}:\n{tail}")
        time.sleep(0.01)


def _url(sockets: Path, database: str, role: str) -> str:
    return f"postgresql://{role}@/{quote(database)}?host={quote(str(sockets), safe='')}"


def _sockets_of(home: Path) -> Path:
    if len(os.fsencode(home / "run" / f".s.PGSQL.{PORT}")) <= 100:
        return home / "run"
    # The path of a socket has at most 107 bytes (103 on some systems).
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"wellkept-{name}"


def _socket_folder(home: Path, account: unprivileged.Account | None) -> Path:
    sockets = _sockets_of(home)
    sockets.mkdir(mode=0o700, exist_ok=True)
    owner = os.geteuid() if account is None else account.uid
    if account is not None:
        if sockets.lstat().st_uid not in (0, owner):
            raise InstallationError(f"{sockets} belongs to somebody else.")
        os.chown(sockets, account.uid, account.gid, follow_symlinks=False)
    if sockets.is_symlink() or sockets.stat().st_uid != owner:
        raise InstallationError(f"{sockets} belongs to somebody else.")
    sockets.chmod(0o700)
    return sockets


def _environment() -> dict[str, str]:
    # Nothing of ours: the server needs no secret that stands in our environment.
    return {"PATH": os.environ.get("PATH", os.defpath), "TZ": "UTC", "LC_ALL": "C"}
