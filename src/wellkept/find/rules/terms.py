"""Terms of a search: its words and digit runs, each with the spellings to look for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from wellkept.references import rules as references

MOST = 8  # terms that are looked up; later ones are ignored
LEAST_DIGITS = 4  # fewer digits are not looked up as part of a number
_MISREAD = str.maketrans("01358", "oiesb")
_MISREAD_DIGITS = str.maketrans("oilsb", "01158")
_MIXED = re.compile(r"([a-z]{3,})(\d+)$")


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or one run of digits, of a search."""

    text: str
    spellings: tuple[str, ...] = ()  # as typed, without umlauts, without a street ending
    parts: tuple[str, ...] = ()  # of a run of digits: its groups as typed
    unfinished: bool = False  # the last word, still being typed

    @property
    def is_word(self) -> bool:
        return self.text.isalpha()

    @property
    def is_digits(self) -> bool:
        return self.text.isdigit()

    def exactly(self) -> str:
        """Build the tsquery for exact matches of this term."""
        ways = [quoted(spelling) for spelling in self.spellings or (self.text,)]
        if self.is_digits:
            ways += self._digits()
        elif not self.is_word and len(self.text) >= LEAST_DIGITS:
            ways.append(f"{quoted(self.text)}:*")
        return either(ways)

    def _digits(self) -> list[str]:
        """Build the tsqueries for a run of digits: its groups, its four-digit grams, its prefix."""
        ways = []
        if len(self.parts) > 1 and len(self.text) < 8:
            ways.append(both(quoted(part) for part in self.parts))
        bare = self.text.lstrip("0")
        for digits in dict.fromkeys((self.text, bare)):
            if len(digits) >= LEAST_DIGITS:
                ways.append(both(quoted(gram) for gram in references.grams(digits)))
        if len(self.text) >= LEAST_DIGITS:
            ways.append(f"{quoted(self.text)}:*")  # an order number that goes on in letters
        return ways


def terms(text: str) -> tuple[Term, ...]:
    """Split `text` into terms. Common words such as legal forms are dropped unless nothing else is left."""
    tokens, plain = references.words(text).split(), references.plain(text).split()
    if len(tokens) != len(plain):
        plain = tokens
    spelled = dict(zip(tokens, plain, strict=True))
    telling = [word for word in tokens if word in references.distinctive_words(text)]
    if len(telling) > 1:
        telling = [word for word in telling if len(word) > 1 or word.isdigit()] or telling
    last = tokens[-1] if tokens and text[-1:].isalnum() else ""
    split_terms: list[Term] = []
    for group in _groups(telling):
        if len(group) > 1 or group[0].isdigit():
            split_terms.append(Term("".join(group), ("".join(group),), tuple(group)))
            continue
        word = group[0]
        if (digits := _misread_digits(word)) != word:
            split_terms.append(Term(digits, (digits, word), (digits,)))
            continue
        ways = [word, spelled.get(word, word), references.street_stem(word)]
        split_terms.append(Term(word, tuple(dict.fromkeys(filter(None, ways))), unfinished=word == last))
    return _with_neighbours(tuple(dict.fromkeys(split_terms))[:MOST])


def _with_neighbours(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Add the joined spelling of neighbours: `Elm wood` may be noted as `Elmwood`."""
    if not terms:
        return ()
    joined = [
        {term.text + following.text} if term.is_word and following.is_word else set[str]()
        for term, following in pairwise(terms)
    ]
    return tuple(
        replace(term, spellings=tuple(dict.fromkeys((*term.spellings, *before, *behind))))
        for term, before, behind in zip(terms, [set(), *joined], [*joined, set()], strict=True)
    )


def misread(word: str) -> str:
    """Replace digits that look like letters: `mü11er`. A word that is mostly digits stays."""
    letters = sum(c.isalpha() for c in word)
    return word.translate(_MISREAD) if 2 * letters > len(word) > 3 else word


def _misread_digits(word: str) -> str:
    """Replace letters that look like digits: `l7`. A word without a digit stays."""
    digits = word.translate(_MISREAD_DIGITS)
    return digits if digits.isdigit() and any(c.isdigit() for c in word) else word


def _groups(words: list[str]) -> list[list[str]]:
    """Group neighbouring digit words, as in `0341 555 0142`, and split `elmenstr14` in two."""
    groups: list[list[str]] = []
    for word in words:
        if (mixed := _MIXED.match(word)) and len(mixed[2]) < LEAST_DIGITS:
            groups += [[mixed[1]], [mixed[2]]]
        elif word.isdigit() and groups and groups[-1][-1].isdigit():
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def quoted(trait: str) -> str:
    """Quote a trait for a tsquery. Traits hold letters, digits, blanks, `=` and `#` only."""
    return f"'{trait}'"


def either(ways: Iterable[str]) -> str:
    """Join tsqueries with OR."""
    return _joined(ways, " | ")


def both(ways: Iterable[str]) -> str:
    """Join tsqueries with AND."""
    return _joined(ways, " & ")


def _joined(ways: Iterable[str], sign: str) -> str:
    """Join distinct tsqueries with an operator, in brackets if there are several."""
    distinct = list(dict.fromkeys(ways))
    return distinct[0] if len(distinct) == 1 else f"({sign.join(distinct)})"
