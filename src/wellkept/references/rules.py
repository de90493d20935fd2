"""How a reference is compared: one normal form by kind."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

from wellkept.kernel import number

LONGEST = 400  # characters that are compared: nobody reads out more, and an index holds no more
_NOT_DIGIT = re.compile(r"\D")
_NOT_WORD = re.compile(r"[^\w]+")
_GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae", "đ": "d", "ł": "l"}
)


def key(kind: str, said: str, *, country: str) -> str:
    """The form in which `said` is compared. `country` (ISO 3166) completes phone numbers without a prefix.

    Empty when nothing comparable remains.
    """
    said = said[:LONGEST]
    if kind == "phone":
        return phone(said, country=country)
    if kind == "email":
        return said.strip().lower()
    if kind == "number":
        return number.digits(said)
    if kind in ("name", "street", "other"):
        return words(said)
    return compact(said)


def phone(said: str, *, country: str) -> str:
    """E.164 without the plus where the library accepts the number, else its digits as said."""
    try:
        parsed = phonenumbers.parse(said, country)
    except phonenumbers.NumberParseException:
        return _NOT_DIGIT.sub("", said)
    if phonenumbers.is_possible_number(parsed):
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)[1:]
    return _NOT_DIGIT.sub("", said)


def national(key: str) -> str:
    """The key of a telephone number without its country, or as it is where no country can be told."""
    try:
        return str(phonenumbers.parse(f"+{key}").national_number)
    except phonenumbers.NumberParseException:
        return key.lstrip("0")


def words(said: str) -> str:
    """Lower case, without accents and punctuation, one blank between words: `Müller & Co.` is `mueller co`."""
    plain = unicodedata.normalize("NFKD", said.lower().translate(_GERMAN))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).strip()


def compact(said: str) -> str:
    """Letters and digits only: `PO 2026-118` is `po2026118`."""
    return words(said).replace(" ", "")
