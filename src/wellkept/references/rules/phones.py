"""Telephone numbers in any spelling, from any country; what the library rejects is kept by its digits."""

from __future__ import annotations

import re

import phonenumbers

_NOT_DIGIT = re.compile(r"\D")


def phone(said: str, *, country: str) -> str:
    """E.164 without the plus where the library accepts the number, else its digits as said."""
    try:
        parsed = phonenumbers.parse(said, country)
    except phonenumbers.NumberParseException:
        return _digits(said)
    if phonenumbers.is_possible_number(parsed):
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)[1:]
    return _digits(said)


def national(key: str) -> str:
    """The key of a telephone number without its country, or as it is where no country can be told."""
    try:
        return str(phonenumbers.parse(f"+{key}").national_number)
    except phonenumbers.NumberParseException:
        return key.lstrip("0")


def _digits(said: str) -> str:
    """In whatever script they are typed."""
    return "".join(str(int(c)) for c in _NOT_DIGIT.sub("", said))
