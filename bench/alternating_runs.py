"""Two or three ways to do the same, one batch of each in turn, so that a busy moment of the machine meets them all."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

BATCH = 10


@dataclass
class Way:
    """One way to do it: `act` takes what was prepared for one time."""

    name: str
    act: Callable[[Any], Any]
    prepared: Sequence[Any]
    statements: float | None = None
    seconds: list[float] = field(default_factory=list)
    batches: list[float] = field(default_factory=list)

    @property
    def a_second(self) -> float:
        return len(self.seconds) / sum(self.seconds)

    def milliseconds(self, percent: int) -> float:
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[percent - 1] * 1000


def race(ways: Sequence[Way], *, batch: int = BATCH) -> None:
    """All ways, batch by batch, each time in another order. The first batch warms up and is not counted."""
    count = min(len(way.prepared) for way in ways)
    for start in range(0, count, batch):
        turn = (start // batch) % len(ways)
        for way in [*ways[turn:], *ways[:turn]]:
            took = []
            for thing in way.prepared[start : start + batch]:
                began = time.perf_counter()
                way.act(thing)
                took.append(time.perf_counter() - began)
            if start:
                way.seconds += took
                way.batches.append(sum(took))


def ratio(way: Way, to: Way) -> float:
    """How much of the other's throughput this way has: the median over the pairs of neighbouring batches."""
    return statistics.median(theirs / ours for ours, theirs in zip(way.batches, to.batches, strict=True))
