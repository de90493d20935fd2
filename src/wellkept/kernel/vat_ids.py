"""Form of VAT ids, by python-stdnum."""

from __future__ import annotations

from stdnum import get_cc_module
from stdnum.eu import vat
from stdnum.exceptions import InvalidChecksum, ValidationError

MEMBER_STATES = (frozenset(vat.MEMBER_STATES) | {"el"}) - {"gr"}  # Greece writes EL before its ids


def is_malformed(number: str) -> bool:
    """Whether it cannot be a VAT id: no country prefix, or not the form of that country's ids."""
    return _fault(number) == "form"


def misses_its_check_digit(number: str) -> bool:
    """Whether only the check digit is wrong."""
    return _fault(number) == "check digit"


def _fault(number: str) -> str:
    """Name the fault, or nothing. Of a country whose form is not known, only the prefix is looked at."""
    country = number[:2].lower()
    if not (country.isascii() and country.isalpha()) or country == "gr":
        return "form"
    form = vat if country in MEMBER_STATES else get_cc_module(country, "vat")
    if form is None:
        return ""
    try:
        form.validate(number)
    except InvalidChecksum:
        return "check digit"
    except ValidationError:
        return "form"
    return ""
