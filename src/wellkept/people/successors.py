"""Successors of a colleague who leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Successors:
    """Name one successor for the work of each team (by its key) and one for everything that is no team's."""

    by_team: Mapping[int, int]
    everything: int

    def in_team(self, team: int) -> int:
        """Choose the successor for work of this team."""
        return self.by_team.get(team, self.everything)
