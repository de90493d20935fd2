"""Record steps of the blueprint, done with evidence or as deviations with a reason (law 6)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.blueprints.models import Step
from wellkept.journeys import facts
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.models import StepRecord
from wellkept.journeys.rules import cannot_record_step
from wellkept.kernel.refusal import invalid
from wellkept.people.actor import Actor


def do_step(*, journey: int, step: str, by: Actor, evidence: str = "") -> None:
    """Record that a step of the blueprint was done as described."""
    with turn(journey=journey, by=by, check=lambda state: cannot_record_step(state, step)) as t:
        row = _step(t, step)
        _keep(t, row, evidence=evidence.strip(), deviation="")
        t.say(facts.BlueprintStepDone(step=row.key, title=row.title, evidence=evidence.strip()))


def deviate(*, journey: int, step: str, by: Actor, reason: str) -> None:
    """Record that a step was skipped or done otherwise, with the reason and the person."""
    if not reason.strip():
        raise invalid("reason", _("Why was it done differently?"))
    with turn(journey=journey, by=by, check=lambda state: cannot_record_step(state, step)) as t:
        row = _step(t, step)
        _keep(t, row, evidence="", deviation=reason.strip())
        t.say(facts.Deviated(step=row.key, title=row.title, reason=reason.strip()))


def _step(t: Turn, key: str) -> Step:
    return next(step for step in t.plan.steps if step.key == key)


def _keep(t: Turn, step: Step, *, evidence: str, deviation: str) -> None:
    StepRecord.objects.create(
        journey=t.row,
        version_id=t.row.version_id,
        step=step.key,
        by_id=t.by.as_staff(),
        at=t.now,
        evidence=evidence,
        deviation=deviation,
    )
