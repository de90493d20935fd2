"""Phrases that a view hands to a page: short words in a line, each perhaps with a look or a link."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """Words of a line. `look` is a class such as `bad`, `href` makes them a link."""

    words: str
    look: str = ""
    href: str = ""
