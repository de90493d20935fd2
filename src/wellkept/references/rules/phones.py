"""Telephone numbers in any spelling, from any country. A number that the library rejects is kept by its
digits.
"""

from __future__ import annotations

import re

import phonenumbers

_NOT_DIGIT = re.compile(r"\D")


def phone(text: str, *, country: str) -> str:
    """Normalise to E.164 without the plus, or to the bare digits if the library rejects the number."""
    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return _digits(text)
    if phonenumbers.is_possible_number(parsed):
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)[1:]
    return _digits(text)


def national(key: str) -> str:
    """Drop the country code from a telephone key; without a known country, only leading zeros."""
    try:
        return str(phonenumbers.parse(f"+{key}").national_number)
    except phonenumbers.NumberParseException:
        return key.lstrip("0")


def _digits(text: str) -> str:
    """Keep the digits, of any script, as ASCII."""
    return "".join(str(int(c)) for c in _NOT_DIGIT.sub("", text))
