"""Parts of long numbers: any four digits in a row find a number of which only a part is remembered."""

from __future__ import annotations

GRAM = 4


def grams(digits: str) -> list[str]:
    """Every run of four digits, marked so that no word is like it: `#0142`."""
    return [f"#{digits[i : i + GRAM]}" for i in range(len(digits) - GRAM + 1)]
