"""The database is away, the disk is full, or it took too long: a status, a sentence, one line in the log."""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.test import Client
from tests.cast import Cast

from wellkept.desk import queries
from wellkept.kernel.outage import AWAY, BUSY, FULL, SLOW, outage_of
from wellkept.server import failures
from wellkept.server.failures import OutagesInOneLine


def by_django(cause: Exception) -> OperationalError:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def raising(error: Exception) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


LOST = by_django(psycopg.OperationalError("the connection is lost"))
DISK_FULL = by_django(psycopg.errors.DiskFull("could not extend file"))
HELD = by_django(psycopg.errors.DeadlockDetected("deadlock detected"))
TOO_LONG = by_django(psycopg.errors.QueryCanceled("canceling statement due to statement timeout"))
NO_SPACE = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (LOST, AWAY),
        (by_django(psycopg.errors.AdminShutdown("terminating connection")), AWAY),
        (by_django(psycopg.errors.TooManyConnections("sorry, too many clients")), AWAY),
        (InterfaceError("connection already closed"), AWAY),
        (DISK_FULL, FULL),
        (NO_SPACE, FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), FULL),
        (by_django(psycopg.errors.DeadlockDetected("deadlock detected")), BUSY),
        (by_django(psycopg.errors.LockNotAvailable("lock timeout")), BUSY),
        (by_django(psycopg.errors.IdleInTransactionSessionTimeout("terminating connection")), BUSY),
        (by_django(psycopg.errors.QueryCanceled("statement timeout")), SLOW),
        (by_django(psycopg.errors.TransactionTimeout("transaction timeout")), SLOW),
        (by_django(psycopg.errors.ProgrammingError("syntax error")), None),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (ValueError("something else"), None),
        (None, None),
    ],
)
def test_an_outage_is_told_from_a_fault(error: Exception | None, outage: object) -> None:
    assert outage_of(error) is outage


def test_an_outage_is_found_behind_the_error_that_it_caused() -> None:
    careless, deliberate = ValueError("the report could not be written"), ValueError("another thing")
    careless.__context__ = deliberate.__context__ = NO_SPACE
    deliberate.__suppress_context__ = True  # as `raise … from None` says
    assert outage_of(careless) is FULL
    assert outage_of(deliberate) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (LOST, 503, "Die Datenbank ist gerade nicht erreichbar."),
        (DISK_FULL, 507, "Der Speicherplatz ist voll: Gerade kann nichts mehr gespeichert werden."),
        (HELD, 503, "Jemand anderes ändert gerade dasselbe."),
        (TOO_LONG, 503, "Das hat länger gedauert, als es darf."),
        (by_django(psycopg.errors.ProgrammingError("syntax error")), 500, ""),
    ],
)
def test_a_page_says_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, sentence: str
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.person("ana"))
    monkeypatch.setattr(queries, "of_person", raising(error))
    answer = client.get("/desk", headers={"Accept-Language": "de"})
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert answer.get("Retry-After") == (None if status == 500 else "10")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (LOST, 503, "database_away"),
        (NO_SPACE, 507, "disk_full"),
        (HELD, 503, "busy"),
        (TOO_LONG, 503, "took_too_long"),
    ],
)
def test_the_api_says_it_and_when_to_come_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/api/v1/me")
    assert answer.status_code == 401
    monkeypatch.setattr("wellkept.api.authentication.actor_by_token", raising(error))
    answer = client.get("/api/v1/me", headers={"Authorization": "Bearer something"})
    problem = answer.json()
    assert (answer.status_code, problem["code"], answer["Retry-After"]) == (status, code, "10")
    assert "Idempotency-Key" in problem["instead"]


def record(error: Exception, name: str = "wellkept.tried") -> logging.LogRecord:
    return logging.LogRecord(
        name, logging.ERROR, "", 0, "Letter %s failed", ("7",), (type(error), error, None)
    )


def test_a_hundred_requests_leave_one_line_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(failures.time, "monotonic", lambda: now)
    calm = OutagesInOneLine()
    passed = [entry for entry in (record(LOST) for _ in range(100)) if calm.filter(entry)]
    assert [entry.getMessage() for entry in passed] == [
        "Letter 7 failed [the database is away]: OperationalError: the connection is lost"
    ]
    assert passed[0].exc_info is None
    assert calm.filter(record(DISK_FULL)), "another outage has a line of its own"
    assert calm.filter(record(LOST, "wellkept.other")), "and so has another part of the program"
    now += 60
    later = record(LOST)
    assert calm.filter(later)
    assert "(99 lines like this before it)" in later.getMessage()


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    fault = record(ValueError("ours"))
    assert OutagesInOneLine().filter(fault)
    assert fault.exc_info is not None
    assert fault.getMessage() == "Letter 7 failed"


def test_a_warning_that_only_names_the_error_counts_too() -> None:
    calm = OutagesInOneLine()
    line = logging.LogRecord("pool", logging.WARNING, "", 0, "error connecting: %s", (LOST.__cause__,), None)
    again = logging.LogRecord("pool", logging.WARNING, "", 0, "error connecting: %s", (LOST.__cause__,), None)
    assert calm.filter(line)
    assert line.getMessage() == "error connecting: the connection is lost [the database is away]"
    assert not calm.filter(again)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statements", "outages"),
    [
        (["SET LOCAL statement_timeout = 1", "SELECT pg_sleep(5)"], {SLOW}),
        (["SET LOCAL transaction_timeout = 50", "SELECT pg_sleep(5)"], {SLOW}),
        # The error that the server sent while nobody listened may be lost with the connection.
        (["SET LOCAL idle_in_transaction_session_timeout = 20", "", "SELECT 1"], {BUSY, AWAY}),
    ],
)
def test_each_way_in_which_the_server_ends_a_statement_is_an_outage(
    statements: list[str], outages: set[object]
) -> None:
    """Asked of the server itself: the error that reaches us is not always of the class that its name tells."""

    def ask() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                if statement:
                    cursor.execute(statement)
                else:
                    time.sleep(0.5)

    with pytest.raises(DatabaseError) as met:
        ask()
    connection.close()
    assert outage_of(met.value) in outages
