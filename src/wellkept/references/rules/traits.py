"""Traits: the parts of a reference by which a half remembered customer is searched."""

from __future__ import annotations

import re

from wellkept.references.rules import vocabulary
from wellkept.references.rules.digits import grams
from wellkept.references.rules.latin import plain, words

MOST = 40  # words of one reference: a need may be a long letter
SHORTEST_WORD, LONGEST_WORD = 2, 40
_HOUSE = re.compile(r"^(\d+)[a-z]$")
_RUN = re.compile(r"\d+")
_PIECE = re.compile(r"[a-z0-9]+")


def traits(kind: str, text: str, key: str) -> set[str]:
    """List the traits of a reference: words, whole names (`=mueller`), four digits in a row (`#0142`)."""
    if kind == "name":
        spellings = _spellings(text, key)
        stems = {stem for word in spellings if (stem := vocabulary.street_stem(word))}
        whole = {f"={name}" for name in (whole_name(text), _unbroken(key)) if name}
        return (spellings - vocabulary.LEGAL_FORMS or spellings) | stems | whole
    if kind == "street":
        spellings = _distinctive(_spellings(text, key))
        stems = {stem for word in spellings if (stem := vocabulary.street_stem(word))}
        return spellings | stems | {house[1] for word in spellings if (house := _HOUSE.match(word))}
    if kind in ("other", "need"):
        return set(sorted(_distinctive(_spellings(text, key)), key=lambda word: (-len(word), word))[:MOST])
    if kind in ("email", "domain"):
        name, _, domain = key.rpartition("@")
        pieces = [*_PIECE.findall(name), *_PIECE.findall(domain)[:-1]]
        return {piece for piece in pieces if len(piece) > 1}
    if kind in ("phone", "number"):
        return set(grams(key))
    runs = "".join(_RUN.findall(key))
    return {key, *(word for word in words(text).split() if len(word) > 1), *grams(runs)}


def distinctive_words(text: str) -> set[str]:
    """List the distinctive words of a text, with umlauts and without. If none is distinctive, list all."""
    return _distinctive(_spellings(text, words(text)))


def whole_name(text: str) -> str:
    """Normalise a name without word order and legal form: `baeckerei lindner`."""
    name_words = {word for word in words(text).split() if word not in vocabulary.JOINS}
    return " ".join(sorted(name_words - vocabulary.LEGAL_FORMS or name_words))


def _distinctive(spellings: set[str]) -> set[str]:
    """Drop words that tell nobody apart, unless nothing else remains."""
    return spellings - vocabulary.SAYS_NOTHING or spellings


def _spellings(text: str, key: str) -> set[str]:
    """List the words of a key, and their spellings without umlauts."""
    return {*key.split(), *(() if text.isascii() else plain(text).split())}


def _unbroken(key: str) -> str:
    """Join a name into one word: `elmwood` for `Elm Wood Ltd`."""
    return "".join(word for word in key.split() if word not in vocabulary.JOINS | vocabulary.LEGAL_FORMS)


def is_word(trait: str) -> bool:
    """Whether a trait is a single word, which may be misheard or mistyped."""
    return len(trait) >= SHORTEST_WORD and len(trait) <= LONGEST_WORD and trait.isalpha()
