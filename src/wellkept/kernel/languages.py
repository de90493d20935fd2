"""The languages that the program speaks."""

from __future__ import annotations

import functools
from pathlib import Path

_COMPLETE = Path(__file__).parent / "locale" / "complete.txt"


@functools.cache
def complete() -> frozenset[str]:
    """The languages into which every sentence is translated (written by tools/messages.py)."""
    return frozenset(_COMPLETE.read_text().split())


def spoken(language: str) -> str:
    """The language itself where it is complete, else English: half and half would be neither."""
    return language if language in complete() else "en"
