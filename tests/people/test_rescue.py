"""Commands for the owner of the machine, when no administrator can help: on record, and only for people of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cast import Cast
from tests.people.test_second_factors import add

from wellkept.events.models import Outbox
from wellkept.events.queries import history
from wellkept.people import queries as staff

pytestmark = pytest.mark.django_db(transaction=True)
ANA = "ana@lindenau.example"


def types(url: str, data: Path, *arguments: str) -> tuple[int, str]:
    """Run `wellkept` with these words. Returns the exit code and what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "wellkept", *arguments],
        env=os.environ | {"DATABASE_URL": url, "NO_COLOR": "1", "WELLKEPT_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.only_long
def test_the_only_administrators_second_factors_are_reset_once(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    add(cast.ana, "totp", "recovery_codes")
    code, words = types(database_url, tmp_path, "reset-second-factors", ANA.upper())
    assert (code, staff.second_factors(cast.ana.pk)) == (0, [])
    assert "signs in with the password alone" in words
    event = history(cast.ana.pk)[-1]
    assert (event.type, event.actor_kind) == ("second_factors_reset", "system")
    assert Outbox.objects.filter(event=event.id).exists(), "a worker writes the letter"
    assert types(database_url, tmp_path, "reset-second-factors", ANA) == (
        1,
        "wellkept: Ana Ruiz has no second factor.\n",
    )


def test_a_colleague_becomes_an_administrator_where_the_only_one_has_gone(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    lea = "lea@lindenau.example"
    code, _ = types(database_url, tmp_path, "make-administrator", lea)
    assert (code, [row.name for row in staff.administrators()]) == (0, ["Ana Ruiz", "Lea Koch"])
    event = history(cast.lea.pk)[-1]
    assert (event.type, event.actor_kind) == ("administrator_made", "system")
    assert types(database_url, tmp_path, "make-administrator", lea) == (
        1,
        "wellkept: Lea Koch is an administrator already.\n",
    )
    assert types(database_url, tmp_path, "make-administrator", "nobody@lindenau.example") == (
        1,
        "wellkept: Nobody signs in with nobody@lindenau.example.\n",
    )
