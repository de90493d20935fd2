"""The next step as a person says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """The next step as a person says it: the act and its due time, before it is planned on a journey.

    Without a due time it is due when the stage answers. `waits_for` makes it a waiting: for a third party of
    that name, or, if empty, for the customer.
    """

    text: str = ""
    due: datetime | None = None
    kind: str = "act"
    waits_for: str | None = None

    @property
    def is_said(self) -> bool:
        """Whether there is a step at all. An act without words is none."""
        return self.kind != "act" or bool(self.text.strip())

    @property
    def awaits(self) -> str:
        """Side that the step waits for."""
        if self.waits_for is None:
            return "us"
        return "third" if self.waits_for.strip() else "customer"


NO_STEP = PlannedStep()  # nobody said what happens next
