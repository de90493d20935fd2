"""Spoken digits become written digits."""

from __future__ import annotations

import random

import pytest
from bench.mistakes import spoken
from hypothesis import given
from hypothesis import strategies as st

from wellkept.find.rules import as_digits, parse_question


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("four eight two seven nine one six three", "48279163"),
        ("Four Eight Two Seven, nine one six three", "48279163"),
        ("vier acht zwo sieben neun eins sechs drei", "48279163"),
        ("double seven oh one", "7701"),
        ("triple nine five", "9995"),
        ("doppel sieben null eins", "7701"),
        ("zweimal die sieben null eins", "7701"),
        ("forty-eight twenty seven ninety one sixty three", "48279163"),
        ("achtundvierzig siebenundzwanzig einundneunzig dreiundsechzig", "48279163"),
        ("too ate for one five", "28415"),
        ("one 800 555", "1800555"),
        ("Müller null eins vier zwo", "Müller 0142"),
        ("the number is four eight two seven dash nine one six three", "the number is 48279163"),
    ],
)
def test_spoken_digits_are_written(typed: str, digits: str) -> None:
    assert as_digits(typed) == digits


@pytest.mark.parametrize(
    "typed",
    [
        "Two Oaks",
        "the one for the two of us",
        "Drei Mohren",
        "Hotel Vier Jahreszeiten",
        "Acht & Neun GmbH",
        "one won",
        "to too two",
        "Eins zu eins",
        "",
    ],
)
def test_words_that_only_sound_like_digits_stay(typed: str) -> None:
    assert as_digits(typed) == typed


@given(st.text(alphabet="0123456789", min_size=6, max_size=14), st.sampled_from(["en", "de"]), st.integers())
def test_every_spoken_number_is_understood(digits: str, language: str, seed: int) -> None:
    typed = spoken(digits, random.Random(seed), language)
    heard = as_digits(typed)
    # Only "to" and "for" may mean words; one unambiguous digit word makes it a number.
    assert heard.replace(" ", "") == digits or not heard.replace(" ", "").isdigit()


@given(st.text(max_size=200))
def test_every_text_is_parsed(typed: str) -> None:
    question = parse_question(typed, country="DE")
    assert len(question.terms) <= 8
