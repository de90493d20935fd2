"""Read our references back from whatever people typed, with how sure each reading is.

A reading is certain only if all its check digits are right: those of RF or QRR, and the number's own. Both find every
single wrong character and every swap of neighbours, so neither leads to another journey for certain.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wellkept.bank_files.creditor_reference import (
    LONGEST_NUMBER,
    checks,
    is_swiss_reference,
    of_swiss_reference,
)
from wellkept.kernel import number as journey_number

Certainty = Literal["certain", "likely", "possible"]
ORDER: tuple[Certainty, ...] = ("certain", "likely", "possible")
MOST_TEXT = 4_000
MOST_SUFFIXES = 40  # a lost suffix is looked for among the first so many invoices of a journey

_GAP = r"[\s./:,;_'\-]{0,3}"
_D = "[0-9O]"
_SUFFIX = rf"(?:{_GAP}([A-NP-Z]){_GAP}([1-9][0-9O]{{0,3}})(?![0-9O]))?"
_RF = re.compile(
    rf"R{_GAP}F{_GAP}({_D}){_GAP}({_D})((?:{_GAP}{_D}){{7,{LONGEST_NUMBER}}}){_SUFFIX}((?:[ \-]{_D}){{0,3}})",
    re.ASCII,
)
_GROUPS = re.compile(rf"{_D}+(?:[\s.\-]{_D}+)*", re.ASCII)
_AFTER = re.compile(rf"{_GAP}([A-NP-Z]){_GAP}([1-9][0-9O]{{0,3}})(?![0-9O])", re.ASCII)
_UNDERSTOOD = re.compile(rf"{_RF.pattern}|(?:{_D}[\s.\-]?){{27}}", re.ASCII)
_HYPHENATED = re.compile(rf"{_D}{{4}}-{_D}{{4,{LONGEST_NUMBER - 4}}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A journey's number that a text may mean, and the suffix of the paper, empty if it was lost."""

    number: str
    suffix: str
    certainty: Certainty


def candidates(text: str) -> tuple[Candidate, ...]:
    """List the numbers that a text may mean, the surest first, each number with each suffix once."""
    typed = unicodedata.normalize("NFKC", text[:MOST_TEXT]).upper()
    readings = [*_swiss(typed), *_with_rf(typed)]
    if not readings:
        readings = list(_without_rf(typed))
    else:
        readings += [reading for reading in _without_rf(_UNDERSTOOD.sub("|", typed)) if reading.suffix]
    best: dict[tuple[str, str], Candidate] = {}
    for reading in sorted(readings, key=lambda reading: ORDER.index(reading.certainty)):
        best.setdefault((reading.number, reading.suffix), reading)
    with_suffix = {(reading.number, reading.certainty) for reading in best.values() if reading.suffix}
    return tuple(
        reading
        for reading in best.values()
        if reading.suffix or not any((reading.number, level) in with_suffix for level in ORDER)
    )


def _swiss(typed: str) -> Iterator[Candidate]:
    for match in _GROUPS.finditer(typed):
        digits = _digits(match[0])
        for start in range(max(1, len(digits) - 26)):
            window = digits[start : start + 27]
            if is_swiss_reference(window) and (ours := of_swiss_reference(window)):
                yield Candidate(*ours, "certain" if len(digits) == 27 else "likely")


def _with_rf(typed: str) -> Iterator[Candidate]:
    for match in _RF.finditer(typed):
        check, digits = _digits(match[1] + match[2]), _digits(match[3])
        suffix = f"{match[4]}{_digits(match[5])}" if match[4] else ""
        yield from _readings(check, digits, suffix, _digits(match[6]))


def _readings(check: str, digits: str, suffix: str, apart: str) -> Iterator[Candidate]:
    """Read what stands behind RF, and single digits apart. Without all check digits right it is likely at best."""
    if _is_number(digits):
        if suffix:
            is_right = checks(check, digits + suffix)
            longer = [suffix + apart[:count] for count in range(1, len(apart) + 1)]
            fitting = [text for text in longer if checks(check, digits + text)]
            if is_right and fitting:  # the digits apart may belong to it, or to another thing
                yield from (Candidate(digits, text, "likely") for text in (suffix, *fitting))
                return
            is_grouped = bool(fitting) and len(f"RF{check}{digits}{suffix}") % 4 == 0
            certainty: Certainty = "certain" if is_right or is_grouped else "likely"
            yield Candidate(digits, fitting[0] if fitting else suffix, certainty)
        else:
            yield Candidate(digits, _lost_suffix(check, digits), "likely")
        return
    corrected = [
        Candidate(number, suffix, "likely")
        for number in journey_number.likely(digits)
        if suffix and checks(check, number + suffix)
    ]
    if len(corrected) == 1:
        yield from corrected
    else:
        for number in journey_number.likely(digits):
            yield Candidate(number, suffix, "possible")
    for length in range(journey_number.SHORTEST, len(digits)):  # digits of another thing follow, as a date
        if _is_number(digits[:length]):
            yield Candidate(digits[:length], _lost_suffix(check, digits[:length]), "possible")


def _lost_suffix(check: str, number: str) -> str:
    """Find the invoice by the check digits, which were reckoned with its suffix. Empty unless one alone fits."""
    fitting = [f"I{count}" for count in range(1, MOST_SUFFIXES + 1) if checks(check, f"{number}I{count}")]
    return fitting[0] if len(fitting) == 1 else ""


def _without_rf(typed: str) -> Iterator[Candidate]:
    """Read numbers anywhere: whole groups of digits, with or without the check digits of a lost RF."""
    for match in _GROUPS.finditer(typed):
        after = _AFTER.match(typed, match.end())
        suffix = f"{after[1]}{_digits(after[2])}" if after else ""
        windows = list(_windows(match[0], suffix))
        direct = [reading for window in windows for reading in _direct(*window)]
        yield from direct or (reading for window in windows for reading in _corrected(*window))


def _windows(run: str, suffix: str) -> Iterator[tuple[str, str, bool]]:
    """List groups that follow each other, with the suffix behind the last one, and whether they look like ours."""
    groups = re.findall(rf"{_D}+", run)
    for first in range(len(groups)):
        for last in range(first, len(groups)):
            digits = _digits("".join(groups[first : last + 1]))
            if len(digits) > LONGEST_NUMBER + 2:
                break
            if len(digits) >= journey_number.SHORTEST:
                own_suffix = suffix if last == len(groups) - 1 else ""
                hyphenated = "-".join(groups[first : last + 1])
                looks_like_ours = bool(own_suffix) or (
                    hyphenated in run and _HYPHENATED.fullmatch(hyphenated) is not None
                )
                yield digits, own_suffix, looks_like_ours


def _direct(digits: str, suffix: str, looks_like_ours: bool) -> Iterator[Candidate]:
    """Read digits as a number, or as a number behind two check digits."""
    check, rest = digits[:2], digits[2:]
    if _is_number(rest):
        if suffix and checks(check, rest + suffix):
            yield Candidate(rest, suffix, "likely")
        elif not suffix and (lost := _lost_suffix(check, rest)):
            yield Candidate(rest, lost, "possible")
    if _is_number(digits):
        yield Candidate(digits, suffix, "likely" if looks_like_ours else "possible")


def _corrected(digits: str, suffix: str, looks_like_ours: bool) -> Iterator[Candidate]:
    """Read digits with one wrong character. Behind two check digits, one number alone may fit."""
    check, rest = digits[:2], digits[2:]
    behind_check = journey_number.likely(rest) if suffix else []
    fitting = [number for number in behind_check if checks(check, number + suffix)]
    if len(fitting) == 1:
        yield Candidate(fitting[0], suffix, "likely")
    elif looks_like_ours and len(digits) <= LONGEST_NUMBER:
        for number in journey_number.likely(digits):
            yield Candidate(number, suffix, "possible")


def _is_number(digits: str) -> bool:
    return len(digits) <= LONGEST_NUMBER and digits[:1] != "0" and journey_number.parse(digits) == digits


def _digits(text: str) -> str:
    """Take the digits out of groups, the letter O as a zero."""
    return "".join(letter for letter in text.replace("O", "0") if letter.isdigit())
