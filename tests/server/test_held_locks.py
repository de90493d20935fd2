"""Locks that somebody holds: nobody waits for ever, and each is told when to come again. Two real sessions overlap."""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from tests.api.programs import Program
from tests.cast import Cast, opened
from tests.laws.conftest import snapshot

from wellkept.idempotency.commands import Answer, once
from wellkept.installation import session_defaults
from wellkept.installation.postgres import OWNER, Server
from wellkept.journeys.models import Journey

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20.0


@contextmanager
def beside(act: Callable[[SimpleNamespace], object]) -> Iterator[SimpleNamespace]:
    """Run the act in a transaction of another session. The block begins when it says `ready`, and ends it."""
    session = SimpleNamespace(ready=threading.Event(), end=threading.Event(), error=None)

    def run() -> None:
        try:
            with transaction.atomic():
                act(session)
        except Exception as error:
            session.error = error
        finally:
            session.ready.set()
            connection.close()

    context = contextvars.copy_context()
    thread = threading.Thread(target=lambda: context.run(run), daemon=True)
    thread.start()
    assert session.ready.wait(PATIENCE)
    try:
        yield session
    finally:
        session.end.set()
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the other session hangs"


def hold(journey: int) -> Callable[[SimpleNamespace], object]:
    """Lock the journey's row, and keep it until the end."""

    def act(session: SimpleNamespace) -> None:
        list(Journey.objects.select_for_update().filter(pk=journey))
        session.ready.set()
        assert session.end.wait(PATIENCE)

    return act


def wants_too(journey: int, program: Program, backend: int, key: str) -> Callable[[SimpleNamespace], object]:
    """Lock the journey's row, wait until that session waits for it, and then want the key that it has claimed."""

    def act(session: SimpleNamespace) -> None:
        list(Journey.objects.select_for_update().filter(pk=journey))
        session.ready.set()
        until = time.monotonic() + PATIENCE
        while not _is_blocked(backend):
            assert time.monotonic() < until, "nobody waits for the journey"
            time.sleep(0.003)
        once(caller=f"token:{program.row.pk}", key=key, asks=[], act=lambda: Answer(201))
        transaction.set_rollback(True)

    return act


def _is_blocked(backend: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [backend])
        return bool(cursor.fetchone()[0])


@pytest.fixture
def impatient() -> Iterator[int]:
    """This session waits a third of a second for a lock; yields its process at the server."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
        cursor.execute("SELECT pg_backend_pid()")
        yield int(cursor.fetchone()[0])
        cursor.execute("RESET lock_timeout")


def test_a_program_that_waits_too_long_for_a_lock_is_told_when_to_come_again(
    cast: Cast, impatient: int
) -> None:
    journey, program = opened(cast), Program(cast)
    path = f"/journeys/{journey.number}/notes"
    assert program.get("/me").status_code == 200
    before = snapshot()
    with beside(hold(journey.pk)):
        answer = program.post(path, {"words": "Mind the dog"}, key="note")
        assert snapshot() == before
    problem = answer.json()
    assert (answer.status_code, problem["code"], answer["Retry-After"]) == (503, "busy", "10")
    assert problem["title"] == "Somebody else is changing the same thing at the moment."
    assert "the same Idempotency-Key" in problem["instead"]
    again = program.post(path, {"words": "Mind the dog"}, key="note")
    assert (again.status_code, again["Idempotency-Replayed"]) == (201, "false")


def test_a_page_says_it_too(cast: Cast, impatient: int) -> None:
    journey = opened(cast)
    tom = Client(raise_request_exception=False)
    tom.force_login(cast.tom)
    with beside(hold(journey.pk)):
        answer = tom.post(f"/journeys/{journey.number}/notes", {"words": "Mind the dog"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Somebody else is changing the same thing at the moment." in answer.content.decode()


def test_a_program_in_a_deadlock_is_told_when_to_come_again(cast: Cast) -> None:
    journey, program = opened(cast), Program(cast)
    path = f"/journeys/{journey.number}/notes"
    assert program.get("/me").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    for number in range(5):  # on a busy machine the server may end the other one
        before, key = snapshot(), f"note-{number}"
        with beside(wants_too(journey.pk, program, backend, key)) as other:
            answer = program.post(path, {"words": "Mind the dog"}, key=key)
        if other.error is None:
            break
    assert other.error is None
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "busy", "10")
    assert snapshot() == before
    assert program.post(path, {"words": "Mind the dog"}, key=key).status_code == 201


def test_whoever_holds_a_lock_and_does_nothing_is_ended(
    cast: Cast, postgres_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database ends every such session, however it was opened: here after a third of a second."""
    name, journey = settings.DATABASES["default"]["NAME"], opened(cast)
    lock = f"SELECT id FROM journey WHERE id = {journey.pk} FOR UPDATE"
    monkeypatch.setattr(
        session_defaults, "OURS", {**session_defaults.OURS, "idle_in_transaction_session_timeout": "300ms"}
    )
    with psycopg.connect(postgres_server.url(name, role=OWNER), autocommit=True) as owner:
        with owner.cursor() as cursor:
            session_defaults.store(cursor, name)
        try:
            with (
                psycopg.connect(postgres_server.url(name)) as first,
                psycopg.connect(postgres_server.url(name)) as second,
            ):
                first.execute(lock)
                assert second.execute(lock).fetchone() == (journey.pk,)
                with pytest.raises(psycopg.Error):
                    first.execute("SELECT 1")
        finally:
            for setting in session_defaults.OURS:
                owner.execute(_reset(name, setting))


def _reset(database: str, setting: str) -> Any:
    return psycopg.sql.SQL("ALTER DATABASE {} RESET {}").format(
        psycopg.sql.Identifier(database), psycopg.sql.Identifier(setting)
    )
