"""A record of a visit as pages show it, with what the reader may do about it."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.journeys.state import JourneyState
from wellkept.kernel.text import Text
from wellkept.solutions.units import counted
from wellkept.visits.models import VisitRecord
from wellkept.visits.record_kinds import CONFLICTS, KINDS
from wellkept.visits.rules import cannot_judge


@dataclass(frozen=True)
class RecordLine:
    """A record, and what the actor may do about it."""

    row: VisitRecord
    state: JourneyState

    @property
    def kind(self) -> Text:
        return KINDS[self.row.kind]

    @property
    def amount(self) -> str:
        return counted(self.row.quantity, self.row.unit) if self.row.quantity is not None else ""

    @property
    def conflict(self) -> Text:
        """The change of the visit before the record came."""
        return CONFLICTS.get(self.row.conflict, "")

    @property
    def may_count(self) -> bool:
        return cannot_judge(self.state, self.row, counts=True) is None

    @property
    def may_drop(self) -> bool:
        return cannot_judge(self.state, self.row, counts=False) is None
