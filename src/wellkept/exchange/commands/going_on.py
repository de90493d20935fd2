"""An import goes on, whatever it is at: the table from its state to its next batch."""

from __future__ import annotations

from wellkept.exchange.commands import checking, reading, running, undoing, work

STEPS: dict[str, work.Step] = {
    "reading": reading.look_at,
    "checking": checking.step,
    "running": running.step,
    "taking_back": undoing.step,
}


def go_on(*, of: int, seconds: float | None = work.SLICE, hands_on: bool = True) -> bool:
    """Batch after batch until it waits for a person; True if it does, False if the time was up before."""
    return work.work(of=of, steps=STEPS, seconds=seconds, hands_on=hands_on)
