"""Released migrations never change, and new ones are looked at for locks and rewrites."""

from __future__ import annotations

import pytest
from tools import frozen, locks


def test_no_released_migration_has_changed() -> None:
    """Until the first release the frozen point may move: python -m tools.frozen."""
    assert not frozen.is_first_release_out() or frozen.changed() == []
    assert len(frozen.released()) > 20


def test_a_changed_and_a_removed_migration_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    here = frozen.present()
    first, second, *_ = here
    monkeypatch.setattr(frozen, "released", lambda: {**here, first: "another", "gone.0001_initial": "x"})
    assert frozen.changed() == [first, "gone.0001_initial"]
    monkeypatch.setattr(frozen, "released", lambda: {name: here[name] for name in here if name != second})
    assert frozen.new() == [second]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("ALTER TABLE promise ADD COLUMN note text;", 0),
        ("ALTER TABLE promise ALTER COLUMN text SET NOT NULL;", 1),
        ("CREATE INDEX promise_by_text ON promise (text);", 1),
        ("ALTER TABLE promise ADD CONSTRAINT has_text CHECK (text <> '');", 1),
    ],
)
def test_a_migration_that_holds_a_lock_for_long_is_named(statement: str, code: int) -> None:
    assert locks.lint({"promises.0002_made_up": statement}) == code


@pytest.mark.django_db
def test_the_sql_of_a_migration_is_what_django_would_run() -> None:
    text = locks.sql_of("promises.0001_initial")
    assert 'CREATE TABLE "promise"' in text
