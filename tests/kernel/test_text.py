"""Sentences that hold somebody's words end once."""

from __future__ import annotations

import pytest

from wellkept.kernel.text import fill, fill_now


@pytest.mark.parametrize(
    ("sentence", "words", "result"),
    [
        (
            "To do: %(what)s. Finish it first.",
            "The boiler drips.",
            "To do: The boiler drips. Finish it first.",
        ),
        ("To do: %(what)s.", "The boiler drips", "To do: The boiler drips."),
        ("To do: %(what)s.", "It drips…", "To do: It drips…"),
        ("To do: %(what)s.", "Does it drip?", "To do: Does it drip?"),
        ("%(what)s, tomorrow", "The boiler drips.", "The boiler drips, tomorrow"),
        ("%(what)s, tomorrow", "And so on...", "And so on..., tomorrow"),
        ("“%(what)s” is on record.", "It drips.", "“It drips.” is on record."),
    ],
)
def test_a_full_stop_of_theirs_is_not_doubled(sentence: str, words: str, result: str) -> None:
    assert str(fill(sentence, what=words)) == result
    assert fill_now(sentence, {"what": words}) == result
