"""The journey's number: never twice, never guessable, and forgiving on the telephone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.kernel import number

KEY = bytes(range(32))
THOUSAND = [number.nth(n, KEY) for n in range(1000)]
numbers = st.integers(min_value=0, max_value=8_999_999).map(lambda n: number.nth(n, KEY))


def single_errors(true: str) -> Iterator[str]:
    for place, digit in enumerate(true):
        for wrong in "0123456789":
            if wrong != digit:
                yield true[:place] + wrong + true[place + 1 :]


def swaps(true: str) -> Iterator[str]:
    for place in range(len(true) - 1):
        if true[place] != true[place + 1]:
            yield true[:place] + true[place + 1] + true[place] + true[place + 2 :]


def damm_is_valid(digits: str) -> bool:
    """Damm's check, from the published table."""
    table = (
        "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
        "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
    )  # fmt: skip
    row = 0
    for digit in digits:
        row = int(table[row][int(digit)])
    return row == 0


@given(numbers)
def test_eight_digits_the_last_of_them_damms(true: str) -> None:
    assert len(true) == 8
    assert true[0] != "0"
    assert damm_is_valid(true)


@given(numbers)
def test_every_single_wrong_digit_and_every_swap_of_neighbours_is_found(true: str) -> None:
    for wrong in (*single_errors(true), *swaps(true)):
        assert number.parse(wrong) is None


@given(numbers)
def test_of_a_slip_the_true_number_is_among_the_likely_ones(true: str) -> None:
    for wrong in (*single_errors(true), *swaps(true)):
        likely = number.likely(wrong)
        assert true in likely
        assert all(damm_is_valid(digits) for digits in likely)
        assert len(likely) == len(set(likely))


@given(numbers)
def test_a_swap_is_suggested_before_a_wrong_digit(true: str) -> None:
    for wrong in swaps(true):
        assert number.likely(wrong).index(true) < 7


@given(
    st.sets(st.integers(min_value=0, max_value=8_999_999), max_size=200), st.binary(min_size=16, max_size=32)
)
def test_no_two_journeys_have_the_same_number(places: set[int], key: bytes) -> None:
    assert len({number.nth(n, key) for n in places}) == len(places)


def test_numbers_neither_collide_nor_rise() -> None:
    assert len(set(THOUSAND)) == 1000
    rising = sum(a < b for a, b in itertools.pairwise(THOUSAND))
    assert 400 < rising < 600


def test_another_company_counts_otherwise() -> None:
    assert [number.nth(n, b"x" * 32) for n in range(20)] != THOUSAND[:20]


def test_when_nine_million_are_used_up_they_grow_by_one_digit() -> None:
    longer = {number.nth(n, KEY) for n in range(9_000_000, 9_000_500)}
    assert len(longer) == 500
    assert all(len(digits) == 9 and damm_is_valid(digits) for digits in longer)
    assert len(number.nth(9_000_000 + 90_000_000, KEY)) == 10


@pytest.mark.parametrize("length", [8, 9])
def test_the_permutation_reaches_every_number_of_a_small_range(length: int) -> None:
    size = 9 * 10 ** (length - 6)
    assert {number._permuted(n, size, KEY) for n in range(size)} == set(range(size))


@pytest.mark.parametrize(
    "spelling",
    [
        "{0}",
        "{0}-{1}",
        "{0} {1}",
        " {0}/{1} ".replace("/", "."),
        "No. {0}–{1}",
        "{0}-{1}/Q1",
        "{0}{1}/I12",
        "WK {0}-{1}",
    ],
)
def test_any_spelling_is_understood(spelling: str) -> None:
    true = THOUSAND[7]
    spelled = spelling.format(true[:4], true[4:]) if "{1}" in spelling else spelling.format(true)
    assert number.parse(spelled) == true


@pytest.mark.parametrize("text", ["", "-", "4827", "482791", "no digits", "0", "/Q1", "1" * 40])
def test_other_text_is_no_number(text: str) -> None:
    assert number.parse(text) is None
    assert number.likely(text) == []


@pytest.mark.parametrize("zero", ["٠", "０", "०"])
def test_digits_of_another_keyboard_are_digits(zero: str) -> None:
    true = THOUSAND[7]
    typed = "".join(chr(ord(zero) + int(digit)) for digit in true)
    assert number.parse(typed) == true


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    number.parse(text)
    number.likely(text)


def test_a_number_is_shown_in_two_groups() -> None:
    assert number.show("48279163") == "4827-9163"
    assert number.show("482791634") == "4827-91634"
