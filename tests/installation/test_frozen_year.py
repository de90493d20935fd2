"""A year of data that was written at the frozen point goes on with this version, and its record verifies.

The data is `frozen_year.sql`, written by `python -m tools.frozen_year` whenever the frozen point moves.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from tools import frozen

from wellkept.installation import postgres

pytestmark = pytest.mark.installation
YEAR = Path(__file__).with_name("frozen_year.sql")
MIGRATE_TO_THE_FROZEN_POINT = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "wellkept.settings"
import django
django.setup()
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tools import frozen

ours = {
    config.name.split(".")[-1]: label
    for label, config in apps.app_configs.items()
    if config.name.startswith("wellkept.")
}
executor = MigrationExecutor(connection)
latest = {}
for name in frozen.released():
    room, migration = name.split(".")
    latest[ours[room]] = migration
targets = [node for node in executor.loader.graph.leaf_nodes() if node[0] not in ours.values()]
executor.migrate([*targets, *latest.items()])
"""
GO_ON = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "wellkept.settings"
import django
django.setup()
from wellkept.customers.models import Contact
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.need import Need
from wellkept.people import queries as people
owner = people.company().process_owner
contact = Contact.objects.filter(active=True).first()
need = Need("The next year")
row = open_journey(customer=contact.customer_id, contact=contact.pk, need=need, by=people.actor(owner.pk))
print(row.pk)
"""


def run(place: Path, url: str, *arguments: str, owner: str = "") -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WELLKEPT_")}
    done = subprocess.run(
        [sys.executable, *arguments],
        env={
            **kept,
            "WELLKEPT_DATA": str(place),
            "DATABASE_URL": url,
            "WELLKEPT_OWNER_URL": owner,
            "PYTHONPATH": f"{frozen.ROOT / 'src'}:{frozen.ROOT}",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def fill(url: str) -> None:
    """Load the year as its backup would be loaded: without triggers, in place of what the migrations wrote."""
    with psycopg.connect(url) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'procrastinate%'"
                " AND tablename <> 'django_migrations'"
            )
        ]
        connection.execute("SET session_replication_role = replica")
        connection.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        connection.execute(YEAR.read_text())  # type: ignore[call-overload]


def test_a_year_of_the_frozen_point_goes_on_and_its_record_verifies(place: Path) -> None:
    with postgres.start(place / "postgres", settings=postgres.FORGETFUL) as server:
        server.create_database()
        url, owner = server.url(), server.url(role=postgres.OWNER)
        run(place, owner, "-c", MIGRATE_TO_THE_FROZEN_POINT)
        fill(server.url(role=postgres.SUPERUSER))
        run(place, url, "-m", "wellkept", "migrate", owner=owner)
        assert "every chain holds" in run(place, url, "-m", "wellkept", "verify", "--without-files")
        with psycopg.connect(url) as connection:
            (events, stages, days) = connection.execute(
                "SELECT count(*), (SELECT count(DISTINCT stage) FROM journey),"
                " extract(day FROM max(recorded_at) - min(recorded_at)) FROM event"
            ).fetchone() or (0, 0, 0)
        assert events > 1000
        assert stages == 4
        assert days > 300
        run(place, url, "-c", GO_ON)
        assert "every chain holds" in run(place, url, "-m", "wellkept", "verify", "--without-files")
