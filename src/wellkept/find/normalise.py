"""When two searches asked for the same, and what kind of reference words may be. Pure functions."""

from __future__ import annotations

import re

from wellkept.kernel import number
from wellkept.references import rules as references

NEAR = 0.6  # trigram likeness from which words are nearly the same: `baeckerei lindner`, `baekerei lindner`
LEAST_LETTERS = 6
_PHONE = re.compile(r"^\+?[\d\s()/.\-–]+$")
_MAIL = re.compile(r"^\S+@\S+\.\S+$")
KINDS = (
    "other", "name", "street", "phone", "email",
    "purchase_order", "serial", "tracking", "invoice", "bank", "old_number",
)  # fmt: skip


def asked_for(said: str) -> str:
    """The form in which two searches are compared: spelling, accents, signs and the order of words do not count."""
    found = references.words(said).split()
    if any(character.isdigit() for character in said) and not any(map(_is_word, found)):
        return "".join(found)  # a number or a code, however it was grouped
    return " ".join(sorted(dict.fromkeys(found)))


def _is_word(text: str) -> bool:
    return len(text) > 3 and text.isalpha()


def is_worded(key: str) -> bool:
    """Whether a slip of the pen leaves it nearly the same: words do, of two numbers each is another."""
    return len(key) >= LEAST_LETTERS and not any(letter.isdigit() for letter in key)


def fitting(said: str) -> str:
    """The kind of reference that these words would be, as far as they show it."""
    text = said.strip()
    if _MAIL.match(text):
        return "email"
    digits = sum(character.isdigit() for character in text)
    if _PHONE.match(text):
        return "phone" if digits >= 6 and (text.startswith(("+", "0", "(")) or digits > 8) else "old_number"
    words = text.split()
    if digits >= 2 and len(words) <= 2 and not number.parse(text):
        return "street" if words[0].isalpha() and len(words) == 2 and len(words[0]) > 4 else "old_number"
    return "other"
