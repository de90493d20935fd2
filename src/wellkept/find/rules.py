"""What somebody may have meant by what they typed. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wellkept.kernel import number
from wellkept.references import rules as references

LONGEST = 200
LEAST_DIGITS = 4  # of a telephone number's end, or of a number's beginning
_PHONE = re.compile(r"^\+?[\d\s()/.\-–]+$")
_SUFFIX = re.compile(r"/\s*[A-Za-z]{1,2}\s*\d+\s*$")
# What stands behind a company's name on paper, and nobody says on the telephone.
_LEGAL_FORMS = """
    gmbh ug haftungsbeschraenkt ag kg ohg gbr mbh co cokg eg ev ek kgaa se sarl sas sa srl spa bv nv oy ab as aps
    sro doo kft ltd limited llc llp lp inc incorporated corp corporation plc pty company und and et
"""
LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())


@dataclass(frozen=True, slots=True)
class Question:
    """The ways in which one text may be read. Empty ones are not looked up."""

    number: str = ""  # a journey's number, its check digit right
    digits: str = ""  # what a number may begin with
    near: tuple[str, ...] = ()  # numbers one slip away
    phone: str = ""
    endings: tuple[str, ...] = ()  # the digits with which a telephone number may end
    email: str = ""
    domain: str = ""
    compact: str = ""
    words: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == Question()


def read(said: str, *, country: str) -> Question:
    """`said` in every way in which it makes sense."""
    text = said.replace("\0", "").strip()[:LONGEST]
    if "@" in text:
        name, _, domain = text.strip("<>").lower().partition("@")
        if name and len(text) >= 3:
            return Question(email=text.strip("<>").lower())
        return Question(domain=domain) if len(domain) >= 3 else Question()
    words = _telling(references.words(text).split())
    compact = references.compact(text)
    digits = number.digits(text)
    is_suffixed = bool(_SUFFIX.search(text))
    if not (_PHONE.match(text) or is_suffixed):
        return Question(
            number=number.parse(text) or "" if _is_spelled_number(text) else "",
            compact=compact if len(compact) >= 3 else "",
            words=words if sum(map(len, words)) >= 2 else (),
        )
    right = number.parse(text) or ""
    return Question(
        number=right,
        digits=digits if LEAST_DIGITS <= len(digits) < number.SHORTEST else "",
        near=() if right else tuple(number.likely(text)),
        phone=references.phone(text, country=country) if len(digits) >= 6 else "",
        endings=() if is_suffixed else _endings(text, country),
        compact=compact if len(compact) >= 3 else "",
        words=words if compact else (),
    )


def _telling(words: list[str]) -> tuple[str, ...]:
    """Without legal forms, unless nothing else was said."""
    telling = [word for word in words if word not in LEGAL_FORMS]
    return tuple(dict.fromkeys(telling or words))[:8]


def _is_spelled_number(text: str) -> bool:
    """`no. 4827 9163`, `Auftrag 4827-9163`: one run of digits beside words."""
    runs = re.findall(r"\d[\d\s\-–.]*\d", text.split("/", 1)[0])
    return len(runs) == 1 and sum(character.isdigit() for character in text.split("/", 1)[0]) == sum(
        character.isdigit() for character in runs[0]
    )


def _endings(text: str, country: str) -> tuple[str, ...]:
    """The digits as said, and without country and leading zeros: with these the line ends in any spelling."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < LEAST_DIGITS:
        return ()
    found = [digits]
    if text.lstrip().startswith(("+", "00")):
        found.append(references.national(references.phone(text, country=country)))
    elif digits.startswith("0") and len(digits) > 6:
        found.append(digits.lstrip("0"))
    return tuple(dict.fromkeys(one for one in found if len(one) >= LEAST_DIGITS))
