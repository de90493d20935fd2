"""The embedded database from PostgreSQL 15 to the next: nothing is lost, nothing is exchanged unchecked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from wellkept.installation import binaries, major_upgrade, postgres
from wellkept.installation.errors import InstallationError
from wellkept.installation.postgres import Server

pytestmark = pytest.mark.installation
OLD = 15
FILL = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "wellkept.settings"
import django
django.setup()
from wellkept.people import commands
from wellkept.customers import commands as customers
from wellkept.people.actor import SYSTEM
from wellkept.people.founder import Founder
commands.set_up_company(name="Kept", founder=Founder(name="Ada Berg", email="ada@kept.example", password=None))
for n in range(5):
    customers.add_customer(name=f"Customer {n}", by=SYSTEM)
"""


def run(place: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("WELLKEPT_") and name != "DATABASE_URL"
    }
    return subprocess.run(
        [sys.executable, *arguments],
        env={**kept, "WELLKEPT_DATA": str(place), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def written_by_the_old_version(place: Path, fill: Callable[[Server], None]) -> Path:
    folder = place / "postgres"
    with postgres.start(folder, binaries=lambda _: binaries.of_the_system(OLD)) as server:
        server.create_database()
        fill(server)
    return folder


def a_company(place: Path) -> Callable[[Server], None]:
    def fill(server: Server) -> None:
        address = {"DATABASE_URL": server.url(), "WELLKEPT_OWNER_URL": server.url(role=postgres.OWNER)}
        for arguments in (("-m", "wellkept", "migrate"), ("-c", FILL)):
            done = run(place, *arguments, **address)
            assert done.returncode == 0, done.stderr

    return fill


def a_table(server: Server) -> None:
    with psycopg.connect(server.url(role=postgres.OWNER)) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('Grüße')")


def words(folder: Path) -> list[tuple[str]]:
    with postgres.start(folder) as server, psycopg.connect(server.url(role=postgres.OWNER)) as connection:
        return connection.execute("SELECT word FROM kept").fetchall()


@pytest.mark.only_long
def test_a_company_goes_on_with_the_new_version(place: Path) -> None:
    folder = written_by_the_old_version(place, a_company(place))
    refused = run(place, "-m", "wellkept", "verify")
    assert refused.returncode == 1
    assert "Run: wellkept upgrade-database" in refused.stderr

    done = run(place, "-m", "wellkept", "upgrade-database")
    assert done.returncode == 0, done.stderr
    assert f"The record verifies. The old data is kept in {folder.resolve() / f'data-{OLD}'}" in done.stdout
    assert (folder / f"data-{OLD}" / "PG_VERSION").read_text().strip() == str(OLD)
    assert major_upgrade.major_of(folder) == binaries.embedded().major
    assert sorted(path.name for path in place.glob("postgres*")) == ["postgres"]

    verified = run(place, "-m", "wellkept", "verify")
    assert verified.returncode == 0, verified.stderr
    assert "every chain holds" in verified.stdout
    with postgres.start(folder) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT count(*) FROM customer").fetchall() == [(5,)]
        assert connection.execute("SELECT count(*) FROM subject WHERE written_in IS NOT NULL").fetchall() == [
            (0,)
        ]
    again = run(place, "-m", "wellkept", "upgrade-database")
    assert (again.returncode, again.stdout) == (0, "The database is of this version already.\n")


def test_nothing_is_exchanged_when_the_check_fails(place: Path) -> None:
    folder = written_by_the_old_version(place, a_table)

    def check(server: Server) -> None:
        raise InstallationError("The record is broken.")

    with pytest.raises(InstallationError, match="broken"):
        major_upgrade.upgrade(folder, check=check)
    assert major_upgrade.major_of(folder) == OLD
    assert sorted(path.name for path in place.glob("postgres*")) == ["postgres"]
    with (
        postgres.start(folder, binaries=lambda _: binaries.of_the_system(OLD)) as server,
        psycopg.connect(server.url(role=postgres.OWNER)) as connection,
    ):
        assert connection.execute("SELECT word FROM kept").fetchall() == [("Grüße",)]
    seen: list[str] = []
    assert major_upgrade.upgrade(folder, check=seen.append) == folder / f"data-{OLD}"
    assert len(seen) == 1
    assert words(folder) == [("Grüße",)]


@pytest.mark.only_long
def test_an_exchange_that_was_killed_in_the_middle_is_finished_at_the_next_start(place: Path) -> None:
    folder = written_by_the_old_version(place, a_table)
    major_upgrade.upgrade(folder, check=lambda url: None)
    new = binaries.embedded().major
    (folder / "data").rename(folder / f"data-{new}")
    assert words(folder) == [("Grüße",)]
    (folder / "data").rename(folder / "data-99")
    with pytest.raises(InstallationError, match="data of another version"):
        postgres.start(folder)
