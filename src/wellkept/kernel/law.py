"""A constraint of the database, in words for people."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.kernel.text import Text


@dataclass(frozen=True)
class Law:
    """One constraint: the number of its law (0 where it only keeps data sound), its sentence, the way out."""

    law: int
    sentence: Text
    instead: Text = ""
