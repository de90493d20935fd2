"""Run variants of the same act in alternating batches, so that a busy moment of the machine affects all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

BATCH = 10


@dataclass
class Variant:
    """One variant: `act` is called once with each of `prepared`."""

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


def run_alternately(variants: Sequence[Variant], *, batch: int = BATCH) -> None:
    """Run all variants batch by batch in a changing order. The first batch warms up and is not counted."""
    count = min(len(variant.prepared) for variant in variants)
    for start in range(0, count, batch):
        shift = (start // batch) % len(variants)
        for variant in [*variants[shift:], *variants[:shift]]:
            took = []
            for argument in variant.prepared[start : start + batch]:
                began = time.perf_counter()
                variant.act(argument)
                took.append(time.perf_counter() - began)
            if start:
                variant.seconds += took
                variant.batches.append(sum(took))


def ratio(variant: Variant, to: Variant) -> float:
    """Return the throughput relative to another variant: the median over neighbouring batches."""
    return statistics.median(theirs / ours for ours, theirs in zip(variant.batches, to.batches, strict=True))
