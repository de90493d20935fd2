"""The application's role may do what is on one list, and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege
from tests import database
from tests.cast import Cast, opened
from tests.database import as_owner, as_superuser

from wellkept.installation import backup, doctor, privileges, schema, session_defaults
from wellkept.installation.doctor import State
from wellkept.installation.ownership import change_owner
from wellkept.installation.postgres import APPLICATION, OWNER, SUPERUSER, Server

pytestmark = [pytest.mark.django_db, pytest.mark.law]
GUIDE = database.ROOT / "docs" / "guides" / "running-it.md"

# Functions that run as their owner. The doors into the log are called by the application, and check what they get.
DOORS = {"record_events", "record_batch", "erase_body", "hold_the_log"}
# A trigger writes what the application may not.
TRIGGERS = {"count_members", "hold_the_questions", "questions_that_were_asked_stay"}


def rows(statement: str, *values: object) -> set[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return set(cursor.fetchall())


def on_the_list() -> set[tuple[str, str, str]]:
    """Each table, column and privilege of the list; a whole table has no column."""
    listed = set()
    for table, grants in privileges.TABLES.items():
        for part in re.findall(r"[A-Z]+(?: \([^)]*\))?", grants):
            kind, _, columns = part.partition(" ")
            listed |= {(table, name, kind) for name in columns.strip("()").split(", ")}
    return listed


def test_the_role_holds_what_is_on_the_list_and_nothing_else() -> None:
    """The server's catalogue is asked, for each table and each of its columns."""
    with as_superuser():
        whole = rows(
            "SELECT table_name, '', privilege_type FROM information_schema.table_privileges"
            " WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND grantee IN (%s, 'PUBLIC')",
            APPLICATION,
        )
        columns = rows(
            "SELECT table_name, column_name, privilege_type FROM information_schema.column_privileges"
            " WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND grantee IN (%s, 'PUBLIC')",
            APPLICATION,
        )
    parts = {row for row in columns if (row[0], "", row[2]) not in whole}
    assert whole | parts == (on_the_list() - inserted_without_a_key(by="table")) | inserted_without_a_key(
        by="column"
    )


def inserted_without_a_key(*, by: str) -> set[tuple[str, str, str]]:
    """INSERT on the tables whose key the database gives: as the list has it, or each column but the key."""
    columns = rows(
        "SELECT table_name, column_name FROM information_schema.columns c WHERE table_schema = 'public'"
        " AND is_identity = 'NO' AND is_generated = 'NEVER' AND EXISTS (SELECT FROM information_schema.columns k"
        " WHERE k.table_schema = 'public' AND k.table_name = c.table_name AND k.is_identity = 'YES')"
    )
    listed = {(table, column) for table, column in columns if (table, "", "INSERT") in on_the_list()}
    assert ("message_in", "raw") in listed
    return {(table, column if by == "column" else "", "INSERT") for table, column in listed}


def test_nobody_takes_a_key_that_the_database_will_give() -> None:
    """Else the next mail, step or letter would find its key taken, and be refused."""
    keys = rows(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_identity = 'YES'"
    )
    assert ("message_in", "id") in keys
    for table, key in sorted(keys):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows(f'INSERT INTO "{table}" ("{key}") OVERRIDING SYSTEM VALUE VALUES (7) RETURNING 1')


def test_no_reset_link_goes_to_an_address_that_is_not_the_persons_own() -> None:
    """The library that signs people in also writes to each address of its own table: nobody adds one there."""
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows(
            'INSERT INTO account_emailaddress (email, verified, "primary", user_id)'
            " VALUES ('mallory@example.com', true, true, 1) RETURNING 1"
        )


def test_every_table_is_on_the_list() -> None:
    tables = {name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert tables == set(privileges.TABLES)


def test_the_role_owns_nothing_and_has_no_powers() -> None:
    assert rows("SELECT session_user <> current_user, current_user") == {(True, APPLICATION)}
    with connection.cursor() as cursor:
        assert privileges.powers(cursor, APPLICATION) == []
        assert privileges.powers(cursor, SUPERUSER)[0] == "is a superuser"
    owned = """
        SELECT oid FROM pg_class WHERE relowner = %(role)s::regrole
        UNION ALL SELECT oid FROM pg_proc WHERE proowner = %(role)s::regrole
        UNION ALL SELECT oid FROM pg_type WHERE typowner = %(role)s::regrole
        UNION ALL SELECT oid FROM pg_namespace WHERE nspowner = %(role)s::regrole
        UNION ALL SELECT oid FROM pg_database WHERE datdba = %(role)s::regrole
    """
    with connection.cursor() as cursor:
        cursor.execute(owned, {"role": APPLICATION})
        assert cursor.fetchall() == []
        cursor.execute("SELECT has_database_privilege(current_database(), 'TEMP, CREATE')")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT nspname FROM pg_namespace WHERE has_schema_privilege(oid, 'CREATE')")
        assert cursor.fetchall() == []


def test_sequences_are_read_and_only_those_on_the_list_are_drawn_from() -> None:
    drawn = rows(
        "SELECT sequencename FROM pg_sequences WHERE has_sequence_privilege(sequencename, 'USAGE, UPDATE')"
    )
    assert {name for (name,) in drawn} == set(privileges.SEQUENCES)


def test_no_other_function_runs_as_its_owner() -> None:
    definers = rows(
        "SELECT n.nspname, proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace"
        " WHERE prosecdef AND nspname NOT IN ('seed', 'kept', 'pg_catalog')"  # two schemas that only tests have
    )
    assert definers == {("public", name) for name in DOORS | TRIGGERS}
    assert set(privileges.FUNCTIONS) >= DOORS
    assert not set(privileges.FUNCTIONS) & TRIGGERS


def test_every_function_of_ours_has_a_fixed_search_path_and_is_closed_to_everybody_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, l.lanname, coalesce(p.proconfig, '{}'), prosecdef,"
            " EXISTS (SELECT FROM aclexplode(p.proacl) WHERE grantee = 0),"
            " has_function_privilege(p.oid, 'EXECUTE')"
            " FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE p.proname = ANY (%s)",
            [schema.code().functions],
        )
        functions = cursor.fetchall()
    assert {name for name, *_ in functions} == set(schema.code().functions)
    assert [name for name, _, _, _, everybody, _ in functions if everybody] == []
    assert {name for name, *_, ours in functions if ours} == set(privileges.FUNCTIONS)
    for name, language, configured, definer, *_ in functions:
        if language != "sql" or definer:
            assert any(part.startswith("search_path=pg_catalog, public, pg_temp") for part in configured), (
                name
            )


def law_tables() -> list[tuple[str, set[str], set[str]]]:
    """Each law table, the operations that need an event, and the columns that may change without one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgtype, tgargs,"
            "  (SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = tgrelid AND attgenerated <> '')"
            " FROM pg_trigger WHERE tgname = 'every_change_has_its_event'"
        )
        triggers = cursor.fetchall()
    bits = {"INSERT": 4, "DELETE": 8, "UPDATE": 16}
    return [
        (
            table.strip('"'),
            {operation for operation, bit in bits.items() if kind & bit},
            {name.decode() for name in bytes(arguments).split(b"\0")[1:-1]} - {*(generated or [])},
        )
        for table, kind, arguments, generated in triggers
    ]


def test_law_tables_give_what_some_event_allows_and_nothing_else() -> None:
    """A privilege that no event makes use of is one too many; without one that an event needs, its command fails."""
    allowed = rows(
        "SELECT law_table, upper(operation), unnest(array_prepend('', columns)) FROM allowed_change"
    )
    listed = on_the_list()
    for table, guarded, free in law_tables():
        for operation in guarded:
            columns = {name for law_table, kind, name in allowed if (law_table, kind) == (table, operation)}
            held = {name for listed_table, name, kind in listed if (listed_table, kind) == (table, operation)}
            may_change = columns or (operation == "UPDATE" and free)
            assert bool(held) == bool(may_change), f"{operation} on {table}"
            if held and held != {""}:
                assert columns - {""} <= held <= columns | free, f"{operation} on {table}"


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE wellkept_owner",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION wellkept_owner",
        "SET session_replication_role = replica",
        "SELECT set_config('session_replication_role', 'replica', false)",
        "ALTER ROLE wellkept_app SET session_replication_role = replica",
        "ALTER ROLE wellkept_app IN DATABASE {database} SET session_replication_role = replica",
        "ALTER ROLE ALL SET search_path = mine",
        "ALTER ROLE wellkept_app CREATEROLE",
        "ALTER ROLE wellkept_app BYPASSRLS",
        "ALTER ROLE wellkept_owner PASSWORD 'mine'",
        "ALTER DATABASE {database} SET session_replication_role = replica",
        "ALTER DATABASE {database} OWNER TO wellkept_app",
        "ALTER SYSTEM SET fsync = off",
        "ALTER DEFAULT PRIVILEGES FOR ROLE wellkept_owner GRANT ALL ON TABLES TO wellkept_app",
        "CREATE ROLE mine SUPERUSER",
        "GRANT wellkept_owner TO wellkept_app",
        "GRANT pg_read_server_files TO wellkept_app",
        "GRANT SET ON PARAMETER session_replication_role TO wellkept_app",
        "CREATE DATABASE mine",
        "CREATE SCHEMA mine",
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMPORARY TABLE journey (id int)",
        "CREATE EXTENSION btree_gist",
        "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION refuse_to_rewrite()",
        "CREATE PUBLICATION mine",
        "SELECT pg_create_physical_replication_slot('mine')",
        "LOAD 'auto_explain'",
        "COPY journey TO '/tmp/mine'",
        "COPY journey FROM '/etc/passwd'",
        "COPY journey TO PROGRAM 'true'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT pg_read_binary_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "SELECT pg_stat_file('PG_VERSION')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT lo_export(1, '/tmp/mine')",
        "SELECT rolpassword FROM pg_authid",
        "SELECT FROM pg_largeobject",
        "SELECT pg_reload_conf()",
        "SELECT pg_switch_wal()",
        "UPDATE pg_proc SET prosecdef = true",
        "UPDATE pg_trigger SET tgenabled = 'D'",
        "DELETE FROM pg_constraint",
    ],
)
def test_the_doors_of_the_server_are_closed(postgres_server: Server, statement: str) -> None:
    """Tried by a session that signed in as the application's role, as an installation has it."""
    name = settings.DATABASES["default"]["NAME"]
    url = postgres_server.url(name)
    with psycopg.connect(url, autocommit=True) as session, pytest.raises(InsufficientPrivilege):
        session.execute(statement.format(database=name))


def test_the_role_is_no_member_of_another(postgres_server: Server) -> None:
    with psycopg.connect(postgres_server.url(settings.DATABASES["default"]["NAME"])) as session:
        others = session.execute(
            "SELECT rolname FROM pg_roles WHERE rolname <> current_user AND pg_has_role(oid, 'MEMBER')"
        ).fetchall()
    assert others == []


@pytest.mark.parametrize(
    ("change", "power"),
    [
        ("GRANT pg_read_server_files TO wellkept_app", "is a member of pg_read_server_files"),
        ("GRANT wellkept_owner TO wellkept_app", "is a member of wellkept_owner"),
        ("GRANT SET ON PARAMETER session_replication_role TO wellkept_app", "may switch triggers off"),
        ("ALTER ROLE wellkept_app CREATEROLE", "may create roles"),
    ],
)
def test_a_power_is_named(change: str, power: str) -> None:
    with as_superuser(), connection.cursor() as cursor:
        cursor.execute(change)
        assert privileges.powers(cursor, APPLICATION) == [power]


def test_a_new_table_gives_the_application_nothing() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE fresh (id int)")
    with pytest.raises(ProgrammingError) as denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM fresh")
    assert isinstance(denied.value.__cause__, InsufficientPrivilege)


def test_privileges_that_are_not_on_the_list_are_taken_back() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"GRANT TRUNCATE, TRIGGER ON journey TO {APPLICATION}")
        cursor.execute("GRANT UPDATE ON event TO PUBLIC")
        cursor.execute(f"GRANT UPDATE (head) ON subject TO {APPLICATION}")
        cursor.execute(f"REVOKE SELECT ON person FROM {APPLICATION}")
        assert not privileges.are_granted(cursor, APPLICATION)
    with as_owner(), connection.cursor() as cursor:
        assert schema.apply_code(APPLICATION)
        assert privileges.are_granted(cursor, APPLICATION)
    test_the_role_holds_what_is_on_the_list_and_nothing_else()


def test_no_search_path_puts_another_table_in_the_place_of_ours(cast: Cast) -> None:
    """Even in a database where somebody gave the application a schema to write in."""
    journey = opened(cast)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    with pytest.raises(IntegrityError, match="needs an event"), transaction.atomic():
        attack(journey.pk)


def attack(journey: int) -> None:
    give_a_schema()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = theirs, public")
        cursor.execute("UPDATE subject SET written_in = pg_current_xact_id()")
        cursor.execute("UPDATE journey SET need = 'less' WHERE id = %s", [journey])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def give_a_schema() -> None:
    with as_superuser(), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA theirs")
        cursor.execute("CREATE TABLE theirs.subject AS SELECT * FROM public.subject")
        cursor.execute(
            f"GRANT ALL ON SCHEMA theirs TO {APPLICATION}; GRANT ALL ON theirs.subject TO {APPLICATION}"
        )
        # As if committed before: nothing of the journey was written in this transaction.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE public.subject SET written_in = NULL")
        cursor.execute("SET LOCAL session_replication_role = origin")


def examined(url: str) -> tuple[State, str]:
    with psycopg.connect(url) as session:
        finding = doctor.role(session)
    assert bool(finding.advice) == (finding.state is not State.WELL)
    return finding.state, finding.sentence


def test_the_doctor_says_when_the_role_may_do_more(postgres_server: Server) -> None:
    name = settings.DATABASES["default"]["NAME"]
    assert examined(postgres_server.url(name)) == (
        State.WELL,
        "wellkept_app owns nothing, and may do what the application needs.",
    )
    assert examined(postgres_server.url(name, role=SUPERUSER))[1].startswith(
        "The application connects as postgres, which is a superuser and"
    )
    assert examined(postgres_server.url(name, role=OWNER)) == (
        State.LACKS,
        "The application connects as wellkept_owner, which owns the tables: the laws do not bind it.",
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("change", "undo", "expected"),
    [
        (
            "GRANT TRUNCATE ON journey TO wellkept_app",
            "REVOKE TRUNCATE ON journey FROM wellkept_app",
            (
                State.LACKS,
                "The application's role wellkept_app may do more than it needs: TRUNCATE on journey.",
            ),
        ),
        (
            "GRANT TEMPORARY ON DATABASE {} TO PUBLIC",
            "REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC",
            (
                State.LACKS,
                "The application's role wellkept_app may do more than it needs: TEMPORARY on database.",
            ),
        ),
        (
            "GRANT CREATE ON SCHEMA public TO wellkept_app",
            "REVOKE CREATE ON SCHEMA public FROM wellkept_app",
            (
                State.LACKS,
                "The application's role wellkept_app may do more than it needs: CREATE on schema public.",
            ),
        ),
        (
            "REVOKE SELECT ON journey FROM wellkept_app",
            "GRANT SELECT ON journey TO wellkept_app",
            (State.ILL, "The application's role wellkept_app lacks SELECT on journey."),
        ),
    ],
)
def test_the_doctor_compares_the_role_with_the_list(
    postgres_server: Server, change: str, undo: str, expected: tuple[State, str]
) -> None:
    name = settings.DATABASES["default"]["NAME"]
    with postgres_server.connect(name) as superuser:
        superuser.execute(change.format(name))
        try:
            assert examined(postgres_server.url(name)) == expected
        finally:
            superuser.execute(undo.format(name))


def test_the_doctor_says_when_sessions_start_without_triggers(postgres_server: Server, copied: str) -> None:
    with postgres_server.connect(copied) as superuser:
        superuser.execute(f"ALTER DATABASE {copied} SET session_replication_role = replica")
    assert examined(postgres_server.url(copied)) == (
        State.ILL,
        "Each session of wellkept_app starts with the triggers off: no law holds.",
    )


@pytest.fixture
def copied(postgres_server: Server, worker_name: str, django_db_setup: None) -> Iterator[str]:
    """The name of a database as an installation has it, without the schemas that only tests have."""
    template = f"template_{database.migrations_digest()}"
    name = database.copy_of(postgres_server, template, f"privileges_{worker_name}")
    with postgres_server.connect(name) as superuser:
        superuser.execute("DROP SCHEMA seed CASCADE")
    yield name
    with postgres_server.connect() as superuser:
        superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_application_can_take_a_backup(postgres_server: Server, copied: str, tmp_path: Path) -> None:
    """So that a worker needs no other address than that of the application."""
    backup.dump(postgres_server.url(copied), to=tmp_path / "dump")
    assert (tmp_path / "dump").stat().st_size > 100_000


def test_a_large_object_stops_no_backup(postgres_server: Server, copied: str, tmp_path: Path) -> None:
    """pg_dump would stop at the first large object that the application may not read."""
    with psycopg.connect(postgres_server.url(copied, role=OWNER)) as owner:
        owner.execute("SELECT lo_from_bytea(0, 'mine')")
    backup.dump(postgres_server.url(copied), to=tmp_path / "dump")
    assert (tmp_path / "dump").stat().st_size > 100_000


def test_the_doctor_names_settings_of_the_role(postgres_server: Server, copied: str) -> None:
    url = postgres_server.url(copied)
    with postgres_server.connect(copied) as superuser:
        with superuser.cursor() as cursor:
            session_defaults.store(cursor, copied)
        with psycopg.connect(url) as session:
            finding = doctor.settings_of_role(session)
        assert (finding.state, finding.sentence, finding.advice) == (
            State.WELL,
            "Its sessions start with no settings but ours.",
            "",
        )
        with psycopg.connect(url) as session:
            session.execute(f"ALTER ROLE wellkept_app IN DATABASE {copied} SET search_path = mine")
            session.execute(f"ALTER ROLE wellkept_app IN DATABASE {copied} SET join_collapse_limit = 2")
        superuser.execute(f"ALTER DATABASE {copied} SET work_mem = '64kB'")
        with psycopg.connect(url) as session:
            finding = doctor.settings_of_role(session)
    assert (finding.state, str(finding.sentence)) == (
        State.LACKS,
        "Each session of wellkept_app starts with settings that are not ours: join_collapse_limit, search_path,"
        " work_mem.",
    )
    assert "ALTER ROLE wellkept_app RESET ALL" in str(finding.advice)


def test_a_database_of_before_the_roles_goes_to_its_owner(postgres_server: Server, copied: str) -> None:
    """So a folder of an earlier version starts as ever: everything in it belonged to the superuser."""
    everything = """
        SELECT relname, relowner::regrole::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION SELECT proname, proowner::regrole::text FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
           AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
        UNION SELECT typname, typowner::regrole::text FROM pg_type t WHERE typnamespace = 'public'::regnamespace
           AND typcategory <> 'A'  -- an array goes with its element
           AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = t.oid AND deptype = 'e')
        UNION SELECT datname, datdba::regrole::text FROM pg_database WHERE datname = current_database()
    """
    with postgres_server.connect(copied) as superuser:
        change_owner(superuser, SUPERUSER)
        assert {owner for _, owner in superuser.execute(everything).fetchall()} == {SUPERUSER}
        assert postgres_server.create_database(copied) is False
        assert {owner for _, owner in superuser.execute(everything).fetchall()} == {OWNER}
    assert examined(postgres_server.url(copied))[0] is State.WELL


@pytest.mark.only_long
def test_the_guide_makes_two_roles_that_do(postgres_server: Server, worker_name: str, tmp_path: Path) -> None:
    """Word for word, but for the names."""
    name = f"guide_{worker_name}"
    (block,) = re.findall(r"```sql\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    for old, new in (
        ("wellkept_owner", f"{name}_owner"),
        ("wellkept_app", f"{name}_app"),
        ("DATABASE wellkept", f"DATABASE {name}"),
    ):
        assert old in block
        block = block.replace(old, new)
    drop = [
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"DROP ROLE IF EXISTS {name}_owner",
        f"DROP ROLE IF EXISTS {name}_app",
    ]
    with postgres_server.connect() as superuser:
        for statement in (*drop, *filter(str.strip, block.split(";\n"))):
            superuser.execute(statement)
        try:
            both = {
                "DATABASE_URL": postgres_server.url(name, role=f"{name}_app"),
                "WELLKEPT_OWNER_URL": postgres_server.url(name, role=f"{name}_owner"),
            }
            alone = program("migrate", place=tmp_path, DATABASE_URL=both["DATABASE_URL"])
            assert alone.returncode == 78
            assert "does not own it" in alone.stderr
            assert "Set WELLKEPT_OWNER_URL" in alone.stderr
            done = program("migrate", place=tmp_path, **both)
            assert (done.returncode, done.stdout) == (0, "The database is ready.\n"), done.stderr
            verified = program("verify", place=tmp_path, DATABASE_URL=both["DATABASE_URL"])
            assert verified.returncode == 0, verified.stderr
            assert examined(both["DATABASE_URL"])[0] is State.WELL
            assert examined(both["WELLKEPT_OWNER_URL"])[0] is State.LACKS
            assert settings_of(both["DATABASE_URL"]) == dict(session_defaults.OURS)
        finally:
            for statement in drop:
                superuser.execute(statement)


def settings_of(url: str) -> dict[str, str]:
    """Our settings, as a session of this role has them at its start."""
    with psycopg.connect(url) as session:
        shown = {name: session.execute(f"SHOW {name}").fetchone() for name in session_defaults.OURS}
    return {name: str(row[0]) for name, row in shown.items() if row}


@pytest.mark.only_long
@pytest.mark.one_version
def test_one_role_does_both_and_can_be_made_two(
    postgres_server: Server, worker_name: str, tmp_path: Path
) -> None:
    """Everything works with one address, and the doctor says that no law binds it. The guide says how to go on."""
    name = f"single_{worker_name}"
    single, two = postgres_server.url(name, role=name), f"{name}_app"
    (line,) = re.findall(r"REASSIGN OWNED BY .*;", GUIDE.read_text())
    reassign = line.replace("the_role_until_now", name).replace("wellkept_owner", f"{name}_owner")
    roles = (name, f"{name}_owner", two)
    drop = [
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        *(f"DROP ROLE IF EXISTS {role}" for role in roles),
    ]
    create = [*(f"CREATE ROLE {role} LOGIN" for role in roles), f"CREATE DATABASE {name} OWNER {name}"]
    with postgres_server.connect() as superuser:
        for statement in (*drop, *create):
            superuser.execute(statement)
        try:
            done = program("migrate", place=tmp_path, DATABASE_URL=single)
            assert (done.returncode, done.stdout) == (0, "The database is ready.\n"), done.stderr
            assert program("verify", place=tmp_path, DATABASE_URL=single).returncode == 0
            sentence = f"The application connects as {name}, which owns the tables: the laws do not bind it."
            assert examined(single) == (State.LACKS, sentence)
            with postgres_server.connect(name) as inside:
                inside.execute(reassign)
            both = {
                "DATABASE_URL": postgres_server.url(name, role=two),
                "WELLKEPT_OWNER_URL": postgres_server.url(name, role=f"{name}_owner"),
            }
            done = program("migrate", place=tmp_path, **both)
            assert (done.returncode, done.stdout) == (0, "The database is ready.\n"), done.stderr
            assert program("verify", place=tmp_path, DATABASE_URL=both["DATABASE_URL"]).returncode == 0
            assert examined(both["DATABASE_URL"])[0] is State.WELL
        finally:
            for statement in drop:
                superuser.execute(statement)


def program(*arguments: str, place: Path, **addresses: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("WELLKEPT_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "wellkept", *arguments],
        env={**clean, **addresses, "WELLKEPT_DATA": str(place)},
        capture_output=True,
        text=True,
        check=False,
    )
