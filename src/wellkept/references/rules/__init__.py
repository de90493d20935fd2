"""Normal form of a reference by kind, and the traits to search it by. Pure functions."""

from __future__ import annotations

from stdnum import iban

from wellkept.kernel import number
from wellkept.kernel.characters import clean_code
from wellkept.references.rules.digits import grams
from wellkept.references.rules.latin import compact, plain, words
from wellkept.references.rules.phones import national, phone
from wellkept.references.rules.traits import distinctive_words, is_word, traits, whole_name
from wellkept.references.rules.vocabulary import street_stem

__all__ = [
    "CODES",
    "LONGEST",
    "WORDED",
    "compact",
    "distinctive_words",
    "grams",
    "is_word",
    "key",
    "national",
    "phone",
    "plain",
    "street_stem",
    "traits",
    "whole_name",
    "words",
]

LONGEST = 400  # characters that are compared: nobody reads out more, and an index cannot hold more
WORDED = ("name", "street", "other", "need")  # compared word by word
CODES = ("purchase_order", "serial", "tracking", "invoice", "old_number", "bank")  # letters and digits alone


def key(kind: str, text: str, *, country: str) -> str:
    """Normalise `text` for comparison. `country` (ISO 3166) completes phone numbers without a prefix.

    Empty when nothing comparable remains. Idempotent: the key of a key is the key itself.
    """
    text = text[:LONGEST]
    if kind == "phone":
        return phone(text, country=country)
    if kind == "email":
        return _mail(text)
    if kind == "domain":
        return _mail(text).rpartition("@")[2].removeprefix("www.").strip(".")
    if kind == "number":
        return number.digits(text)
    if kind in WORDED:
        return words(text)[:LONGEST].strip()
    if kind == "bank" and iban.is_valid(text):
        return str(iban.compact(text)).lower()
    return compact(text)[:LONGEST]


def _mail(text: str) -> str:
    """Normalise a mail address: no blanks, brackets or `mailto:`, lower case."""
    return "".join(clean_code(text).split()).removeprefix("mailto:").strip("<>,;.").lower()
