"""Convert spoken digits, in English and German, homophones included."""

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
# Everyday words that are digits only among other digits.
_DOUBTFUL = frozenset(["oh", "won", "ein", "eine", "to", "too", "for", "fore", "ate"])
_BETWEEN = frozenset(
    ["dash", "minus", "strich", "hyphen", "bindestrich", "und", "and", "then", "dann", "die"]
)
_GERMAN_PAIR = re.compile(rf"^([a-zäöüß]+)und({'|'.join(_TEN_WORDS)})$")
_MANY = 6  # digits from which a run counts even if most of its words are doubtful
_LEAST = 3  # digits in a row from which words are taken for digits


def as_digits(text: str) -> str:
    """Write every run of spoken digits as digits: `Müller null eins vier zwo` becomes `Müller 0142`.

    A run counts when it gives three or more digits and most of its words mean nothing else.
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
    """Count the words from `start` that are spoken digits, and give the digits; 0 if there is no such run."""
    digits, place, end, sure, spoken, doubts = "", start, start, 0, 0, 0
    while place < len(words):
        step, got, is_sure = _one(words, place)
        if not step:
            break
        place += step
        if got:
            digits += got
            end = place
            spoken += 1
            sure += is_sure
            doubts += not is_sure
    is_all = start == 0 and end == len(words)
    is_doubtful = doubts > sure and len(digits) < _MANY and not is_all
    if len(digits) < _LEAST or sure < 2 or is_doubtful or (spoken == 1 and end - start == 1):
        return 0, ""
    return end - start, digits


def _one(words: list[str], place: int) -> tuple[int, str, bool]:
    """Read one spoken group: the number of words it takes, its digits, and whether it is certain."""
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
    """Give the single digit that a word stands for, or an empty string."""
    digit = _WORDS.get(word.lower().strip(",.;:-"), "")
    return digit if len(digit) == 1 else ""
