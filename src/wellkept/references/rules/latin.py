"""Any script and spelling as plain Latin letters."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

# As the letters are spelled out where they are missing: on a keyboard, on a form, by a caller.
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe", "þ": "th"}
)
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_INITIALS = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\b)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def words(said: str) -> str:
    """Lower case Latin letters without accents and signs, one blank between words: `Müller & Co.` is `mueller co`.

    Other scripts are transliterated (anyascii): `Παπαδόπουλος` is `papadopoylos`, `Łódź` is `lodz`.
    """
    return _folded(_together(said).translate(_SPELLED_OUT))


def plain(said: str) -> str:
    """The same, umlauts without their e, as a hurried typist leaves them: `Müller` is `muller`."""
    return _folded(_together(said))


def compact(said: str) -> str:
    """Letters and digits only: `PO 2026-118` is `po2026118`."""
    return words(said).replace(" ", "")


def _together(said: str) -> str:
    """Lower case; `O'Brien` and `G.m.b.H.` are one word each."""
    return _INITIALS.sub(r"\1", _APOSTROPHES.sub("", said.lower()))


def _folded(text: str) -> str:
    if not text.isascii():
        letters = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in text)
        text = _APOSTROPHES.sub("", anyascii(letters)).lower()
    return _NOT_WORD.sub(" ", text).strip()
