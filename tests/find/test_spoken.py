"""Digits as people say them."""

from __future__ import annotations

import random

import pytest
from bench.mistakes import spoken
from hypothesis import given
from hypothesis import strategies as st

from wellkept.find.rules import as_digits, read


@pytest.mark.parametrize(
    ("said", "digits"),
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
def test_spoken_digits_are_written(said: str, digits: str) -> None:
    assert as_digits(said) == digits


@pytest.mark.parametrize(
    "said",
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
def test_what_only_sounds_like_digits_is_left(said: str) -> None:
    assert as_digits(said) == said


@given(st.text(alphabet="0123456789", min_size=6, max_size=14), st.sampled_from(["en", "de"]), st.integers())
def test_whatever_number_is_said_is_heard(digits: str, language: str, seed: int) -> None:
    said = spoken(digits, random.Random(seed), language)
    heard = as_digits(said)
    # Who says only "to" and "for" may mean words; every word that is nothing else makes it a number.
    assert heard.replace(" ", "") == digits or not heard.replace(" ", "").isdigit()


@given(st.text(max_size=200))
def test_whatever_is_asked_is_read(said: str) -> None:
    question = read(said, country="DE")
    assert len(question.asked) <= 8
