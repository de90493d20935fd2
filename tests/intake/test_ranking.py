"""The journey that an item belongs to, and why: a table of cases that a person would decide at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wellkept.intake.ranking import SIGNS, JourneyState, Sign, alike, firm_of, in_words, rank, telling

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
OPEN, RESTS, ENDED = JourneyState(open=True), JourneyState(open=False), JourneyState(open=False, ended=True)
FRESH, OLD = JourneyState(open=True, last=NOW), JourneyState(open=True, last=NOW - timedelta(days=90))

# What is seen, how the journeys stand, and the order in which they are named.
CASES: dict[str, tuple[list[Sign], dict[int, JourneyState], list[int]]] = {
    "nothing is seen": ([], {}, []),
    "the number beats the sender": (
        [Sign(1, "own"), Sign(1, "sender"), Sign(2, "number")], {1: OPEN, 2: OPEN}, [2, 1],
    ),
    "a slip is less than the number": ([Sign(1, "slip"), Sign(2, "number")], {1: OPEN, 2: OPEN}, [2, 1]),
    "a slip is more than the sender": ([Sign(1, "sender"), Sign(2, "slip")], {1: OPEN, 2: OPEN}, [2, 1]),
    "who speaks on it beats the same customer's other": (
        [Sign(1, "sender"), Sign(2, "sender"), Sign(2, "own")], {1: OPEN, 2: OPEN}, [2, 1],
    ),
    "what is open beats what rests": ([Sign(1, "sender"), Sign(2, "sender")], {1: RESTS, 2: OPEN}, [2, 1]),
    "its own words beat its being open": (
        [Sign(1, "sender"), Sign(1, "words"), Sign(2, "sender")], {1: RESTS, 2: OPEN}, [1, 2],
    ),
    "of two alike the fresh one": ([Sign(1, "own"), Sign(2, "own")], {1: FRESH, 2: OLD}, [1, 2]),
    "of two wholly alike the younger": ([Sign(1, "own"), Sign(2, "own")], {1: OPEN, 2: OPEN}, [2, 1]),
    "what has ended is named by its number only": (
        [Sign(1, "sender"), Sign(1, "words"), Sign(2, "number")], {1: ENDED, 2: ENDED}, [2],
    ),
    "weak signs together do not beat a number": (
        [Sign(1, kind) for kind in ("domain", "name", "words", "signature", "team")] + [Sign(2, "given")],
        {1: OPEN, 2: OPEN},
        [2, 1],
    ),
    "a call that is waited for beats who speaks": (
        [Sign(1, "own"), Sign(2, "phone"), Sign(2, "waits_for_call")], {1: OPEN, 2: OPEN}, [2, 1],
    ),
    "who spoke with them decides between two": (
        [Sign(1, "phone"), Sign(2, "phone"), Sign(2, "spoke")], {1: OPEN, 2: OPEN}, [2, 1],
    ),
    "the team alone says nothing of a stranger's": ([Sign(1, "alone")], {1: OPEN}, []),
    "a journey that is not there is not named": ([Sign(1, "number")], {}, []),
    "a firm is a hint": ([Sign(1, "domain")], {1: OPEN}, [1]),
    "at most six": ([Sign(n, "sender") for n in range(1, 10)], dict.fromkeys(range(1, 10), OPEN), [9, 8, 7, 6, 5, 4]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_likeliest_first(case: str) -> None:
    signs, standing, order = CASES[case]
    assert [candidate.journey for candidate in rank(signs, standing)] == order
    assert [candidate.journey for candidate in rank(list(reversed(signs)), standing)] == order, (
        "in whatever order they are seen"
    )


def test_no_further_signs_lift_a_kind_over_a_surer_one() -> None:
    """A number that was read out comes first, whatever other signs another journey has."""
    others = [Sign(1, kind) for kind in SIGNS if kind not in ("number", "given", "slip")]
    assert rank([*others, Sign(2, "number")], {1: FRESH, 2: ENDED})[0].journey == 2


def test_the_reasons_are_the_two_surest_and_none_twice() -> None:
    (candidate,) = rank(
        [Sign(1, "words"), Sign(1, "domain", "x.example"), Sign(1, "own", "Petra"), Sign(1, "own", "Petra")],
        {1: OPEN},
    )
    assert candidate.why == "Petra speaks on it · It speaks of the same thing"


@pytest.mark.parametrize("kind", SIGNS)
def test_every_sign_has_its_words(kind: str) -> None:
    words = in_words([[kind, "48279163"]])
    assert words
    assert "%(" not in words


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        ("The oven trips the breaker every morning", "Again the breaker: the oven trips it", True),
        ("Der Ofen wirft die Sicherung", "die sicherung fliegt wegen dem ofen", True),
        ("The oven trips the breaker", "The lift is stuck on the third floor", False),
        ("", "The lift is stuck", False),
        ("Hello", "Hello", False),
        ("Invoice 4711 of March", "Invoice 4712 of April", False),
    ],
)
def test_texts_about_the_same_thing_are_alike(text: str, other: str, same: bool) -> None:
    assert alike(telling(text), telling(other)) is same
    assert alike(telling(other), telling(text)) is same


@pytest.mark.parametrize(
    ("email", "firm"),
    [
        ("p@lindner.example", "lindner.example"),
        ("P@Mail.Lindner.Example", "mail.lindner.example"),
        ("p@gmail.com", ""),
        ("p@GMX.de", ""),
        ("p@gmx.net", ""),
        ("p@web.de", ""),
        ("p@yahoo.co.uk", ""),
        ("p@outlook.fr", ""),
        ("p@gmx.lindner.example", "gmx.lindner.example"),
        ("p@outlook-partner.de", "outlook-partner.de"),
        ("p@localhost", ""),
        ("", ""),
        ("no address", ""),
    ],
)
def test_a_firm_writes_from_its_own_domain(email: str, firm: str) -> None:
    assert firm_of(email) == firm
