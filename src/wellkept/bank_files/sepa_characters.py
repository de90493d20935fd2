"""The characters of SEPA: what a file for the bank may hold, and how other characters are written with them.

The EPC's rulebooks allow the Latin letters, digits, the space and `/ - ? : ( ) . , ' +`. Umlauts become two letters.
"""

from __future__ import annotations

import re

from anyascii import anyascii

from wellkept.kernel.characters import clean_line

ALLOWED = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]*", re.ASCII)
_OTHER = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+", re.ASCII)
_GERMAN = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ß": "ss",
        "€": "EUR",
        "&": "+",
        "_": "-",
    }
)


def transliterated(text: str, longest: int) -> str:
    """Write a text with the characters of SEPA, on one line, cut at `longest`."""
    latin = anyascii(clean_line(text).translate(_GERMAN))
    return " ".join(_OTHER.sub(" ", latin).split())[:longest].strip()
