"""An import goes on, whatever it is at: the table from its state to its next batch."""

from __future__ import annotations

from wellkept.imports.commands import batches
from wellkept.imports.commands.steps import bring, check, read, take_back

STEPS: dict[str, batches.Step] = {
    "reading": read.look_at,
    "checking": check.step,
    "running": bring.step,
    "taking_back": take_back.step,
}


def go_on(*, of: int, seconds: float | None = batches.SLICE, hands_on: bool = True) -> bool:
    """Batch after batch until it waits for a person; True if it does, False if the time was up before."""
    return batches.work(of=of, steps=STEPS, seconds=seconds, hands_on=hands_on)
