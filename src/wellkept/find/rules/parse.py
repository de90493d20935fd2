"""What somebody may have meant by what they typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wellkept.find.rules import words
from wellkept.find.rules.spoken import as_digits
from wellkept.find.rules.words import LEAST_DIGITS, Asked
from wellkept.kernel import number
from wellkept.references import rules as references

LONGEST = 200
_PHONE = re.compile(r"^\+?[\d\s()/.\-–]+$")
_SUFFIX = re.compile(r"/\s*[A-Za-z]{1,2}\s*\d+\s*$")
_DIGITS = re.compile(r"\d[\d\s\-–./]*\d")
_SPOKEN_MAIL = re.compile(r"^(\S+)\s+(?:at|ät|klammeraffe|@)\s+(\S.*)$", re.IGNORECASE)
_SPOKEN_DOT = re.compile(r"\s*\b(?:dot|punkt)\b\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """The ways in which one text may be read. Empty ones are not looked up."""

    numbers: tuple[str, ...] = ()  # journeys' numbers, their check digits right
    digits: str = ""  # what a number may begin with
    near: tuple[str, ...] = ()  # numbers one slip away
    phone: str = ""
    endings: tuple[str, ...] = ()  # the digits with which a telephone number may end
    inside: str = ""  # digits that may stand anywhere in a longer number
    email: str = ""
    domain: str = ""
    compact: str = ""
    name: str = ""  # the whole name, whatever the order of its words and its legal form
    asked: tuple[Asked, ...] = ()
    literally: frozenset[str] = frozenset()  # every word of the text, also those that tell nothing

    @property
    def is_empty(self) -> bool:
        return self == Question()

    @property
    def is_code(self) -> bool:
        """A number and nothing else: what else it may be are other numbers, no words."""
        return bool(self.inside or self.numbers or self.near or self.digits)


def read(said: str, *, country: str) -> Question:
    """`said` in every way in which it makes sense. `country` completes telephone numbers without a prefix."""
    text = said.replace("\0", "").strip()[:LONGEST]
    if mail := _mail(text):
        return mail
    text = as_digits(text)
    compact = references.compact(text)
    is_suffixed = bool(_SUFFIX.search(text))
    if not compact:
        return Question()
    if not (_PHONE.match(text) or is_suffixed):
        asked = words.asked(text)
        return Question(
            numbers=_numbers_in(text),
            compact=compact if len(compact) >= 3 else "",
            name=references.whole_name(text) if len(compact) >= 2 else "",
            asked=asked if sum(len(one.text) for one in asked) >= 2 else (),
            literally=frozenset(references.words(text).split()),
        )
    right = number.parse(text) or ""
    digits = number.digits(text)
    return Question(
        numbers=(right,) if right else (),
        digits=digits if LEAST_DIGITS <= len(digits) < number.SHORTEST else "",
        near=() if right else tuple(number.likely(text)),
        phone=references.phone(text, country=country) if len(digits) >= 6 else "",
        endings=() if is_suffixed else _endings(text, country),
        inside=_inside(digits),
        compact=compact if len(compact) >= 3 else "",
        asked=words.asked(text) if not is_suffixed and len(compact) >= 2 else (),
    )


def _mail(text: str) -> Question | None:
    """A mail address or its domain, written or said: `petra at lindner dot example`."""
    if "@" not in text and (said := _SPOKEN_MAIL.match(text)) and _SPOKEN_DOT.search(said[2]):
        text = f"{said[1]}@{said[2]}"
    if "@" not in text:
        return None
    text = _SPOKEN_DOT.sub(".", text)
    address = references.key("email", text, country="")
    name, _, domain = address.partition("@")
    if len(address) < 3 or (not name and len(domain) < 3):
        return Question()
    pieces = [*words.asked(f"{name} "), *words.asked(domain.rpartition(".")[0] or domain)]
    asked = tuple(dict.fromkeys(pieces))
    return Question(email=address, asked=asked) if name else Question(domain=domain, asked=asked)


def _numbers_in(text: str) -> tuple[str, ...]:
    """`no. 4827 9163`, `RE 48279163 12.3.`: what among the words has the check digit of a number."""
    found = [number.parse(run) for run in _DIGITS.findall(text.split("/", 1)[0])]
    found += [number.parse(run) for run in re.findall(r"\d{8,}", text)]
    return tuple(dict.fromkeys(filter(None, found)))


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


def _inside(digits: str) -> str:
    """Of a number's middle: without the zeros that stand before an area code and not in its international form."""
    bare = digits.lstrip("0")
    return bare if len(bare) >= LEAST_DIGITS else ""
