"""The embedded server: ours alone, durable, and gone when we are gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from wellkept.installation import postgres, unprivileged
from wellkept.installation.errors import InstallationError


@pytest.fixture
def folder(place: Path) -> Path:
    return place / "postgres"


def test_data_survives_a_restart(folder: Path) -> None:
    with postgres.start(folder) as server:
        assert server.create_database() is True
        with psycopg.connect(server.url(role=postgres.OWNER)) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('Grüße')")
    with postgres.start(folder) as server:
        assert server.create_database() is False
        with psycopg.connect(server.url(role=postgres.OWNER)) as connection:
            assert connection.execute("SELECT word FROM kept").fetchall() == [("Grüße",)]


def test_its_settings_are_durable_and_it_listens_on_no_network(folder: Path) -> None:
    with postgres.start(folder) as server, server.connect() as connection:
        settings = dict(
            connection.execute(
                "SELECT name, setting FROM pg_settings WHERE name IN"
                " ('fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses', 'data_checksums')"
            ).fetchall()
        )
        assert settings == {
            "fsync": "on",
            "full_page_writes": "on",
            "synchronous_commit": "on",
            "listen_addresses": "",
            "data_checksums": "on",
        }


@pytest.mark.parametrize(
    "statement",
    ["SELECT lo_creat(0)", "SELECT lo_create(0)", "SELECT lo_from_bytea(0, 'x')", "SELECT lo_put(1, 0, 'x')"],
)
def test_its_roles_make_no_large_objects(started: postgres.Server, statement: str) -> None:
    for role in (postgres.APPLICATION, postgres.OWNER):
        with psycopg.connect(started.url(role=role)) as session, pytest.raises(InsufficientPrivilege):
            session.execute(statement)


def test_settings_of_a_role_are_taken_back_at_the_next_start(started: postgres.Server) -> None:
    with psycopg.connect(started.url()) as session:
        session.execute("ALTER ROLE wellkept_app SET search_path = mine")
        session.execute("ALTER ROLE wellkept_app IN DATABASE wellkept SET statement_timeout = 1")
    with psycopg.connect(started.url(role=postgres.OWNER)) as session:
        session.execute("ALTER ROLE wellkept_owner SET work_mem = '64kB'")
    with started.connect() as superuser:
        assert superuser.execute("SELECT count(*) FROM pg_db_role_setting").fetchone() == (3,)
        started.create_database()
        assert superuser.execute("SELECT count(*) FROM pg_db_role_setting").fetchone() == (0,)
    with psycopg.connect(started.url()) as session:
        assert session.execute("SHOW search_path").fetchone() == ('"$user", public',)
        assert session.execute("SHOW statement_timeout").fetchone() == ("0",)


def test_a_password_that_a_role_chose_is_taken_back_at_the_next_start(started: postgres.Server) -> None:
    for role in (postgres.APPLICATION, postgres.OWNER):
        with psycopg.connect(started.url(role=role)) as session:
            session.execute("ALTER ROLE CURRENT_USER PASSWORD 'mine'")
    count = "SELECT count(rolpassword) FROM pg_authid"
    with started.connect() as superuser:
        assert superuser.execute(count).fetchone() == (2,)
        started.create_database()
        assert superuser.execute(count).fetchone() == (0,)
    for role in (postgres.APPLICATION, postgres.OWNER):
        with psycopg.connect(started.url(role=role)) as session:
            assert session.execute("SELECT current_user").fetchone() == (role,)


@pytest.mark.parametrize("database", ["postgres", "template1", "template0"])
def test_its_roles_have_no_other_database(started: postgres.Server, database: str) -> None:
    for role in (postgres.APPLICATION, postgres.OWNER):
        with pytest.raises(psycopg.OperationalError, match=r"permission denied|not currently accepting"):
            psycopg.connect(started.url(database, role=role))
    with started.connect() as superuser:
        open_to = superuser.execute(
            "SELECT datname, kind FROM pg_database, unnest(ARRAY['CONNECT', 'TEMPORARY', 'CREATE']) kind"
            " WHERE datallowconn AND datname <> 'wellkept' AND has_database_privilege('wellkept_app', oid, kind)"
        ).fetchall()
    assert open_to == []


@pytest.fixture
def started(folder: Path) -> Iterator[postgres.Server]:
    with postgres.start(folder, settings=postgres.FORGETFUL) as server:
        server.create_database()
        yield server


def test_our_extensions_are_installed(folder: Path) -> None:
    with postgres.start(folder) as server, server.connect() as connection:
        for extension in ("btree_gist", "pg_trgm", "unaccent", "fuzzystrmatch"):
            connection.execute(f"CREATE EXTENSION {extension}")


def test_only_its_own_account_can_enter_its_folders(folder: Path) -> None:
    with postgres.start(folder) as server:
        for place in (server.home, server.home / "data", server.sockets):
            assert place.stat().st_mode & 0o077 == 0, place
        assert (server.home / "log").stat().st_mode & 0o077 == 0


def test_a_second_process_finds_the_running_server(folder: Path) -> None:
    with postgres.start(folder) as server:
        second = postgres.start(folder)
        assert (second.owned, second.sockets) == (False, server.sockets)
        second.stop()
        with server.connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_killed_server_can_be_restarted(folder: Path) -> None:
    with postgres.start(folder) as server:
        assert server.process is not None
        fallen = server.process.pid
        server.process.kill()
        server.process.wait()
        server.restart()
        assert server.process.pid != fallen
        with server.connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_killing_the_application_shuts_it_down_cleanly(folder: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from wellkept.installation import postgres;"
        f"s = postgres.start(Path({str(folder)!r})); print(s.process.pid, flush=True); time.sleep(60)"
    )
    application = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert application.stdout is not None
    server = int(application.stdout.readline())
    application.send_signal(signal.SIGKILL)
    application.wait()
    until = time.monotonic() + 20
    while _alive(server) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _alive(server)
    log = (folder.resolve() / "log").read_text()
    assert log.splitlines()[-1].endswith("database system is shut down")


def test_a_start_right_after_a_kill_waits_for_the_old_server(folder: Path) -> None:
    program = (
        "import os; from pathlib import Path; from wellkept.installation import postgres;"
        f"s = postgres.start(Path({str(folder)!r})); s.create_database(); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGKILL
    with postgres.start(folder) as server:
        assert server.owned
        assert server.create_database() is False


def _number_left(server: postgres.Server, number: int) -> None:
    """Kill a server, and leave another process's number in its lock file, as after a restart of the container."""
    place = server.home / "data" / "postmaster.pid"
    left = place.read_text().partition("\n")[2]
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    server.stop()
    time.sleep(1)  # its children notice
    place.write_text(f"{number}\n{left}")


def test_a_number_that_a_crash_left_and_another_process_has_stops_no_start(folder: Path) -> None:
    server = postgres.start(folder)
    server.create_database()
    account = unprivileged.account_for(folder.parent)
    other = subprocess.Popen(["sleep", "60"], **unprivileged.identity(account))
    try:
        _number_left(server, other.pid)
        assert postgres.running(folder) is None
        with postgres.start(folder, patience=20) as again:
            assert again.owned
            assert again.create_database() is False
    finally:
        other.kill()
        other.wait()


def test_the_number_of_another_folders_server_is_not_waited_for(folder: Path, place: Path) -> None:
    with postgres.start(place / "other") as other:
        assert other.process is not None
        server = postgres.start(folder)
        _number_left(server, other.process.pid)
        assert postgres.running(folder) is None
        with postgres.start(folder, patience=20) as again:
            assert again.owned
        with other.connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_long_path_does_not_matter(place: Path) -> None:
    deep = place / ("a" * 60) / ("b" * 60) / "postgres"
    with postgres.start(deep) as server:
        with server.connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert postgres.address(deep) == server.url()


def test_the_address_is_known_before_it_runs(folder: Path) -> None:
    with postgres.start(folder) as server:
        assert postgres.address(folder) == server.url()
    assert postgres.running(folder) is None


@pytest.mark.skipif(
    os.geteuid() != 0, reason="only root has folders that the database's account cannot reach"
)
def test_in_a_folder_that_only_root_can_reach_no_permission_is_widened(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    folder = closed / "postgres"
    with postgres.start(folder) as server:
        assert folder.is_symlink()
        assert closed.stat().st_mode & 0o777 == 0o700
        assert server.home.parent == unprivileged.SYSTEM_FOLDER
        with server.connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_data_of_another_version_is_refused_by_a_sentence(folder: Path) -> None:
    with postgres.start(folder) as server:
        home = server.home
    (home / "data" / "PG_VERSION").write_text("14\n")
    with pytest.raises(InstallationError, match="was written by PostgreSQL 14"):
        postgres.start(folder)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Dead, and not yet waited for by whoever adopted it.
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def test_a_start_while_the_owner_stops_becomes_the_owner(folder: Path) -> None:
    first = postgres.start(folder)
    assert first.process is not None
    first.process.send_signal(signal.SIGINT)  # it goes, and its owner still holds the lock
    first.process.wait()
    threading.Timer(0.5, first.stop).start()
    with postgres.start(folder) as second:
        assert second.owned
