"""`wellkept find` prints the state of each journey, its people, and the reference that matched."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.cast import Cast, opened

pytestmark = pytest.mark.django_db(transaction=True)


def run(url: str, *asked: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wellkept", "find", *asked],
        env=os.environ | {"DATABASE_URL": url, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_each_line_shows_the_state_and_the_matching_reference(cast: Cast, database_url: str) -> None:
    row = opened(cast)
    result = run(database_url, row.number[:4], row.number[4:])
    assert (result.returncode, result.stderr) == (0, "")
    row_line = next(line for line in result.stdout.splitlines() if row.number[4:] in line)
    for part in (f"{row.number[:4]}-{row.number[4:]}", row.customer.name, "Sales, waits for us", "number"):
        assert part in row_line
    place = next(n for n in range(1, 7) if row.number[n] != row.number[n + 1])
    swapped = row.number[:place] + row.number[place + 1] + row.number[place] + row.number[place + 2 :]
    other = run(database_url, swapped)
    assert other.stderr.startswith("One digit is wrong, or two are swapped.")
    missed = run(database_url, "Zanzibar")
    assert (missed.returncode, missed.stdout, missed.stderr) == (1, "", "Nothing found.\n")
