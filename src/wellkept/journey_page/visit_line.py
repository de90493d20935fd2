"""A visit as the pages of its journey show it, with what the reader may do about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from wellkept.journey_page.record_line import RecordLine
from wellkept.journeys.state import JourneyState
from wellkept.visits.models import Visit
from wellkept.visits.queries import records_of, to_pick, visits_of
from wellkept.visits.rules import (
    cannot_be_late,
    cannot_begin_visit,
    cannot_fix_visit,
    cannot_move_visit,
    cannot_pick,
)
from wellkept.visits.window import Window


@dataclass(frozen=True)
class VisitLine:
    """A visit, and what the actor may do about it."""

    row: Visit
    state: JourneyState
    records: list[RecordLine] = field(default_factory=list)

    @property
    def window(self) -> Window | None:
        """When it takes place; None while no time is picked."""
        return self.row.window

    @property
    def to_pick(self) -> list[Window]:
        """The windows that the customer may still pick."""
        return to_pick(self.row, now=self.state.now)

    @property
    def may_pick(self) -> bool:
        return cannot_pick(self.state, self.row) is None

    @property
    def may_fix(self) -> bool:
        return cannot_fix_visit(self.state, self.row) is None

    @property
    def may_move(self) -> bool:
        return cannot_move_visit(self.state, self.row) is None

    @property
    def may_begin(self) -> bool:
        return cannot_begin_visit(self.state, self.row) is None

    @property
    def may_be_late(self) -> bool:
        return cannot_be_late(self.state, self.row) is None

    @property
    def conflicts(self) -> int:
        """Number of records that wait for somebody's word."""
        return sum(line.row.state == "conflict" for line in self.records)

    @property
    def is_behind(self) -> bool:
        """Whether its beginning has passed."""
        return self.row.starts_at is not None and self.row.starts_at <= self.state.now


def visit_lines(state: JourneyState, *, recorded: bool) -> list[VisitLine]:
    """Read the visits of a journey, those to come first, and their records where there are any."""
    rows = visits_of(state.row.pk)
    records = [RecordLine(row, state) for row in (records_of([row.pk for row in rows]) if recorded else [])]
    return [VisitLine(row, state, [line for line in records if line.row.visit_id == row.pk]) for row in rows]
