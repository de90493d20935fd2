"""Dates and numbers as people write them. Which way round is settled by a whole column, never by one cell."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da")
_TIME = r"(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"^(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}$")
_YEAR_LAST = re.compile(rf"^(\d{{1,2}})[-/. ]{{1,2}}(\d{{1,2}})[-/. ]{{1,2}}(\d{{4}}|\d{{2}}){_TIME}$")
_NAMED = re.compile(
    rf"^(?:[^\W\d]+\.?,?\s+)?(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s\-/]+(?:de\s+)?([^\W\d]+)\.?,?[\s\-/]+(?:de\s+)?"
    rf"(\d{{4}}|\d{{2}}){_TIME}$"
)
_NAMED_FIRST = re.compile(
    rf"^(?:[^\W\d]+\.?,?\s+)?([^\W\d]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}$"
)
_NUMBER = re.compile(r"^[-+(]*\s*[^\d\s\-+().,'’]{0,4}\s*[-+]?(\d[\d.,'’\s\u202f]*)\s*[^\d\s.,]{0,4}\)?$")
_GROUPED = re.compile(r"^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$")


@cache
def months() -> dict[str, int]:
    """Names of months and their short forms in several languages."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context=context, locale=language).items():
                    found.setdefault(name.lower().strip("."), number)
    for short, number in (("sept", 9), ("mrz", 3), ("maerz", 3)):
        found.setdefault(short, number)
    return found


def shape_of_date(text: str) -> str:
    """What one cell says about its column: `plain` (no doubt), `dmy`, `mdy`, `either`, or nothing: no date."""
    if _YEAR_FIRST.match(text):
        return "plain" if _date(text, "dmy") else ""
    named = _NAMED.match(text) or _NAMED_FIRST.match(text)
    if named:
        return "plain" if _date(text, "dmy") else ""
    found = _YEAR_LAST.match(text)
    if not found:
        return ""
    one, two = int(found[1]), int(found[2])
    if one > 12 >= two >= 1:
        return "dmy"
    if two > 12 >= one >= 1:
        return "mdy"
    if "." in text.split(" ")[0]:
        return "dmy" if two <= 12 else ""  # nobody writes months first with points
    return "either" if one == 0 or two == 0 or (one <= 12 and two <= 12) else ""


def order_of_dates(shapes: Counter[str]) -> str:
    """`dmy`, `mdy`, or `ask` where every date of the column could be either. Both at once is asked, too."""
    if shapes["dmy"] and not shapes["mdy"]:
        return "dmy"
    if shapes["mdy"] and not shapes["dmy"]:
        return "mdy"
    if not shapes["either"] and not shapes["dmy"] and not shapes["mdy"]:
        return "plain"
    return "ask"


def read_date(text: str, *, order: str, zone: ZoneInfo) -> datetime | None:
    """The instant in UTC, at midnight of the zone where no time is given; None if it is no date in that order."""
    return _date(text, order, zone)


def _date(text: str, order: str, zone: ZoneInfo | None = None) -> datetime | None:
    text = text.strip()
    if found := _YEAR_FIRST.match(text):
        parts = int(found[1]), int(found[2]), int(found[3])
    elif found := _YEAR_LAST.match(text):
        one, two, year = int(found[1]), int(found[2]), _year(found[3])
        parts = (year, one, two) if order == "mdy" and "." not in text.split(" ")[0] else (year, two, one)
    elif found := _NAMED.match(text):
        parts = _year(found[3]), months().get(found[2].lower(), 0), int(found[1])
    elif found := _NAMED_FIRST.match(text):
        parts = int(found[3]), months().get(found[1].lower(), 0), int(found[2])
    else:
        return None
    hour, minute, second, half, offset = found.groups()[3:8]
    try:
        clock = time(_hour(hour, half), int(minute or 0), int(second or 0))
        local = datetime.combine(date(*parts), clock)
        if offset:
            told = datetime.fromisoformat(f"{local.isoformat()}{_offset(offset)}")
        else:
            told = local.replace(tzinfo=zone or UTC)
        return told.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _year(said: str) -> int:
    year = int(said)
    return year if len(said) > 2 else year + (2000 if year < 70 else 1900)


def _hour(said: str | None, half: str | None) -> int:
    hour = int(said or 0)
    if half:
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    return hour


def _offset(said: str) -> str:
    return "+00:00" if said == "Z" else said if ":" in said else f"{said[:3]}:{said[3:]}"


def shape_of_number(text: str) -> str:
    """What one cell says about its column: `plain`, `point` or `comma` (which marks the decimals), `either`, or ''."""
    found = _NUMBER.match(text)
    if not found:
        return ""
    digits = re.sub(r"[\s'’\u202f]", "", found[1])
    point, comma = digits.count("."), digits.count(",")
    if not point and not comma:
        return "plain"
    if point and comma:
        return "comma" if digits.rindex(",") > digits.rindex(".") else "point"
    if point > 1 or comma > 1:
        return ("comma" if point else "point") if _GROUPED.match(digits) else ""
    if _GROUPED.match(digits) and not digits.startswith("0"):
        return "either"  # 1.234 or 1,234: thousands, or three decimals
    return "point" if point else "comma"


def mark_of_decimals(shapes: Counter[str]) -> str:
    """`point`, `comma`, or `ask` where 1,234 could be a thousand or one and a bit."""
    if shapes["point"] and not shapes["comma"]:
        return "point"
    if shapes["comma"] and not shapes["point"]:
        return "comma"
    if not shapes["either"] and not shapes["point"]:
        return "point"
    return "ask"


def read_number(text: str, *, mark: str) -> Decimal | None:
    """The number, whatever currency and grouping stand around it; None if it is none."""
    found = _NUMBER.match(text.strip())
    if not found:
        return None
    digits = re.sub(r"[\s'’\u202f]", "", found[1])
    group, decimal = (".", ",") if mark == "comma" else (",", ".")
    whole, _mark, rest = digits.partition(decimal)
    groups = whole.split(group)
    if group in rest or decimal in rest or any(len(part) != 3 for part in groups[1:]):
        return None  # 12,5 where the comma marks thousands: the column was read the wrong way round
    try:
        value = Decimal(f"{''.join(groups)}.{rest}" if rest else "".join(groups))
    except InvalidOperation:
        return None
    before = text.strip()[: found.start(1)]
    return -value if "-" in before or ("(" in before and text.strip().endswith(")")) else value
