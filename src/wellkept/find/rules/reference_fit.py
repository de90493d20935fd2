"""Score how well a reference matches the terms of a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from wellkept.references import rules as references

PREFIX_SCORE = 0.8  # score of a word that continues what was typed; similar words score less


def prefix_score(typed: str, word: str) -> float:
    """Score a word that continues what was typed: the less is missing, the higher."""
    return PREFIX_SCORE + 0.15 * len(typed) / len(word)


@dataclass(frozen=True, slots=True)
class TermMeaning:
    """Term of a search with its weight and the words it may stand for, each with its certainty (0 to 1)."""

    text: str
    weight: float
    ways: Mapping[str, float]
    begun: tuple[str, ...] = ()  # prefixes: any word that begins with one matches
    digits: tuple[str, ...] = ()  # may match anywhere in a longer number
    parts: tuple[str, ...] = ()  # digit groups that may match apart: a house number and a postcode
    count: int = 0  # customers who are known by it


@dataclass(frozen=True, slots=True)
class Fit:
    """Match of one reference: for each matched term (by its position), how surely."""

    said: str
    kind: str
    by: Mapping[int, float]
    literally: float = 0.0  # share of the text's words that it holds literally, common ones included


def fit(
    meant: Sequence[TermMeaning], kind: str, text: str, key: str, *, literally: AbstractSet[str] = frozenset()
) -> Fit | None:
    """Find the terms that this reference matches, or None if it matches none."""
    traits = references.traits(kind, text, key)
    by: dict[int, float] = {}
    for place, term in enumerate(meant):
        best = max((term.ways[trait] for trait in traits if trait in term.ways), default=0.0)
        for prefix in term.begun:
            best = max((best, *(prefix_score(prefix, word) for word in traits if word.startswith(prefix))))
        if not best and len(term.parts) > 1:
            best = 0.9 if traits.issuperset(term.parts) else 0.0
        if not best and term.digits and kind not in references.WORDED and kind not in ("email", "domain"):
            best = max((0.9 for digits in term.digits if digits in key), default=0.0)
        if best:
            by[place] = best
    if not by:
        return None
    share = len(literally & set(key.split())) / len(literally) if literally else 0.0
    return Fit(text, kind, by, share)
