"""The languages that the program speaks."""

from __future__ import annotations

import functools
from importlib.resources.abc import Traversable
from pathlib import Path

_COMPLETE = Path(__file__).parent / "locale" / "complete.txt"


@functools.cache
def complete() -> frozenset[str]:
    """The languages into which every sentence is translated (written by tools/messages.py)."""
    return frozenset(_COMPLETE.read_text().split())


def spoken(language: str) -> str:
    """Return the language if its catalogue is complete, else English, so that no page is half translated."""
    return language if language in complete() else "en"


def in_language(shelf: Traversable, language: str) -> Traversable:
    """Choose the folder with the texts of this language, else the shelf itself, with the English ones."""
    folder = shelf / spoken(language)
    return folder if folder.is_dir() else shelf
