"""A constraint of the database, in words for people."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.kernel.text import Text


@dataclass(frozen=True)
class Law:
    """One constraint: its law's number (0 for plain data integrity), its sentence, and the way out."""

    law: int
    sentence: Text
    instead: Text = ""
