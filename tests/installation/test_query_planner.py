"""Planner settings that a database gets once, for every connection to it."""

from __future__ import annotations

import psycopg
from django.db import connection
from tests.database import as_owner

from wellkept.cli import bootstrap


def test_no_time_is_spent_on_the_order_of_joins(database_url: str) -> None:
    bootstrap.migrate()
    try:
        with psycopg.connect(database_url) as fresh:
            assert fresh.execute("SHOW join_collapse_limit").fetchone() == ("4",)
    finally:
        with as_owner(), connection.cursor() as cursor:
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {name} RESET join_collapse_limit")
