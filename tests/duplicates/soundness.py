"""Check of a table of weights: its shares are probabilities."""

from __future__ import annotations

from wellkept.duplicates.rules.compare import LEVELS
from wellkept.duplicates.rules.weights import Table


def is_sound(table: Table) -> bool:
    """Whether `m` and `u` of each thing add up to one, and none is zero."""
    return all(
        set(table[what]) == set(levels)
        and all(min(table[what][level]) > 0 for level in levels)
        and all(abs(sum(table[what][level][i] for level in levels) - 1) < 1e-6 for i in (0, 1))
        for what, levels in LEVELS.items()
    )
