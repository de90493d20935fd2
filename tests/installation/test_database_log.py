"""PostgreSQL's own log keeps no words of customers, whatever goes wrong with a statement that holds them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import Connection, errors
from tests.cast import Cast
from tests.database import as_role

from wellkept.installation import doctor, postgres
from wellkept.installation.postgres import OWNER, SUPERUSER, Server

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "Himbeerkuchen"


def _twice(session: Connection[object]) -> None:
    session.execute("CREATE TEMP TABLE noted (said text PRIMARY KEY)")
    session.execute("INSERT INTO noted VALUES (%s)", [WORD])
    session.execute("INSERT INTO noted VALUES (%s)", [WORD])


def _law(session: Connection[object]) -> None:
    session.execute("UPDATE journey SET need = %s", [WORD])
    session.commit()


# Each fails, and holds the word in its text, its values, or the row that it would have made.
FAILING: dict[type[psycopg.Error], list[Callable[[Connection[object]], object]]] = {
    errors.UniqueViolation: [_twice],
    errors.CheckViolation: [
        lambda session: session.execute(
            "INSERT INTO team (id, name, stage, time_zone, members) SELECT min(id), %s, %s, 'UTC', 0 FROM team",
            [WORD, WORD],
        ),
    ],
    errors.InvalidTextRepresentation: [
        lambda session: session.execute("SELECT %s::text::integer", [WORD]),
        lambda session: session.execute(f"SELECT '{WORD}'::integer"),
    ],
    errors.UndefinedColumn: [lambda session: session.execute(f"SELECT {WORD} FROM journey")],
    errors.SyntaxError: [lambda session: session.execute(f"SELECT FROM '{WORD}'")],
    errors.IntegrityConstraintViolation: [
        lambda session: session.execute("UPDATE event_body SET body = %s", [WORD]),
        lambda session: session.execute(
            "SELECT record_events(jsonb_build_array(jsonb_build_object('type', %s::text)), '{}')", [WORD]
        ),
        _law,
    ],
}


@pytest.mark.parametrize(
    ("error", "statement"),
    [(error, statement) for error, statements in FAILING.items() for statement in statements],
)
def test_a_failing_statement_leaves_no_word_in_the_log(
    cast: Cast,
    database_url: str,
    postgres_server: Server,
    error: type[psycopg.Error],
    statement: Callable[[Connection[object]], object],
) -> None:
    from tests import cast as casting

    casting.opened(cast)
    log = Path(postgres_server.home / "log")
    begin = log.stat().st_size
    with psycopg.connect(as_role(database_url, OWNER)) as session, pytest.raises(error):
        statement(session)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres_server.url("no_such_database"))
    with log.open("rb") as file:
        file.seek(begin)
        text = file.read().decode()
    assert "no_such_database" in text  # what concerns the server is logged, and this is its log
    assert WORD not in text


def test_the_doctor_says_when_the_servers_log_is_not_so(database_url: str) -> None:
    with psycopg.connect(as_role(database_url, SUPERUSER)) as session:
        assert doctor.quiet_log(session).state is doctor.State.WELL
        for name, loud in (
            ("log_min_messages", "error"),
            ("log_statement", "all"),
            ("log_error_verbosity", "verbose"),
        ):
            session.execute(f"SET {name} = '{loud}'")
            finding = doctor.quiet_log(session)
            assert (finding.state, name in finding.advice) == (doctor.State.LACKS, True)
            session.execute(f"RESET {name}")


def test_the_guide_names_each_setting() -> None:
    guide = (Path(__file__).parents[2] / "docs/guides/running-it.md").read_text()
    for name, value in postgres.QUIET_LOG.items():
        assert f"{name} = {value}" in guide
