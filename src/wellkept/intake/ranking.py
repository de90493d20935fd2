"""Rank the journeys that a message may belong to, by signs. Pure functions.

A sign is one reason for one journey. The strongest sign decides; each further sign adds a little. So two weak
signs never outweigh a number that somebody read out, and of two journeys of one customer the likelier comes
first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wellkept.kernel.mail_providers import is_public_provider
from wellkept.kernel.number import show

# How sure each sign is, from 0 to 100.
SIGNS = {
    "number": 100,  # the number stands in it
    "given": 98,  # the number that they were given for an earlier word stands in it
    "slip": 80,  # a number one wrong or swapped digit away
    "waits_for_call": 75,  # a call back is due there
    "own": 70,  # who wrote or called speaks on it
    "sender": 64,  # the sender is known at this customer
    "phone": 62,  # the number they called from is known at this customer
    "spoke": 56,  # who of ours spoke with them has it in hand
    "signature": 50,  # a telephone number in the text is known at this customer
    "domain": 44,  # others of the same firm write from there
    "name": 40,  # somebody of this name is known there
    "team": 30,  # the team that was called has it
    "words": 26,  # it speaks of the same thing
    "alone": 10,  # it is the only one that is open
}
# Who is known there by their own word is so by their firm and their telephone too: that says nothing more.
IMPLIED = {"own": {"sender", "phone", "domain", "name"}, "sender": {"domain", "name"}, "phone": {"signature"}}
FURTHER = 0.1  # what each further sign adds of its own weight
OPEN, AT_REST = 3.0, 1.0  # what its state adds
RECENT = 1.0  # what the latest contact adds, so that ties go to what is fresh
LEAST = 26
SHORTEST = 4  # letters of a word that tells something
SAME_WORDS = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """Reason for one journey; `said` is what was seen: a number, a name, an address."""

    journey: int
    kind: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class JourneyState:
    """State of a journey: open or at rest, and the time of the last contact."""

    open: bool
    ended: bool = False
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Likely:
    """Likely journey: its weight, and its reasons, the surest first."""

    journey: int
    weight: float
    signs: tuple[Sign, ...]

    @property
    def is_hint(self) -> bool:
        """Whether only the company's mail domain speaks for it: a hint, and no more."""
        return {sign.kind for sign in self.signs} == {"domain"}

    @property
    def why(self) -> str:
        """Word the two surest reasons."""
        return in_words(self.reasons)

    @property
    def reasons(self) -> list[list[str]]:
        """The two surest reasons, to be stored and worded later."""
        return [[sign.kind, sign.said] for sign in self.signs[:2]]


def rank(signs: Iterable[Sign], standing: Mapping[int, JourneyState], *, most: int = 6) -> list[Likely]:
    """Rank journeys by their signs, the likeliest first. An ended journey counts only by its number."""
    by_journey: dict[int, dict[str, Sign]] = {}
    for sign in signs:
        by_journey.setdefault(sign.journey, {}).setdefault(sign.kind, sign)
    latest = max(
        (candidate.last for candidate in standing.values() if candidate.last is not None), default=None
    )
    likely = []
    for journey, seen in by_journey.items():
        here = standing.get(journey)
        if here is None or (here.ended and not {"number", "given", "slip"} & seen.keys()):
            continue
        implied = set().union(*(IMPLIED.get(kind, ()) for kind in seen))
        ordered = sorted(
            (seen[kind] for kind in seen.keys() - implied), key=lambda sign: (-SIGNS[sign.kind], sign.kind)
        )
        strongest, *further = (SIGNS[sign.kind] for sign in ordered)
        if strongest < LEAST:
            continue
        weight = strongest + FURTHER * sum(further)
        weight += OPEN if here.open else 0.0 if here.ended else AT_REST
        weight += RECENT if here.last is not None and here.last == latest else 0.0
        likely.append(Likely(journey, weight, tuple(ordered)))
    return sorted(likely, key=lambda candidate: (-candidate.weight, -candidate.journey))[:most]


def telling(text: str) -> set[str]:
    """List the distinctive words of a sentence: the longer ones, without endings."""
    letters = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    return {word[:7] for word in letters.split() if len(word) >= SHORTEST and not word.isdigit()}


def alike(left: set[str], right: set[str]) -> bool:
    """Whether two texts are about the same thing: they share two distinctive words, and a third of the
    shorter.
    """
    same = len(left & right)
    return same >= SAME_WORDS and 3 * same >= min(len(left), len(right))


def firm_of(email: str) -> str:
    """Give the mail domain of a company; empty for a provider for everybody."""
    domain = email.rpartition("@")[2].lower()
    return "" if is_public_provider(domain) or "." not in domain else domain


def in_words(reasons: Iterable[Sequence[str]]) -> str:
    """Word stored reasons for people, in the reader's language."""
    return " · ".join(_word(kind, shown_as) for kind, shown_as in reasons)


def _word(kind: str, shown_as: str) -> str:
    values = {"said": shown_as}
    match kind:
        case "number":
            return _("Its number is in it")
        case "given":
            return _("%(said)s was given for it") % {"said": show(shown_as)}
        case "slip":
            return _("%(said)s is one digit away from its number") % values
        case "waits_for_call":
            return _("They wait there for our call")
        case "own":
            return _("%(said)s speaks on it") % values
        case "sender":
            return _("The sender is known there")
        case "phone":
            return _("This telephone number is known there")
        case "spoke":
            return _("%(said)s, who spoke with them, has it in hand") % values
        case "signature":
            return _("%(said)s in the text is known there") % values
        case "domain":
            return _("Same company by its mail domain, %(said)s: others write to us from there") % values
        case "name":
            return _("Somebody called %(said)s is known there") % values
        case "team":
            return _("%(said)s, who were called, have it") % values
        case "words":
            return _("It speaks of the same thing")
        case _:
            return _("It is the only one that is open")
