"""Close what PostgreSQL leaves open to every role, on the embedded server.

That is: its own password, settings that stay, other databases with their temporary tables, and large objects.
"""

from __future__ import annotations

from collections.abc import Sequence

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

ONE_AT_A_TIME = 7303  # among the advisory locks: whoever brings roles and ownership in order
_OF_THE_SERVER = ("postgres", "template1")  # databases in which only the superuser has anything to do
_MAKE_LARGE_OBJECTS = ("lo_creat", "lo_create", "lo_from_bytea", "lo_import", "lo_put")


def close(superuser: psycopg.Connection[TupleRow], roles: Sequence[str]) -> None:
    """Take back what these roles have set for themselves, and close large objects and the server's own databases."""
    superuser.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
    try:
        _reset(superuser, roles)
        _forget_passwords(superuser, roles)
        _close_databases_of_the_server(superuser)
        _close_large_objects(superuser)
    finally:
        superuser.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def _reset(superuser: psycopg.Connection[TupleRow], roles: Sequence[str]) -> None:
    """Take from the roles every setting that stays: a role may set its own, for all its later sessions."""
    rows = superuser.execute(
        "SELECT r.rolname, d.datname FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole"
        " LEFT JOIN pg_database d ON d.oid = s.setdatabase WHERE r.rolname = ANY (%s)",
        [list(roles)],
    ).fetchall()
    for role, database in rows:
        where = sql.SQL(" IN DATABASE {}").format(sql.Identifier(database)) if database else sql.SQL("")
        superuser.execute(sql.SQL("ALTER ROLE {}{} RESET ALL").format(sql.Identifier(role), where))


def _forget_passwords(superuser: psycopg.Connection[TupleRow], roles: Sequence[str]) -> None:
    """Take passwords from the roles: a role may choose its own, and here the folder of the socket lets them in."""
    rows = superuser.execute(
        "SELECT rolname FROM pg_authid WHERE rolname = ANY (%s) AND rolpassword IS NOT NULL", [list(roles)]
    ).fetchall()
    for (role,) in rows:
        superuser.execute(sql.SQL("ALTER ROLE {} PASSWORD NULL").format(sql.Identifier(role)))


def _close_databases_of_the_server(superuser: psycopg.Connection[TupleRow]) -> None:
    """Let nobody but the superuser into the server's own databases: every role could make temporary tables there."""
    rows = superuser.execute(
        "SELECT datname FROM pg_database WHERE datname = ANY (%s) AND (has_database_privilege('public', oid, 'CONNECT')"
        " OR has_database_privilege('public', oid, 'TEMPORARY'))",
        [list(_OF_THE_SERVER)],
    ).fetchall()
    for (database,) in rows:
        statement = sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC")
        superuser.execute(statement.format(sql.Identifier(database)))


def _close_large_objects(superuser: psycopg.Connection[TupleRow]) -> None:
    """Let only the superuser make large objects: we have none, and no privilege on a table bounds them."""
    rows = superuser.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace"
        " AND proname = ANY (%s) AND has_function_privilege('public', oid, 'EXECUTE')",
        [list(_MAKE_LARGE_OBJECTS)],
    ).fetchall()
    for (function,) in rows:
        superuser.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(sql.SQL(function)))
