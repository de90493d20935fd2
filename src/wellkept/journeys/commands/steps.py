"""Next steps: plan, finish and move them; wait for somebody until the date on which we ask again (law 2)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wellkept.journeys import facts
from wellkept.journeys.commands.plan_next import plan_next
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.models import NextStep
from wellkept.journeys.planned_step import NO_STEP, PlannedStep
from wellkept.journeys.rules import cannot_finish_step, cannot_move_step, open_to_workers
from wellkept.journeys.step_kinds import NEED_TEXT, Parameters
from wellkept.kernel.instants import must_be_ahead
from wellkept.kernel.refusal import invalid
from wellkept.people.actor import Actor
from wellkept.people.models import Person


def plan_step(
    *,
    journey: int,
    due: datetime,
    by: Actor,
    what: str = "",
    handler: int | None = None,
    kind: str = "act",
    parameters: Parameters | None = None,
) -> NextStep:
    """Plan a step of ours by `due`, for `handler` or else the holder."""
    if kind in NEED_TEXT:
        _says_what(what)
    with turn(journey=journey, by=by, check=open_to_workers) as t:
        if handler is not None and not Person.objects.filter(pk=handler, active=True).exists():
            raise invalid("handler", _("This person has left."))
        must_be_ahead("due", due, now=t.now)
        return t.plan_step(kind, what, due=due, handler=handler, parameters=parameters)


def wait_for(*, journey: int, third_party: str, what: str, ask_again: datetime, by: Actor) -> NextStep:
    """Wait for the customer (`third_party` empty) or a named third party, with the date on which we ask again.

    Our own planned steps stay: while there is one, the court is ours.
    """
    _says_what(what)
    with turn(journey=journey, by=by, check=open_to_workers) as t:
        must_be_ahead("ask_again", ask_again, now=t.now)
        return t.plan_step(
            "ask_again",
            what,
            due=ask_again,
            awaits="third" if third_party.strip() else "customer",
            third_party=third_party.strip(),
        )


def finish_step(
    *,
    journey: int,
    step: int,
    by: Actor,
    how: str = "",
    then: PlannedStep = NO_STEP,
) -> None:
    """Finish a step. If no other is open, the same act says what happens next."""
    with turn(journey=journey, by=by, check=lambda state: cannot_finish_step(state, step)) as t:
        row = _open(t, step)
        t.finish([row], note=how.strip())
        plan_next(t, then)


def move_step(*, journey: int, step: int, due: datetime, by: Actor, reason: str = "") -> None:
    """Move one of our steps to another time. Promises to the customer do not move with it."""
    with turn(journey=journey, by=by, check=lambda state: cannot_move_step(state, step)) as t:
        row = _open(t, step)
        must_be_ahead("due", due, now=t.now)
        t.say(facts.StepMoved(step=step, due_before=row.due_at, due=due, reason=reason))
        NextStep.objects.filter(pk=step).update(due_at=due)
        row.due_at = due


def _open(t: Turn, step: int) -> NextStep:
    """The open step, which the check has seen."""
    return next(row for row in t.steps() if row.pk == step)


def _says_what(what: str) -> None:
    if not what.strip():
        raise invalid("what", _("What should happen?"))
