"""Plan the next step that a person said."""

from __future__ import annotations

from wellkept.journeys.commands.turn import Turn
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.step_kinds import Parameters
from wellkept.kernel.instants import must_be_ahead


def plan_next(
    t: Turn, then: PlannedStep, *, hours: float | None = None, parameters: Parameters | None = None
) -> None:
    """Plan the step that a person said, if they said one. A due time that has passed is refused.

    Without a due time it is due in `hours`. Without `hours` too, it is due when the stage answers.
    """
    if not then.is_said:
        return
    must_be_ahead("next_due", then.due, now=t.now)
    t.plan_step(
        then.kind if then.waits_for is None else "ask_again",
        then.text,
        due=then.due,
        hours=hours or t.stage.answer_hours,
        awaits=then.awaits,
        third_party=(then.waits_for or "").strip(),
        parameters=parameters,
    )
