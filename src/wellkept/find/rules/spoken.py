"""Digits as they are said on the telephone, in English and German, homophones included."""

from __future__ import annotations

import re

_UNITS = {
    "0": "zero oh nought null",
    "1": "one won eins ein eine",
    "2": "two to too zwei zwo",
    "3": "three drei",
    "4": "four for fore vier fier",
    "5": "five fünf fuenf funf",
    "6": "six sechs",
    "7": "seven sieben",
    "8": "eight ate acht",
    "9": "nine niner neun",
}
_TEENS = {
    "10": "ten zehn", "11": "eleven elf", "12": "twelve zwölf zwoelf", "13": "thirteen dreizehn",
    "14": "fourteen vierzehn", "15": "fifteen fünfzehn fuenfzehn", "16": "sixteen sechzehn",
    "17": "seventeen siebzehn", "18": "eighteen achtzehn", "19": "nineteen neunzehn",
}  # fmt: skip
_TENS = {
    "2": "twenty zwanzig", "3": "thirty dreißig dreissig", "4": "forty fourty vierzig", "5": "fifty fünfzig fuenfzig",
    "6": "sixty sechzig", "7": "seventy siebzig", "8": "eighty achtzig", "9": "ninety neunzig",
}  # fmt: skip
_WORDS = {
    word: digit for table in (_UNITS, _TEENS) for digit, words in table.items() for word in words.split()
}
_TEN_WORDS = {word: digit for digit, words in _TENS.items() for word in words.split()}
_TIMES = {"double": 2, "doppel": 2, "zweimal": 2, "triple": 3, "treble": 3, "dreimal": 3}
# Words of everyday that are digits only among digits.
_DOUBTFUL = frozenset(["oh", "won", "ein", "eine", "to", "too", "for", "fore", "ate"])
_BETWEEN = frozenset(
    ["dash", "minus", "strich", "hyphen", "bindestrich", "und", "and", "then", "dann", "die"]
)
_GERMAN_PAIR = re.compile(rf"^([a-zäöüß]+)und({'|'.join(_TEN_WORDS)})$")
_MANY = 6  # with so many, also where most of the words could be something else
_LEAST = 3  # digits in a row that are said, before the words are taken for digits


def as_digits(text: str) -> str:
    """`text` with every run of spoken digits written as digits: `Müller null eins vier zwo` is `Müller 0142`.

    A run is taken for digits when it gives three or more, and most of its words are nothing else.
    """
    words = text.split()
    written: list[str] = []
    place = 0
    while place < len(words):
        length, digits = _run(words, place)
        written.append(digits if length else words[place])
        place += length or 1
    return " ".join(written) if written != words else text


def _run(words: list[str], start: int) -> tuple[int, str]:
    """How many words from `start` are spoken digits, and what they give; 0 where they are something else."""
    digits, place, end, sure, said, doubts = "", start, start, 0, 0, 0
    while place < len(words):
        step, got, is_sure = _one(words, place)
        if not step:
            break
        place += step
        if got:
            digits += got
            end = place
            said += 1
            sure += is_sure
            doubts += not is_sure
    is_all = start == 0 and end == len(words)
    is_doubtful = doubts > sure and len(digits) < _MANY and not is_all
    if len(digits) < _LEAST or sure < 2 or is_doubtful or (said == 1 and end - start == 1):
        return 0, ""
    return end - start, digits


def _one(words: list[str], place: int) -> tuple[int, str, bool]:
    """How many words are used up at `place`, the digits they give, and whether they can be nothing else."""
    word = words[place].lower().strip(",.;:-")
    if word.isascii() and word.isdigit() and len(word) <= 4:
        return 1, word, True
    if word in _TIMES and place + 1 < len(words):
        behind = 2 if words[place + 1].lower() in ("die", "the") else 1
        if place + behind < len(words) and (digit := _unit(words[place + behind])):
            return 1 + behind, digit * _TIMES[word], True
    for times in ("doppel", "double"):
        if word.startswith(times) and (digit := _unit(word.removeprefix(times))):
            return 1, digit * 2, True
    if pair := _GERMAN_PAIR.match(word):
        unit = _unit(pair[1])
        if unit:
            return 1, _TEN_WORDS[pair[2]] + unit, True
    if word in _TEN_WORDS or word.split("-")[0] in _TEN_WORDS:
        ten, _, unit = word.partition("-")
        if unit:
            digit = _unit(unit)
            return (1, _TEN_WORDS[ten] + digit, True) if digit else (0, "", False)
        following = _unit(words[place + 1]) if place + 1 < len(words) else ""
        if following and following != "0" and words[place + 1].lower() not in _DOUBTFUL:
            return 2, _TEN_WORDS[ten] + following, True
        return 1, _TEN_WORDS[ten] + "0", True
    if word in _WORDS:
        return 1, _WORDS[word], word not in _DOUBTFUL
    if word in _BETWEEN or not word:
        return 1, "", False
    return 0, "", False


def _unit(word: str) -> str:
    digit = _WORDS.get(word.lower().strip(",.;:-"), "")
    return digit if len(digit) == 1 else ""
