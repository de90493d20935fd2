"""Grams of long numbers: four digits in a row find a number that is half remembered."""

from __future__ import annotations

GRAM = 4


def grams(digits: str) -> list[str]:
    """List every run of four digits, marked so that it equals no word: `#0142`."""
    return [f"#{digits[i : i + GRAM]}" for i in range(len(digits) - GRAM + 1)]
