"""How a reference is compared: one normal form by kind, and what of it is looked for word by word. Pure functions."""

from __future__ import annotations

from stdnum import iban

from wellkept.kernel import number
from wellkept.references.rules.digits import grams
from wellkept.references.rules.latin import compact, plain, words
from wellkept.references.rules.phones import national, phone
from wellkept.references.rules.traits import is_word, traits, whole_name, words_of
from wellkept.references.rules.vocabulary import street_stem

__all__ = [
    "CODES",
    "LONGEST",
    "WORDED",
    "compact",
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
    "words_of",
]

LONGEST = 400  # characters that are compared: nobody reads out more, and an index holds no more
WORDED = ("name", "street", "other", "need")  # compared word by word
CODES = ("purchase_order", "serial", "tracking", "invoice", "old_number", "bank")  # letters and digits alone


def key(kind: str, said: str, *, country: str) -> str:
    """The form in which `said` is compared. `country` (ISO 3166) completes phone numbers without a prefix.

    Empty when nothing comparable remains. The key of a key is the key itself.
    """
    said = said[:LONGEST]
    if kind == "phone":
        return phone(said, country=country)
    if kind == "email":
        return _mail(said)
    if kind == "domain":
        return _mail(said).rpartition("@")[2].removeprefix("www.").strip(".")
    if kind == "number":
        return number.digits(said)
    if kind in WORDED:
        return words(said)[:LONGEST].strip()
    if kind == "bank" and iban.is_valid(said):
        return str(iban.compact(said)).lower()
    return compact(said)[:LONGEST]


def _mail(said: str) -> str:
    return "".join(said.replace("\0", "").split()).removeprefix("mailto:").strip("<>,;.").lower()
