"""The database of the tests: one real server a run, one database a worker, cloned from a migrated template.

The server is the embedded PostgreSQL, or with WELLKEPT_TEST_POSTGRES=15 the system's PostgreSQL of that version.
Its folder stays between runs, so that the template is built again only when a migration changes.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import os
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from wellkept.installation import binaries, postgres, unprivileged
from wellkept.installation.postgres import Server

INERROR = psycopg.pq.TransactionStatus.INERROR
TESTS = "tests"  # the role of this process: the application, able to become the owner
ROOT = Path(__file__).resolve().parent.parent
SYSTEM_VERSION = os.environ.get("WELLKEPT_TEST_POSTGRES", "")
PLACE = ROOT / "var" / "tests" / f"postgresql-{SYSTEM_VERSION or 'embedded'}"


def start_server() -> tuple[Server, IO[str]]:
    """A server nobody else's run uses: the first free of a few folders. Keep the file open as long as it runs."""
    PLACE.mkdir(parents=True, exist_ok=True)
    for slot in range(100):
        lock = (PLACE / f"{slot}.lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        return postgres.start(PLACE / str(slot), settings=postgres.FORGETFUL, binaries=_programs), lock
    raise AssertionError("a hundred test runs at once?")


def _programs(account: unprivileged.Account | None) -> binaries.Binaries:
    return binaries.of_the_system(int(SYSTEM_VERSION)) if SYSTEM_VERSION else binaries.embedded(account)


def migrations_digest() -> str:
    """Hash everything that the template database depends on: migrations, SQL, data files, versions of libraries."""
    digest = hashlib.sha256()
    for package in ("django", "procrastinate", "django-allauth"):
        digest.update(importlib.metadata.version(package).encode())
    source = ROOT / "src" / "wellkept"
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source).parts
        loaded = (
            path.name.endswith("facts.py")
            or path.name in {"types.py", "schema.py", "privileges.py"}
            or path.suffix in {".sql", ".toml", ".yaml", ".yml", ".csv"}
            or "migrations" in inside
        )
        if loaded and path.is_file() and path.suffix != ".pyc":
            digest.update(str(inside).encode() + path.read_bytes())
    digest.update((source / "settings.py").read_bytes())
    digest.update(SEED.encode() + ANY_TIME.encode())
    return digest.hexdigest()[:12]


def point_django_at(server: Server, name: str) -> None:
    """Make this Django's one database, in this process and in those that it starts, as the application's role.

    This process signs in as `TESTS`, which acts as the application unless a test becomes the owner on purpose.
    """
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    for configured in (settings.DATABASES["default"], connections["default"].settings_dict):
        configured.update(NAME=name, USER=TESTS, HOST=str(server.sockets), PORT="", PASSWORD="")
    os.environ["DATABASE_URL"] = server.url(name)
    os.environ["WELLKEPT_OWNER_URL"] = server.url(name, role=postgres.OWNER)


def as_role(url: str, role: str) -> str:
    """The address of the same database for another role."""
    return url.replace(f"//{postgres.APPLICATION}@", f"//{role}@")


@contextmanager
def as_owner(role: str = postgres.OWNER) -> Iterator[None]:
    """Act as the owner inside the block, on the same connection and in its transaction: to prepare or to tamper."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (before,) = cursor.fetchone()
        cursor.execute(_statement("SET ROLE {}", role))
    try:
        yield
    finally:
        _set_back(_statement("SET ROLE {}", str(before)))


def as_superuser() -> AbstractContextManager[None]:
    """Act as somebody with the keys to the server: also past the triggers."""
    return as_owner(postgres.SUPERUSER)


@contextmanager
def past_the_laws() -> Iterator[None]:
    """Change rows as a restore writes them: as the superuser, no trigger looks, and no event is asked for."""
    from django.db import connection

    with as_superuser():
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            _set_back(sql.SQL("RESET session_replication_role"))


def _set_back(statement: sql.Composable) -> None:
    """Undo a setting of the session, unless a refused transaction is about to be rolled back with it."""
    from django.db import connection

    if not connection.in_atomic_block or connection.connection.info.transaction_status != INERROR:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def clone(server: Server, worker: str) -> str:
    """A fresh migrated database for this worker; the template is built first if there is none for these files."""
    _create_roles(server)
    template = f"template_{migrations_digest()}"
    name = f"test_{worker}"
    with server.connect() as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        done = connection.execute(
            "SELECT datistemplate FROM pg_database WHERE datname = %s", [template]
        ).fetchone()
        if done is None or not done[0]:
            _drop_templates(connection)
            connection.execute(_statement("CREATE DATABASE {} OWNER {}", template, postgres.OWNER))
            _fill(server, template)
            connection.execute(_statement("ALTER DATABASE {} IS_TEMPLATE true", template))
        _copy(connection, template, name)
    return name


def copy_of(server: Server, source: str, name: str) -> str:
    """Another fresh database from the template `source` was cloned from, for a test that needs one of its own."""
    with server.connect() as connection:
        _copy(connection, source, name)
    return name


def _copy(connection: psycopg.Connection[tuple[object, ...]], source: str, name: str) -> None:
    connection.execute(_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))
    statement = "CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY"
    connection.execute(_statement(statement, name, source, postgres.OWNER))
    # The privileges on a database are not copied with it.
    connection.execute(_statement("REVOKE CREATE, TEMPORARY ON DATABASE {} FROM PUBLIC", name))


def _create_roles(server: Server) -> None:
    server.create_roles()
    with server.connect() as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [TESTS]).fetchone():
            connection.execute(_statement("CREATE ROLE {} LOGIN NOINHERIT", TESTS))
        for role in (postgres.APPLICATION, postgres.OWNER, postgres.SUPERUSER):
            connection.execute(_statement("GRANT {} TO {}", role, TESTS))
        connection.execute(_statement("ALTER ROLE {} SET role = {}", TESTS, postgres.APPLICATION))


def _statement(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*(sql.Identifier(name) for name in names))  # type: ignore[arg-type]


def _drop_templates(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%'").fetchall()
    for (name,) in rows:
        connection.execute(_statement("ALTER DATABASE {} IS_TEMPLATE false", str(name)))
        connection.execute(_statement("DROP DATABASE {} WITH (FORCE)", str(name)))


def _fill(server: Server, name: str) -> None:
    """Fill the template from the dump of another server, which is several times faster than migrating."""
    dump = PLACE / f"{name}.dump"
    programs = _programs(None)
    with (PLACE / "filling.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if dump.exists():
            subprocess.run(
                [programs["pg_restore"], "--dbname", server.url(name, role=postgres.SUPERUSER), dump],
                check=True,
            )
            return
        _migrate(server, name)
        for old in PLACE.glob("template_*.dump"):
            old.unlink()
        fresh = dump.with_suffix(".new")
        subprocess.run(
            [
                programs["pg_dump"],
                "--format=custom",
                "--file",
                fresh,
                server.url(name, role=postgres.SUPERUSER),
            ],
            check=True,
        )
        fresh.rename(dump)


def _migrate(server: Server, name: str) -> None:
    from django.db import connection, connections

    from wellkept.installation import schema

    point_django_at(server, name)
    schema.prepare()
    with as_superuser(), connection.cursor() as cursor:
        cursor.execute(ANY_TIME)
        cursor.execute(SEED)
    connections.close_all()


# Tests bring their own time, also one to come. `tests/events/test_nonsense.py` puts the log's own clock back.
ANY_TIME = """
CREATE OR REPLACE FUNCTION log_clock() RETURNS timestamptz LANGUAGE sql VOLATILE
    AS $$ SELECT 'infinity'::timestamptz $$;
"""


# Remembers what the migrations put into the tables, and brings a database back to it in one round trip.
# The log refuses to forget, so the triggers and foreign keys look away for the length of the call.
SEED = """
CREATE SCHEMA seed;
GRANT USAGE ON SCHEMA seed TO PUBLIC;
DO $$
DECLARE t text; c text;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT 1 FROM public.%I LIMIT 1', t) INTO c;
        IF c IS NOT NULL THEN
            EXECUTE format('CREATE TABLE seed.%I AS TABLE public.%I', t, t);
        END IF;
    END LOOP;
END $$;
-- Worded once: to look up the columns takes several times as long as to copy the rows.
CREATE TABLE seed."#statement" AS
    SELECT k.tablename AS name,
           format('INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM seed.%I', k.tablename,
                  string_agg(quote_ident(column_name), ','), string_agg(quote_ident(column_name), ','), k.tablename)
           AS text
      FROM pg_tables k
      JOIN information_schema.columns c ON c.table_schema = 'public' AND c.table_name = k.tablename
     WHERE k.schemaname = 'seed' AND is_generated = 'NEVER'
     GROUP BY k.tablename;
CREATE TABLE seed."#sequence" AS
    SELECT sequencename AS name, start_value, last_value FROM pg_sequences WHERE schemaname = 'public';

CREATE FUNCTION seed.reset() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET lock_timeout = '10s' SET search_path = pg_catalog, pg_temp AS $$
DECLARE t record; found_row int; s record;
BEGIN
    -- Said here and not in the function's settings: so its definition can be restored by any role.
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR t IN
        SELECT p.tablename AS name, k.text AS seeding
        FROM pg_tables p LEFT JOIN seed."#statement" k ON k.name = p.tablename
        WHERE p.schemaname = 'public'
          AND p.tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission', 'event_type',
                                  'allowed_change')
    LOOP
        found_row := NULL;
        EXECUTE format('SELECT 1 FROM public.%I LIMIT 1', t.name) INTO found_row;
        IF found_row IS NOT NULL THEN
            EXECUTE format('DELETE FROM public.%I', t.name);
        END IF;
        IF t.seeding IS NOT NULL THEN
            EXECUTE t.seeding;
        END IF;
    END LOOP;
    DELETE FROM public.allowed_change WHERE event_type NOT IN (SELECT type FROM seed.event_type);
    DELETE FROM public.event_type WHERE type NOT IN (SELECT type FROM seed.event_type);
    FOR s IN
        SELECT k.name, k.start_value, k.last_value FROM seed."#sequence" k
        JOIN pg_sequences p ON p.schemaname = 'public' AND p.sequencename = k.name
        WHERE p.last_value IS DISTINCT FROM k.last_value
    LOOP
        PERFORM setval(format('public.%I', s.name)::regclass,
                       coalesce(s.last_value, s.start_value), s.last_value IS NOT NULL);
    END LOOP;
    PERFORM set_config('session_replication_role', 'origin', true);
END $$;

-- What tests need that nobody may do: a time of the log's own clock, an event that allows everything, and a row behind
-- the log's back, as somebody with the keys to the server could write it.
CREATE FUNCTION seed.set_clock(instant timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION public.log_clock() RETURNS timestamptz LANGUAGE sql VOLATILE'
                   ' AS $f$ SELECT %L::timestamptz $f$', instant);
END $$;

CREATE FUNCTION seed.allow_everything() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
    INSERT INTO public.event_type (type, subjects, facts, body, required, body_required)
    SELECT 'tried_by_hand', array_agg(DISTINCT kind), '{}', '{}', '{}', '{}'
      FROM public.event_type, unnest(subjects) AS kind
        ON CONFLICT DO NOTHING;
    INSERT INTO public.allowed_change (law_table, operation, event_type, columns)
    SELECT relname, operation, 'tried_by_hand', CASE operation WHEN 'update' THEN columns ELSE '{}' END
      FROM pg_trigger
      JOIN pg_class ON pg_class.oid = tgrelid
     CROSS JOIN LATERAL
           (SELECT array_agg(attname) AS columns FROM pg_attribute WHERE attrelid = tgrelid AND attnum > 0) AS a
     CROSS JOIN unnest(ARRAY['insert', 'update', 'delete']) AS operation
     WHERE tgname = 'every_change_has_its_event'
        ON CONFLICT DO NOTHING;
$$;

CREATE FUNCTION seed.slip_in(
    whose bigint, event_type text, its_facts text, digest_of text, its_body text, instant timestamptz)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    added public.event;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    INSERT INTO public.event (subject_id, seq, type, happened_at, recorded_at, actor_kind, facts, body_digest, hash)
    SELECT id, length + 1, event_type, instant, instant, 'system', its_facts,
           sha256('salt' || convert_to(digest_of, 'UTF8')), ''
      FROM public.subject WHERE id = whose
    RETURNING * INTO added;
    UPDATE public.event e SET hash = sha256(s.head || public.event_line(e))
      FROM public.subject s WHERE s.id = whose AND e.id = added.id RETURNING e.* INTO added;
    UPDATE public.subject SET length = length + 1, head = added.hash WHERE id = whose;
    IF its_body IS NOT NULL OR digest_of = 'erased' THEN
        INSERT INTO public.event_body
        VALUES (added.id, CASE WHEN its_body IS NOT NULL THEN 'salt'::bytea END, its_body);
    END IF;
    PERFORM set_config('session_replication_role', 'origin', true);
    RETURN added.id;
END $$;
"""
