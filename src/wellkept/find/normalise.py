"""Normalise a search so that two spellings compare equal, and guess the kind of reference. Pure functions."""

from __future__ import annotations

import re

from wellkept.kernel import number
from wellkept.references import rules as references

NEAR = 0.6  # trigram similarity from which two keys count as the same search: `baeckerei lindner`, `baekerei lindner`
LEAST_LETTERS = 6
_PHONE = re.compile(r"^\+?[\d\s()/.\-–]+$")
_MAIL = re.compile(r"^\S+@\S+\.\S+$")
KINDS = (
    "other", "name", "street", "phone", "email",
    "purchase_order", "serial", "tracking", "invoice", "bank", "old_number",
)  # fmt: skip


def search_key(text: str) -> str:
    """Normalise a search: spelling, accents, signs and the order of words do not count."""
    words = references.words(text).split()
    if any(character.isdigit() for character in text) and not any(map(_is_word, words)):
        return "".join(words)  # a number or a code, in whatever groups
    return " ".join(sorted(dict.fromkeys(words)))


def _is_word(text: str) -> bool:
    return len(text) > 3 and text.isalpha()


def tolerates_typos(key: str) -> bool:
    """Whether a typo leaves the key recognisable. Words do; a number with another digit is another number."""
    return len(key) >= LEAST_LETTERS and not any(letter.isdigit() for letter in key)


def guess_kind(typed: str) -> str:
    """Guess the kind of reference from the form of a text; `other` when nothing shows it."""
    text = typed.strip()
    if _MAIL.match(text):
        return "email"
    digits = sum(character.isdigit() for character in text)
    if _PHONE.match(text):
        return "phone" if digits >= 6 and (text.startswith(("+", "0", "(")) or digits > 8) else "old_number"
    words = text.split()
    if digits >= 2 and len(words) <= 2 and not number.parse(text):
        return "street" if words[0].isalpha() and len(words) == 2 and len(words[0]) > 4 else "old_number"
    return "other"
