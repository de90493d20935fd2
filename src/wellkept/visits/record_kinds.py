"""Kinds of records of a visit, and what is to be checked there."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import pgettext_lazy

from wellkept.kernel.text import Text

COUNTED: Final = ("hours", "part", "kilometres")
PICTURED: Final = ("photo", "signature")
WORDED: Final = ("check", "work", "part", "item", "signature")
UNITS: Final = {"hours": "HUR", "kilometres": "KMT"}
"""Units that go without saying. A part names its own."""
KINDS: Final[dict[str, Text]] = {
    "begun": pgettext_lazy("at a visit", "Begun"),
    "check": pgettext_lazy("at a visit", "Checked"),
    "work": pgettext_lazy("at a visit", "Done"),
    "hours": pgettext_lazy("at a visit", "Hours"),
    "part": pgettext_lazy("at a visit", "Part used"),
    "kilometres": pgettext_lazy("at a visit", "Driven"),
    "item": pgettext_lazy("at a visit", "Installed"),
    "photo": pgettext_lazy("at a visit", "Photograph"),
    "signature": pgettext_lazy("at a visit", "Signed by"),
    "ended": pgettext_lazy("at a visit", "Ended"),
}
CONFLICTS: Final[dict[str, Text]] = {
    "moved": pgettext_lazy("at a visit", "the visit had another time by then"),
    "handed": pgettext_lazy("at a visit", "somebody else had the visit by then"),
    "cancelled": pgettext_lazy("at a visit", "the visit was cancelled by then"),
    "missed": pgettext_lazy("at a visit", "the visit was called off by then"),
    "serial": pgettext_lazy("at a visit", "this serial number stands somewhere else"),
    "item": pgettext_lazy("at a visit", "the item could not be entered on the journey"),
}
_MARK = re.compile(r"^\s*(?:[-*•]|\[ ?\])\s*")


def to_check(words: str) -> list[str]:
    """Read a checklist from the words of a visit: its lines with a mark, else each of several lines."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    marked = [_MARK.sub("", line) for line in lines if _MARK.match(line)]
    return [line for line in (marked or (lines if len(lines) > 1 else [])) if line]
