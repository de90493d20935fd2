"""The database brought to this version: functions and triggers as code."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.database import as_owner

from wellkept.installation import schema
from wellkept.installation.postgres import APPLICATION

pytestmark = pytest.mark.django_db


def triggers() -> set[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
        )
        return set(cursor.fetchall())


def functions() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, pg_get_functiondef(oid) FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace AND proname <> 'log_clock'"  # the tests' own
            " AND prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c')"
        )
        return dict(cursor.fetchall())


def apply_code() -> bool:
    with as_owner():
        return schema.apply_code(APPLICATION)


def changed(code: schema.Code, old: str, new: str) -> schema.Code:
    files = tuple((path, text.replace(old, new)) for path, text in code.files)
    assert files != code.files
    return schema.Code(files, code.shapes, "another")


def test_a_prepared_database_has_the_code_of_this_version_and_is_left_alone() -> None:
    before = triggers(), functions()
    assert schema.is_current()
    assert not apply_code()
    assert (triggers(), functions()) == before


def test_code_that_changed_is_created_again_and_what_is_gone_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = triggers(), functions()
    real = schema.code()
    other = changed(real, "a_digest_has_its_body", "a_digest_has_a_body")
    monkeypatch.setattr(schema, "code", lambda: other)
    assert not schema.is_current()
    assert apply_code()
    assert "a_digest_has_a_body" in functions()
    assert "a_digest_has_its_body" not in functions()
    assert {name for name, _, _ in triggers()} - {name for name, _, _ in before[0]} == {"a_digest_has_a_body"}
    monkeypatch.undo()
    assert apply_code()
    assert (triggers(), functions()) == before


def test_code_that_fails_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = triggers(), functions()
    broken = changed(
        schema.code(), "AFTER INSERT ON event DEFERRABLE", "AFTER INSERT ON no_such_table DEFERRABLE"
    )
    monkeypatch.setattr(schema, "code", lambda: broken)
    with pytest.raises(Exception, match="no_such_table"):
        apply_code()
    assert (triggers(), functions()) == before


def test_migrations_hold_no_functions_and_no_triggers() -> None:
    source = Path(schema.__file__).parents[1]
    guilty = [
        path.name
        for path in source.glob("*/migrations/*")
        if path.suffix in {".py", ".sql"}
        and any(word in path.read_text() for word in ("FUNCTION", "CREATE TRIGGER", "make_law_table"))
    ]
    assert guilty == []


def test_every_file_of_code_can_be_created_again() -> None:
    """Twice in a row: the second time over what the first left."""
    code = schema.code()
    assert len(code.functions) == len(set(code.functions))
    again = changed(code, "-- ", "--  ")
    assert again.functions == code.functions
