"""The source of a statement or an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The contact who told us something, our colleague who heard it, and when.

    Without a contact it was somebody else there. Without a colleague it was the person who notes it, and without
    a time it was just now.
    """

    contact: int | None = None
    colleague: int | None = None
    at: datetime | None = None


UNNAMED = Source()
