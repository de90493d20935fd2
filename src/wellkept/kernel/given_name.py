"""Given name: how somebody is called in a sentence, where the whole name would be stiff."""

from __future__ import annotations

import unicodedata

_TITLES = """
    dr prof professor mag ing dipl dipl-ing dipl-kfm dott dra phd med rer nat jur phil habil pd sir dame lady lord rev
"""
_FORMS_OF_ADDRESS = """
    mr mrs ms miss mx madam herr herrn hr frau fr fräulein m mme mlle monsieur madame mademoiselle
    señor señora señorita sr sra srta sig signor signora signorina dhr mevr mw pan pani
"""
_OF_SEVERAL = "familie family eheleute firma fa und and et y & + gmbh ag kg ltd inc"
_SKIPPED = frozenset(f"{_TITLES} {_FORMS_OF_ADDRESS}".split())
_SEVERAL = frozenset(_OF_SEVERAL.split())


def given_name(name: str) -> str:
    """Skip titles and forms of address, and return the first name; in doubt the whole name.

    In doubt: one word is left, it is an initial, the family name stands first, or several people are meant.
    """
    whole = " ".join(name.split())
    words = whole.split(" ")
    plain = [word.casefold().strip(".") for word in words]
    if "," in whole or "/" in whole or any(char.isdigit() for char in whole) or _SEVERAL & set(plain):
        return whole
    rest = [word for word, key in zip(words, plain, strict=True) if key not in _SKIPPED]
    if len(rest) < 2 or _is_no_first_name(rest[0]):
        return whole
    return rest[0]


def _is_no_first_name(word: str) -> bool:
    """Whether the word is an initial, a particle, all capitals, or of a script that puts the family name first."""
    letters = word.replace("-", "").replace("’", "").replace("'", "")
    family_first = any(
        unicodedata.name(char, "").startswith(("CJK", "HANGUL", "HIRAGANA", "KATAKANA")) for char in letters
    )
    return (
        not letters.isalpha() or len(letters) < 2 or letters[0].islower() or letters.isupper() or family_first
    )
