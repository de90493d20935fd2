"""`wellkept find` prints where it stands, with whom, and by what it was found."""

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


def test_each_line_says_where_it_stands_and_by_what_it_was_found(cast: Cast, database_url: str) -> None:
    row = opened(cast)
    found = run(database_url, row.number[:4], row.number[4:])
    assert (found.returncode, found.stderr) == (0, "")
    line = next(one for one in found.stdout.splitlines() if row.number[4:] in one)
    for part in (f"{row.number[:4]}-{row.number[4:]}", row.customer.name, "Sales, waits for us", "number"):
        assert part in line
    place = next(n for n in range(1, 7) if row.number[n] != row.number[n + 1])
    swapped = row.number[:place] + row.number[place + 1] + row.number[place] + row.number[place + 2 :]
    other = run(database_url, swapped)
    assert other.stderr.startswith("One digit is wrong, or two are swapped.")
    missed = run(database_url, "Zanzibar")
    assert (missed.returncode, missed.stdout, missed.stderr) == (1, "", "Nothing found.\n")
