"""Events of imports. Their subject is the company."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact

SUBJECTS = ("company",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class ImportRan(Fact):
    """An import began to add rows. Every event that it makes names this one as its cause."""

    type = "import_ran"
    number: int
    source: str
    files: list[str]


@dataclass(frozen=True, kw_only=True)
class ImportTakenBack(Fact):
    """An import was taken back: everything that it made and nobody changed since, and the journeys in `also`."""

    type = "import_taken_back"
    number: int
    source: str
    also: list[int]
