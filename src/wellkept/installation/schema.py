"""Bring the database to this version: migrations, functions and triggers, event types, privileges.

Migrations hold tables, columns and constraints. Functions and triggers are code: they stand in `sql/*.sql` of
their room, and are created again whenever one of those files has changed. So are the privileges of the
application's role (`privileges.py`). Everything that prepares a database does it here, as the role that owns it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

from wellkept.events import types as event_types
from wellkept.installation import new_models, privileges, roles, session_defaults

ONE_AT_A_TIME = 7302  # among the advisory locks
LOCK_TIMEOUT = "10s"  # a migration that waits for a table makes everybody behind it wait, too
LOCK_NOT_AVAILABLE = "55P03"  # SQLSTATE
INSUFFICIENT_PRIVILEGE = "42501"
_FUNCTION = re.compile(r"^CREATE OR REPLACE FUNCTION (\w+)\(", re.MULTILINE)
_MARK = "wellkept code"


@dataclass(frozen=True)
class Code:
    """SQL code of this version: functions and triggers in the order of the rooms, event types, and a digest
    of all.
    """

    files: tuple[tuple[Path, str], ...]
    shapes: tuple[event_types.Shape, ...]
    digest: str

    @property
    def functions(self) -> list[str]:
        """List the names of the functions, in the order in which they are created."""
        return [name for _, text in self.files for name in _FUNCTION.findall(text)]


def prepare(progress: Callable[[str], None] = lambda _: None) -> None:
    """Bring the database to this version, as its owner. Processes that try at the same time wait for each other."""
    application = roles.current()
    with roles.as_owner(), _alone() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        try:
            missing = missing_migrations()
            if missing:
                progress(f"Preparing the database ({missing} steps)")
                with new_models.only_with_neighbours():
                    call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            apply_code(application)
        finally:
            cursor.execute("SET lock_timeout = 0")


def is_denied(error: BaseException | None) -> bool:
    """Whether the role lacked a privilege: somewhere in the chain of causes."""
    while error is not None and getattr(error, "sqlstate", "") != INSUFFICIENT_PRIVILEGE:
        error = error.__cause__ or error.__context__
    return error is not None


def missing_migrations() -> int:
    """Count the migrations of this version that the database has not run."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_current() -> bool:
    """True if tables, functions, triggers and our own privileges are those of this version."""
    return not missing_migrations() and _is_applied(code(), roles.current())


def code() -> Code:
    """Read the SQL files of all rooms, from the ground up."""
    folders = [Path(config.path) / "sql" for config in apps.get_app_configs()]
    folders.append(Path(__file__).parent / "sql")  # of the libraries' tables
    files = tuple((path, path.read_text()) for folder in folders for path in sorted(folder.glob("*.sql")))
    digest = hashlib.sha256()
    for path, text in files:
        digest.update(f"{path.parent.parent.name}/{path.name}\n{text}".encode())
    shapes = event_types.shapes()
    digest.update(event_types.as_text(shapes).encode())
    digest.update(privileges.as_text().encode())
    return Code(files, shapes, digest.hexdigest()[:16])


def apply_code(application: str) -> bool:
    """Create functions and triggers, write the event types and grant the role `application` its privileges.

    Does so if one of them has changed, in one transaction. Returns True if something had changed.
    """
    wanted = code()
    if _is_applied(wanted, application):
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        _drop_triggers(cursor)
        _drop_functions(cursor, except_for=set(wanted.functions))
        before = _ours(cursor)
        for _, text in wanted.files:
            cursor.execute(text)
        _drop_other_signatures(cursor, before)
        event_types.synchronise(wanted.shapes)
        _fix_search_path(cursor, wanted.functions)
        for name in wanted.functions:
            cursor.execute(f"COMMENT ON FUNCTION {name} IS '{_MARK} {wanted.digest}'")
        privileges.close_database(cursor)
        privileges.grant(cursor, application, wanted.functions)
    return True


@contextmanager
def _alone() -> Iterator[CursorWrapper]:
    with connection.cursor() as cursor:
        session_defaults.lift_limits(cursor)
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            yield cursor
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def _is_applied(wanted: Code, application: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p WHERE pronamespace = current_schema::regnamespace"
            " AND obj_description(p.oid, 'pg_proc') = %s",
            [f"{_MARK} {wanted.digest}"],
        )
        applied = {name for (name,) in cursor.fetchall()} == set(wanted.functions)
        return applied and privileges.are_granted(cursor, application)


def _fix_search_path(cursor: CursorWrapper, functions: list[str]) -> None:
    """Let no caller put another table or function in the place of ours.

    Functions in plain SQL are left alone: the planner could not inline them any more. What they are called by has its
    path fixed, or only reads.
    """
    cursor.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang"
        " WHERE p.pronamespace = current_schema::regnamespace AND p.proname = ANY(%s) AND l.lanname <> 'sql'",
        [functions],
    )
    for (signature,) in cursor.fetchall():
        cursor.execute(f"ALTER FUNCTION {signature} SET search_path = pg_catalog, public, pg_temp")


def _drop_triggers(cursor: CursorWrapper) -> None:
    """Drop the triggers that call our functions; those of this version come in the same transaction."""
    cursor.execute(
        "SELECT quote_ident(t.tgname), t.tgrelid::regclass::text FROM pg_trigger t WHERE NOT t.tgisinternal"
        " AND obj_description(t.tgfoid, 'pg_proc') LIKE %s",
        [f"{_MARK} %"],
    )
    for name, table in cursor.fetchall():
        cursor.execute(f"DROP TRIGGER {name} ON {table}")


def _ours(cursor: CursorWrapper) -> list[int]:
    """The functions of an earlier version, by their object ids."""
    cursor.execute("SELECT oid FROM pg_proc WHERE obj_description(oid, 'pg_proc') LIKE %s", [f"{_MARK} %"])
    return [oid for (oid,) in cursor.fetchall()]


def _drop_other_signatures(cursor: CursorWrapper, before: list[int]) -> None:
    """Drop a function of an earlier version beside which one of the same name takes other arguments now."""
    cursor.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.oid = ANY (%s) AND EXISTS (SELECT FROM pg_proc n"
        " WHERE n.proname = p.proname AND n.pronamespace = p.pronamespace AND n.oid <> ALL (%s))",
        [before, before],
    )
    for (signature,) in cursor.fetchall():
        cursor.execute(f"DROP FUNCTION {signature}")


def _drop_functions(cursor: CursorWrapper, *, except_for: set[str]) -> None:
    """Drop the functions that this version does not have any more."""
    cursor.execute(
        "SELECT p.oid::regprocedure::text, p.proname FROM pg_proc p WHERE obj_description(p.oid, 'pg_proc') LIKE %s",
        [f"{_MARK} %"],
    )
    for signature, name in cursor.fetchall():
        if name not in except_for:
            cursor.execute(f"DROP FUNCTION {signature}")
