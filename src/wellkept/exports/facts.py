"""Events of exports. Their subject is the company."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact

SUBJECTS = ("company",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class ExportMade(Fact):
    """A person asked for one file with everything that they may read."""

    type = "export_made"
    number: int
