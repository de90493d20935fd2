"""The last line of `make check` counts the tests that cannot run here; few that fail are tried a second time."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from tools.check import FEW, IN_THE_SUMMARY, Step, last_line, run, skipped, steps

SUMMARY = """
=========================== short test summary info ============================
SKIPPED [1] tests/survival/test_troubles.py:141: no small disk here: mounting one takes the rights of root
SKIPPED [2] tests/survival/test_troubles.py:199: no libfaketime here (Debian: faketime)
SKIPPED [1] tests/mail/test_corpus.py:20: no libfaketime here (Debian: faketime)
3 passed, 4 skipped in 1.00s
"""
REASONS = Counter(
    {
        "no libfaketime here (Debian: faketime)": 3,
        "no small disk here: mounting one takes the rights of root": 1,
    }
)


def test_skipped_tests_are_counted_by_their_reason() -> None:
    assert skipped(SUMMARY) == REASONS
    assert skipped("3 passed in 1.00s") == Counter()


def test_the_last_line_names_them() -> None:
    assert last_line([], Counter(), 61) == "All green (61 s)"
    assert last_line(["tests"], Counter({"no small disk here": 1}), 5) == (
        "Failed: tests (5 s), 1 tests skipped: 1 × no small disk here"
    )
    assert last_line([], REASONS, 5).startswith("All green (5 s), 4 tests skipped: 3 × no libfaketime here")


SOON_GREEN = """
import pathlib
import pytest

@pytest.mark.parametrize("number", range({count}))
def test_soon_green(number):
    seen = pathlib.Path({place!r}) / str(number)
    before = seen.exists()
    seen.touch()
    assert before or {never}
"""


@pytest.mark.parametrize(
    ("count", "never", "good", "named"),
    [
        (1, "False", True, "GREEN ONLY on the second try: "),
        (1, "seen.unlink()", False, "red also on the second try: "),
        (FEW + 1, "False", False, ""),
    ],
)
def test_few_tests_that_failed_are_tried_once_more_and_named(
    tmp_path: Path, *, count: int, never: str, good: bool, named: str
) -> None:
    (tmp_path / "pytest.ini").write_text(f"[pytest]\ncache_dir = {tmp_path / 'cache'}\n")
    (tmp_path / "test_later.py").write_text(SOON_GREEN.format(count=count, place=str(tmp_path), never=never))
    assert all(IN_THE_SUMMARY in step.command for step in steps() if step.second_try)
    pytest_here = [sys.executable, "-m", "pytest", "-c", str(tmp_path / "pytest.ini"), str(tmp_path)]
    lines: list[str] = []
    step = Step("later", "soon green", [*pytest_here, IN_THE_SUMMARY], closing_line=True, second_try=True)
    outcome, _, closing = run(step, lines.append, Counter())
    assert outcome is good
    assert named in closing
    assert closing.endswith("test_later.py::test_soon_green[0]") is bool(named)
