"""Skills of our people: short words, with a comma between them."""

from __future__ import annotations

MOST = 30
LONGEST = 60


def skills_in(text: str) -> list[str]:
    """Split the words by commas and lines. A word that differs only in its capitals stands once."""
    words = (" ".join(word.split()) for word in text.replace("\n", ",").split(","))
    return list({word.casefold(): word for word in reversed([word for word in words if word])}.values())[::-1]
