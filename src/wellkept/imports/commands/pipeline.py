"""Continue an import: the table from its state to its next step."""

from __future__ import annotations

from wellkept.imports.commands import batches
from wellkept.imports.commands.steps import bring, check, read, take_back

STEPS: dict[str, batches.Step] = {
    "reading": read.confirm_columns_next,
    "checking": check.step,
    "running": bring.step,
    "taking_back": take_back.step,
}


def go_on(*, of: int, seconds: float | None = batches.SLICE, hands_on: bool = True) -> bool:
    """Work until the import waits for a person (True) or the time is up (False)."""
    return batches.work(of=of, steps=STEPS, seconds=seconds, hands_on=hands_on)
