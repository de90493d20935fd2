"""The words of a question, each with the ways in which it may be noted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from wellkept.references import rules as references

MOST = 8  # words of a question that are looked for
LEAST_DIGITS = 4  # of a number of which only a part is known
_MISREAD = str.maketrans("01358", "oiesb")
_MISREAD_DIGITS = str.maketrans("oilsb", "01158")
_MIXED = re.compile(r"([a-z]{3,})(\d+)$")


@dataclass(frozen=True, slots=True)
class Asked:
    """One word, or one run of digits, of a question."""

    text: str
    spellings: tuple[str, ...] = ()  # as it is, without its umlauts, without its ending of a street
    parts: tuple[str, ...] = ()  # of a run of digits: how it was grouped
    unfinished: bool = False  # it is still being typed

    @property
    def is_word(self) -> bool:
        return self.text.isalpha()

    @property
    def is_digits(self) -> bool:
        return self.text.isdigit()

    def exactly(self) -> str:
        """The tsquery of what fits it to the letter."""
        ways = [quoted(one) for one in self.spellings or (self.text,)]
        if self.is_digits:
            ways += self._digits()
        elif not self.is_word and len(self.text) >= LEAST_DIGITS:
            ways.append(f"{quoted(self.text)}:*")
        return either(ways)

    def _digits(self) -> list[str]:
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


def asked(text: str) -> tuple[Asked, ...]:
    """The telling words of `text`; all of them where none tells anything."""
    known, plain = references.words(text).split(), references.plain(text).split()
    if len(known) != len(plain):
        plain = known
    spelled = dict(zip(known, plain, strict=True))
    telling = [word for word in known if word in references.words_of(text)]
    if len(telling) > 1:
        telling = [word for word in telling if len(word) > 1 or word.isdigit()] or telling
    last = known[-1] if known and text[-1:].isalnum() else ""
    found: list[Asked] = []
    for group in _groups(telling):
        if len(group) > 1 or group[0].isdigit():
            found.append(Asked("".join(group), ("".join(group),), tuple(group)))
            continue
        word = group[0]
        if (digits := _misread_digits(word)) != word:
            found.append(Asked(digits, (digits, word), (digits,)))
            continue
        ways = [word, spelled.get(word, word), references.street_stem(word)]
        found.append(Asked(word, tuple(dict.fromkeys(filter(None, ways))), unfinished=word == last))
    return _with_neighbours(tuple(dict.fromkeys(found))[:MOST])


def _with_neighbours(found: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """`Elm wood` may be noted as `Elmwood`: then one word stands for both."""
    if not found:
        return ()
    pairs = [
        {one.text + two.text} if one.is_word and two.is_word else set[str]() for one, two in pairwise(found)
    ]
    return tuple(
        replace(one, spellings=tuple(dict.fromkeys((*one.spellings, *before, *behind))))
        for one, before, behind in zip(found, [set(), *pairs], [*pairs, set()], strict=True)
    )


def misread(word: str) -> str:
    """`mü11er` with letters for digits; the word itself where it has none, or is none."""
    letters = sum(c.isalpha() for c in word)
    return word.translate(_MISREAD) if 2 * letters > len(word) > 3 else word


def _misread_digits(word: str) -> str:
    """`l7` with digits for letters; the word itself where it has no digit, or a letter that looks like none."""
    digits = word.translate(_MISREAD_DIGITS)
    return digits if digits.isdigit() and any(c.isdigit() for c in word) else word


def _groups(words: list[str]) -> list[list[str]]:
    """Digits that stand beside each other belong together: `0341 555 0142`; `elmenstr14` are two."""
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
    """A trait as a tsquery reads it: letters, digits, blanks, `=` and `#` only."""
    return f"'{trait}'"


def either(ways: object) -> str:
    return _joined(ways, " | ")


def both(ways: object) -> str:
    return _joined(ways, " & ")


def _joined(ways: object, sign: str) -> str:
    found = list(dict.fromkeys(ways))  # type: ignore[call-overload]
    return found[0] if len(found) == 1 else f"({sign.join(found)})"
