"""Parse dates as people write them. The whole column decides the order, never a single cell."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

from wellkept.kernel.instants import has_bounds

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
_COMPACT = re.compile(rf"^(\d{{4}})(\d{{2}})(\d{{2}}){_TIME}$")
_WEEKDAY = re.compile(r"^[^\W\d]{2,12}\.?,?\s+(?=\d{1,4}[-/.]\d)")
_HOURS = re.compile(r"(:\d{2})\s*(?:Uhr|h)$")


@cache
def months() -> dict[str, int]:
    """Map names and short names of months in several languages to their numbers."""
    numbers: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context=context, locale=language).items():
                    numbers.setdefault(name.lower().strip("."), number)
    for short, number in (("sept", 9), ("mrz", 3), ("maerz", 3)):
        numbers.setdefault(short, number)
    return numbers


def shape_of_date(text: str) -> str:
    """Classify a cell for its column: `plain` (unambiguous), `dmy`, `mdy`, `either`, or empty if it is no
    date.
    """
    text = _bare(text)
    if _YEAR_FIRST.match(text):
        return "plain" if _date(text, "dmy") else ""
    named = _NAMED.match(text) or _NAMED_FIRST.match(text)
    if named:
        return "plain" if _date(text, "dmy") else ""
    match = _YEAR_LAST.match(text)
    if not match:
        return ""
    first, second = int(match[1]), int(match[2])
    if first > 12 >= second >= 1:
        return "dmy"
    if second > 12 >= first >= 1:
        return "mdy"
    if "." in text.split(" ")[0]:
        return "dmy" if second <= 12 else ""  # with points, nobody writes the month first
    return "either" if first == 0 or second == 0 or (first <= 12 and second <= 12) else ""


def order_of_dates(shapes: Counter[str]) -> str:
    """Decide the order of a column: `dmy`, `mdy`, `plain`, or `ask` if it is ambiguous or contradictory."""
    if shapes["dmy"] and not shapes["mdy"]:
        return "dmy"
    if shapes["mdy"] and not shapes["dmy"]:
        return "mdy"
    if not shapes["either"] and not shapes["dmy"] and not shapes["mdy"]:
        return "plain"
    return "ask"


def read_date(text: str, *, order: str, zone: ZoneInfo) -> datetime | None:
    """Parse an instant in UTC, at midnight of the zone if there is no time; None if it is no date in that
    order.
    """
    return _date(text, order, zone)


def _date(text: str, order: str, zone: ZoneInfo | None = None) -> datetime | None:
    """Parse a date in any supported form. Eight digits are one only where a date is asked for."""
    text = _bare(text)
    if match := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        parts = int(match[1]), int(match[2]), int(match[3])
    elif match := _YEAR_LAST.match(text):
        left, right, year = int(match[1]), int(match[2]), _year(match[3])
        parts = (
            (year, left, right) if order == "mdy" and "." not in text.split(" ")[0] else (year, right, left)
        )
    elif match := _NAMED.match(text):
        parts = _year(match[3]), months().get(match[2].lower(), 0), int(match[1])
    elif match := _NAMED_FIRST.match(text):
        parts = int(match[3]), months().get(match[1].lower(), 0), int(match[2])
    else:
        return None
    hour, minute, second, half, offset = match.groups()[3:8]
    try:
        clock = time(_hour(hour, half), int(minute or 0), int(second or 0))
        local = datetime.combine(date(*parts), clock)
        if offset:
            instant = datetime.fromisoformat(f"{local.isoformat()}{_offset(offset)}")
        else:
            instant = local.replace(tzinfo=zone or UTC)
        instant = instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return instant if has_bounds(instant) else None


def _bare(text: str) -> str:
    """Drop the day of the week before a date in digits, and the word after its time."""
    return _HOURS.sub(r"\1", _WEEKDAY.sub("", text.strip()))


def _year(digits: str) -> int:
    """Complete a two-digit year: before 70 in the 2000s."""
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 70 else 1900)


def _hour(digits: str | None, half: str | None) -> int:
    """Convert to 24 hours."""
    hour = int(digits or 0)
    if half:
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    return hour


def _offset(offset: str) -> str:
    """Normalise a time zone offset."""
    return "+00:00" if offset == "Z" else offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
