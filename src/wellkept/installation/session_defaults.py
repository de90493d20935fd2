"""Settings with which each session of our database starts. Its owner stores them with the database."""

from __future__ import annotations

from collections.abc import Mapping

from psycopg import sql

from wellkept.installation.privileges import Cursor

OURS: Mapping[str, str] = {
    # Our pages join a journey to the ten rows around it, outwards from its key. To look for a better order takes
    # PostgreSQL a hundred times as long as to read them.
    "join_collapse_limit": "4",
    # No lock is held or waited for without end. A letter on its way to a slow mail server takes up to some minutes.
    "lock_timeout": "20s",
    "idle_in_transaction_session_timeout": "5min",
    # The longest statements are those of imports and exports. A backup sets its own.
    "statement_timeout": "15min",
}


def store(cursor: Cursor, database: str) -> None:
    """Store our settings with the database, for its later sessions. Must run as its owner."""
    for name, value in OURS.items():
        statement = sql.SQL("ALTER DATABASE {} SET {} = {}")
        cursor.execute(statement.format(sql.Identifier(database), sql.Identifier(name), sql.Literal(value)))


def lift_limits(cursor: Cursor) -> None:
    """Let this session wait and work as long as it needs: for changes of the tables, which may take an hour."""
    for name in OURS:
        if name.endswith("_timeout"):
            cursor.execute(sql.SQL("SET {} = 0").format(sql.Identifier(name)))
