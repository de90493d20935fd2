from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ImportRan(Fact):
    """An import begins to bring in what was asked about: the cause of all that it brings in."""

    type = "import_ran"
    number: int
    source: str
    files: list[str]


@dataclass(frozen=True, kw_only=True)
class ImportTakenBack(Fact):
    """What an import brought in, and nobody has touched since, was brought in by error."""

    type = "import_taken_back"
    number: int
    source: str
    also: list[int]
