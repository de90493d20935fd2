"""Findings of the verifier: what is wrong, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

KEPT = 1000  # findings that are kept in full; all are counted


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: at an event of a subject, in a row of a table, or of a subject as a whole."""

    subject: int | None
    why: str
    seq: int | None = None
    event: int | None = None
    table: str = ""
    row: str = ""

    def __str__(self) -> str:
        """The place, then what is wrong with it."""
        place = []
        if self.subject is not None:
            place.append(f"subject {self.subject}")
        if self.seq is not None:
            place.append(f"event {self.seq} of its chain")
        if self.event is not None:
            place.append(f"number {self.event}")
        if self.table:
            place.append(f"{self.table} {self.row}".strip())
        return f"{', '.join(place)}: {self.why}" if place else self.why


@dataclass
class Findings:
    """All that was found, in the order in which it was found. The first thousand are kept, the rest is counted."""

    count: int = 0
    kept: list[Finding] = field(default_factory=list)
    tell: Callable[[Finding], None] | None = (
        None  # called with each finding, also with those that are not kept
    )

    def add(self, finding: Finding) -> None:
        """Tell a finding, and keep it or only count it."""
        self.count += 1
        if self.tell is not None:
            self.tell(finding)
        if len(self.kept) < KEPT:
            self.kept.append(finding)

    def __iter__(self) -> Iterator[Finding]:
        """The findings that were kept."""
        return iter(self.kept)
