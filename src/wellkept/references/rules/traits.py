"""What of a reference is looked for piece by piece: the traits by which a half remembered customer is known."""

from __future__ import annotations

import re

from wellkept.references.rules import vocabulary
from wellkept.references.rules.digits import grams
from wellkept.references.rules.latin import plain, words

MOST = 40  # of one reference: a need may be a long letter
SHORTEST_WORD, LONGEST_WORD = 2, 40
_HOUSE = re.compile(r"^(\d+)[a-z]$")
_RUN = re.compile(r"\d+")
_PIECE = re.compile(r"[a-z0-9]+")


def traits(kind: str, said: str, key: str) -> set[str]:
    """Words, whole names (`=mueller`), and four digits in a row (`#0142`), by which this reference is found."""
    if kind == "name":
        found = _spellings(said, key)
        stems = {stem for word in found if (stem := vocabulary.street_stem(word))}
        whole = {f"={one}" for one in (whole_name(said), _unbroken(key)) if one}
        return (found - vocabulary.LEGAL_FORMS or found) | stems | whole
    if kind == "street":
        found = _telling(_spellings(said, key))
        stems = {stem for word in found if (stem := vocabulary.street_stem(word))}
        return found | stems | {house[1] for word in found if (house := _HOUSE.match(word))}
    if kind in ("other", "need"):
        return set(sorted(_telling(_spellings(said, key)), key=lambda word: (-len(word), word))[:MOST])
    if kind in ("email", "domain"):
        name, _, domain = key.rpartition("@")
        pieces = [*_PIECE.findall(name), *_PIECE.findall(domain)[:-1]]
        return {piece for piece in pieces if len(piece) > 1}
    if kind in ("phone", "number"):
        return set(grams(key))
    runs = "".join(_RUN.findall(key))
    return {key, *(word for word in words(said).split() if len(word) > 1), *grams(runs)}


def words_of(said: str) -> set[str]:
    """The telling words of an address or a sentence, with umlauts and without; all where none tells anything."""
    return _telling(_spellings(said, words(said)))


def whole_name(said: str) -> str:
    """A name whatever the order of its words and its legal form: `baeckerei lindner`."""
    found = {word for word in words(said).split() if word not in vocabulary.JOINS}
    return " ".join(sorted(found - vocabulary.LEGAL_FORMS or found))


def _telling(found: set[str]) -> set[str]:
    return found - vocabulary.SAYS_NOTHING or found


def _spellings(said: str, key: str) -> set[str]:
    return {*key.split(), *(() if said.isascii() else plain(said).split())}


def _unbroken(key: str) -> str:
    """`elmwood` of `Elm Wood Ltd`: some hear one word where others write two."""
    return "".join(word for word in key.split() if word not in vocabulary.JOINS | vocabulary.LEGAL_FORMS)


def is_word(trait: str) -> bool:
    """Whether somebody may mishear it: a word, and no number, no whole name."""
    return len(trait) >= SHORTEST_WORD and len(trait) <= LONGEST_WORD and trait.isalpha()
