"""References that a payer types or scans: ISO 11649 (RF) and the Swiss QR reference (QRR), for one paper of a journey.

Both hold the journey's number, which has a check digit of its own, and the suffix of the paper: `I2` is its second
invoice. RF shows both as they are; QRR has digits alone: the number, the letter as 01 to 26, and the paper's count.
"""

from __future__ import annotations

import re

from stdnum import iso11649
from stdnum.ch import esr

from wellkept.kernel import number as journey_number

SUFFIX = re.compile(r"([A-NP-Z])([1-9][0-9]{0,3})", re.ASCII)  # no letter O: it is read as a zero
LONGEST_NUMBER = 12
_COUNT_DIGITS = 10
_SWISS_DIGITS = 26  # without the check digit


def creditor_reference(number: str, suffix: str) -> str:
    """Make the RF reference of a paper: `RF03482791631I2`. Print it in groups of four (`grouped`)."""
    _validate(number, suffix)
    body = f"{number}{suffix}"
    return f"RF{98 - _remainder(f'{body}RF00'):02d}{body}"


def swiss_reference(number: str, suffix: str) -> str:
    """Make the QRR of a paper: 27 digits with the check digit."""
    letter, count = _validate(number, suffix)
    head = number.zfill(_SWISS_DIGITS - 2 - _COUNT_DIGITS)
    digits = f"{head}{ord(letter) - ord('A') + 1:02d}{count.zfill(_COUNT_DIGITS)}"
    return digits + esr.calc_check_digit(digits)


def grouped(reference: str) -> str:
    """Group an RF reference by four from the left, a QRR by five from the right, as payers read them."""
    return iso11649.format(reference) if reference.startswith("RF") else esr.format(reference)


def is_creditor_reference(text: str) -> bool:
    """Whether this is an ISO 11649 reference, anybody's."""
    return text.isascii() and iso11649.is_valid(text)


def is_swiss_reference(text: str) -> bool:
    """Whether this is a QRR, anybody's: 27 digits whose last one checks the others."""
    digits = text.replace(" ", "")
    return digits.isascii() and len(digits) == _SWISS_DIGITS + 1 and digits.isdigit() and esr.is_valid(digits)


def of_swiss_reference(digits: str) -> tuple[str, str] | None:
    """Take number and suffix out of a valid QRR. None if it is not one of ours."""
    number = digits[: _SWISS_DIGITS - 2 - _COUNT_DIGITS].lstrip("0")
    letter = int(digits[_SWISS_DIGITS - 2 - _COUNT_DIGITS : _SWISS_DIGITS - _COUNT_DIGITS])
    count = int(digits[_SWISS_DIGITS - _COUNT_DIGITS : _SWISS_DIGITS])
    suffix = f"{chr(ord('A') + letter - 1)}{count}" if 1 <= letter <= 26 else ""
    is_ours = len(number) <= LONGEST_NUMBER and journey_number.parse(number) == number
    return (number, suffix) if is_ours and SUFFIX.fullmatch(suffix) else None


def checks(check: str, body: str) -> bool:
    """Whether these two digits are the check digits of an RF reference with this body."""
    return _remainder(f"{body}RF{check}") == 1


def _remainder(text: str) -> int:
    """Compute the remainder by 97, letters as 10 to 35 (ISO 7064)."""
    return int("".join(str(int(letter, 36)) for letter in text)) % 97


def _validate(number: str, suffix: str) -> tuple[str, str]:
    match = SUFFIX.fullmatch(suffix)
    if journey_number.parse(number) != number or len(number) > LONGEST_NUMBER or match is None:
        raise ValueError("A reference is made of a journey's number and a suffix such as I2.")
    return match[1], match[2]
