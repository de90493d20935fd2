"""A defect that the customer found at the acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Defect:
    """The customer's words, the agreed line concerned (its key), and by when it is put right. Both may be left open."""

    what: str
    due: datetime | None = None
    line: int | None = None
