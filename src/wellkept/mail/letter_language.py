"""Guess the language of a letter: by its words, else by what the writer's program says.

Whoever answers by that language must know what happens without one: too few words, or half of them in another
language, show nothing. The same letter always shows the same language.
"""

from __future__ import annotations

import re
from collections.abc import Collection

try:
    import pycld2
except ImportError:  # no wheel of it is built for this machine
    pycld2 = None

from wellkept.mail.values import ParsedMail

READ = 5_000  # characters of the letter that are judged
LEAST_LETTERS = 20  # fewer are a greeting or a name
LONG = 60  # letters from which a language that we do not speak is believed, too
CLEAR = 80  # per cent of the letter that are in its main language
_NO_WORDS = re.compile(r"\S*[@/_\d]\S*")  # addresses, links and numbers


def by_words(mail: ParsedMail, *, spoken: Collection[str]) -> str | None:
    """Return the language if it is one of these, empty if it is clearly another, None if the words do not show it."""
    text = _words(mail.new_text)
    if _letters(text) < LEAST_LETTERS:
        text = _words(f"{mail.subject}\n{mail.new_text}")
    letters = _letters(text)
    if letters < LEAST_LETTERS:
        return None
    language = _main_language(text)
    if language is None or (language not in spoken and letters < LONG):
        return None
    if language not in spoken:
        return ""
    # In a short letter the library counts a German signature and an English question as one language.
    others = sum(
        _letters(line)
        for line in text.split("\n")
        if _letters(line) >= LEAST_LETTERS and (_main_language(line) or language) in {*spoken} - {language}
    )
    return language if others * 100 <= (100 - CLEAR) * letters else None


def by_program(mail: ParsedMail, *, spoken: Collection[str]) -> str:
    """Return the language in which the writer's program checks spelling, if it is one of these. It is often another."""
    language = mail.content_language.partition(",")[0].partition("-")[0].strip().lower()
    return language if language in spoken else ""


def _main_language(text: str) -> str | None:
    """Return the language of nearly all of the text, or None."""
    if pycld2 is None:
        return None
    try:
        is_reliable, _bytes, parts = pycld2.detect(text, isPlainText=True)
    except pycld2.error:  # a character that it cannot read
        return None
    _name, language, per_cent, _score = parts[0]
    return str(language) if is_reliable and per_cent >= CLEAR else None


def _words(text: str) -> str:
    return _NO_WORDS.sub(" ", text[:READ])


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)
