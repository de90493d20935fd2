from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ExportMade(Fact):
    """Everything that this person may read was written into one file."""

    type = "export_made"
    number: int
