"""Any script and spelling as plain Latin letters."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

# Letters as people spell them out when a keyboard, a form or a telephone lacks them.
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe", "þ": "th"}
)
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_INITIALS = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\b)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def words(text: str) -> str:
    """Transliterate to lower-case Latin words without accents and signs: `Müller & Co.` becomes `mueller co`.

    Other scripts are transliterated by anyascii: `Παπαδόπουλος` becomes `papadopoylos`, `Łódź` becomes
    `lodz`.
    """
    return _folded(_together(text).translate(_SPELLED_OUT))


def plain(text: str) -> str:
    """Transliterate like `words`, but umlauts lose their dots without an e: `Müller` becomes `muller`."""
    return _folded(_together(text))


def compact(text: str) -> str:
    """Keep letters and digits only: `PO 2026-118` becomes `po2026118`."""
    return words(text).replace(" ", "")


def _together(text: str) -> str:
    """Lower the case and join `O'Brien` and `G.m.b.H.` into one word each."""
    return _INITIALS.sub(r"\1", _APOSTROPHES.sub("", text.lower()))


def _folded(text: str) -> str:
    """Reduce to ASCII letters and digits with single blanks between words."""
    if not text.isascii():
        letters = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in text)
        text = _APOSTROPHES.sub("", anyascii(letters)).lower()
    return _NOT_WORD.sub(" ", text).strip()
