"""Placement of labels: a lane is a row of intervals that never overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

GAP = 6.0
_NARROW = frozenset("fijlrtI.,:;'’|!()[] ")
_BROAD = frozenset("mwMWÄÖÜ@%—…€")


def text_width(text: str, size: float) -> float:
    """Upper estimate of a text's width, in our typeface or the system's."""
    units = sum(0.36 if c in _NARROW else 0.92 if c in _BROAD else 0.72 if c.isupper() else 0.6 for c in text)
    return units * size + 1


def shorten(text: str, size: float, most: float) -> str:
    """The text, or as much of it as fits, with an ellipsis; empty when not even four letters fit."""
    if text_width(text, size) <= most:
        return text
    cut = text
    while len(cut) > 4:
        cut = cut[:-1].rstrip()
        if text_width(cut + "…", size) <= most:
            return cut + "…"
    return ""


@dataclass(slots=True)
class Lane:
    """One row of labels. `posts` are positions of lines that labels must not cover."""

    left: float
    right: float
    taken: list[tuple[float, float]] = field(default_factory=list)
    posts: list[float] = field(default_factory=list)

    def fits(self, start: float, end: float, *, own: Sequence[float] = ()) -> bool:
        """Whether start..end is inside, free, and no post but the label's own goes through it."""
        return (
            start >= self.left
            and end <= self.right
            and all(end + GAP <= a or start >= b + GAP for a, b in self.taken)
            and all(not start - 2 < post < end + 2 for post in self.posts if post not in own)
        )

    def clear(self, posts: Sequence[float]) -> bool:
        """Whether posts may stand there without going through words."""
        return all(not start - 2 < post < end + 2 for post in posts for start, end in self.taken)

    def take(self, start: float, end: float) -> None:
        self.taken.append((start, end))
