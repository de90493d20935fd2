"""The last line of `make check` counts the tests that this machine cannot run."""

from __future__ import annotations

from collections import Counter

from tools.check import last_line, skipped

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
