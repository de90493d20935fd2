"""How well a reference fits what was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from wellkept.references import rules as references

BEGUN = (
    0.8  # how near a word is that goes on from what was typed; what is only like it is less near than this
)


def begun_as(said: str, text: str) -> float:
    """How near a word is that goes on from what was typed: the nearer, the less is missing."""
    return BEGUN + 0.15 * len(said) / len(text)


@dataclass(frozen=True, slots=True)
class Meant:
    """One word of the question: how much it tells, and which words it may be, each with how sure that is (0 to 1)."""

    text: str
    weight: float
    ways: Mapping[str, float]
    begun: tuple[str, ...] = ()  # it may be any word that begins so
    digits: tuple[str, ...] = ()  # to be found anywhere in a longer number
    parts: tuple[str, ...] = ()  # digits that were said apart: a house and a postcode
    count: int = 0  # of how many customers it is known


@dataclass(frozen=True, slots=True)
class Fit:
    """What of the question a reference answers: by place of the word, how surely."""

    said: str
    kind: str
    by: Mapping[int, float]
    literally: float = (
        0.0  # how much of the question stands in it word for word: legal form, kind of street and all
    )


def fit(
    meant: Sequence[Meant], kind: str, said: str, key: str, *, literally: AbstractSet[str] = frozenset()
) -> Fit | None:
    """Which words of the question this reference bears, or None where it bears none."""
    traits = references.traits(kind, said, key)
    by: dict[int, float] = {}
    for place, one in enumerate(meant):
        best = max((one.ways[trait] for trait in traits if trait in one.ways), default=0.0)
        for said_so in one.begun:
            best = max((best, *(begun_as(said_so, word) for word in traits if word.startswith(said_so))))
        if not best and len(one.parts) > 1:
            best = 0.9 if traits.issuperset(one.parts) else 0.0
        if not best and one.digits and kind not in references.WORDED and kind not in ("email", "domain"):
            best = max((0.9 for digits in one.digits if digits in key), default=0.0)
        if best:
            by[place] = best
    if not by:
        return None
    share = len(literally & set(key.split())) / len(literally) if literally else 0.0
    return Fit(said, kind, by, share)
