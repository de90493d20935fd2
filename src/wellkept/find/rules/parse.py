"""Parse a search text into everything it may mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wellkept.find.rules import terms
from wellkept.find.rules.spoken import as_digits
from wellkept.find.rules.terms import LEAST_DIGITS, Term
from wellkept.kernel import number
from wellkept.kernel.characters import clean_line
from wellkept.references import rules as references

LONGEST = 200
_PHONE = re.compile(r"^\+?[\d\s()/.\-–]+$")
_SUFFIX = re.compile(r"/\s*[A-Za-z]{1,2}\s*\d+\s*$")
_DIGITS = re.compile(r"\d[\d\s\-–./]*\d")
_SPOKEN_MAIL = re.compile(r"^(\S+)\s+(?:at|ät|klammeraffe|@)\s+(\S.*)$", re.IGNORECASE)
_SPOKEN_DOT = re.compile(r"\s*\b(?:dot|punkt)\b\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """Parsed search: each field is one way to read the text. Empty fields are not looked up."""

    numbers: tuple[str, ...] = ()  # journey numbers with a valid check digit
    digits: str = ""  # first digits of a number
    near: tuple[str, ...] = ()  # valid numbers one typo away
    phone: str = ""
    endings: tuple[str, ...] = ()  # last digits of a telephone number
    inside: str = ""  # digits anywhere in a longer number
    email: str = ""
    domain: str = ""
    compact: str = ""
    name: str = ""  # the whole name, without word order and legal form
    terms: tuple[Term, ...] = ()
    literally: frozenset[str] = frozenset()  # every word of the text, common ones included

    @property
    def is_empty(self) -> bool:
        return self == Question()

    @property
    def is_code(self) -> bool:
        """Whether the text is only a number. Then its alternatives are numbers, not words."""
        return bool(self.inside or self.numbers or self.near or self.digits)


def parse_question(typed: str, *, country: str) -> Question:
    """Parse a text in every way that makes sense. `country` completes telephone numbers without a prefix."""
    text = clean_line(typed)[:LONGEST]
    if mail := _mail(text):
        return mail
    text = as_digits(text)
    compact = references.compact(text)
    is_suffixed = bool(_SUFFIX.search(text))
    if not compact:
        return Question()
    if not (_PHONE.match(text) or is_suffixed):
        found_terms = terms.terms(text)
        return Question(
            numbers=_numbers_in(text),
            compact=compact if len(compact) >= 3 else "",
            name=references.whole_name(text) if len(compact) >= 2 else "",
            terms=found_terms if sum(len(term.text) for term in found_terms) >= 2 else (),
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
        terms=terms.terms(text) if not is_suffixed and len(compact) >= 2 else (),
    )


def _mail(text: str) -> Question | None:
    """Parse a mail address or its domain, written or spoken: `petra at lindner dot example`."""
    if "@" not in text and (spoken := _SPOKEN_MAIL.match(text)) and _SPOKEN_DOT.search(spoken[2]):
        text = f"{spoken[1]}@{spoken[2]}"
    if "@" not in text:
        return None
    text = _SPOKEN_DOT.sub(".", text)
    address = references.key("email", text, country="")
    name, _, domain = address.partition("@")
    if len(address) < 3 or (not name and len(domain) < 3):
        return Question()
    pieces = [*terms.terms(f"{name} "), *terms.terms(domain.rpartition(".")[0] or domain)]
    found_terms = tuple(dict.fromkeys(pieces))
    return Question(email=address, terms=found_terms) if name else Question(domain=domain, terms=found_terms)


def _numbers_in(text: str) -> tuple[str, ...]:
    """Find the journey numbers in a text by their check digit: `no. 4827 9163`, `RE 48279163 12.3.`"""
    numbers = [number.parse(run) for run in _DIGITS.findall(text.split("/", 1)[0])]
    numbers += [number.parse(run) for run in re.findall(r"\d{8,}", text)]
    return tuple(dict.fromkeys(filter(None, numbers)))


def _endings(text: str, country: str) -> tuple[str, ...]:
    """List the possible last digits of a telephone number: as typed, and without country and leading zeros."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < LEAST_DIGITS:
        return ()
    endings = [digits]
    if text.lstrip().startswith(("+", "00")):
        endings.append(references.national(references.phone(text, country=country)))
    elif digits.startswith("0") and len(digits) > 6:
        endings.append(digits.lstrip("0"))
    return tuple(dict.fromkeys(ending for ending in endings if len(ending) >= LEAST_DIGITS))


def _inside(digits: str) -> str:
    """Give the digits to look for inside a longer number. Leading zeros are dropped: the international form
    has none.
    """
    bare = digits.lstrip("0")
    return bare if len(bare) >= LEAST_DIGITS else ""
