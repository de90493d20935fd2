"""Warnings of silence (law 9): past a stage's limit the owner is warned, then the process owner."""

from __future__ import annotations

from datetime import timedelta

from wellkept.events import sweeps
from wellkept.journeys import facts
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.models import Journey
from wellkept.journeys.rules import open_to_all
from wellkept.kernel import clock
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.queries import company, stand_in

RUNGS = 2


def warn_of_silence(*, by: Actor = SYSTEM) -> int:
    """Warn the owner of each silence past its limit, and the process owner half a limit later. Returns how many."""
    late = Journey.objects.filter(state="open", silent_at__lt=clock.now(), silence_warnings__lt=RUNGS)

    def warn(journey: int) -> bool:
        with turn(journey=journey, by=by, check=open_to_all) as t:
            if not _is_due(t):
                raise sweeps.NotDue
            _warn(t)
            return True

    return sweeps.each("warn_of_silence", list(late.values_list("pk", flat=True)), warn)


def _is_due(t: Turn) -> bool:
    row = t.row
    if row.state != "open" or row.silent_at is None or row.silence_warnings >= RUNGS:
        return False
    patience = timedelta(hours=t.stage.silence_hours / 2) * row.silence_warnings
    return row.silent_at + patience < t.now


def _warn(t: Turn) -> None:
    row = t.row
    row.silence_warnings += 1
    owner = stand_in(row.owner_id, team=row.team_id)
    warned = owner if row.silence_warnings == 1 else company().process_owner_id or owner
    t.audience_people.add(warned)
    t.say(facts.SilenceWarned(warned=warned, since=row.heard_at, rung=row.silence_warnings))
    if not any(step.rule.is_tell and step.awaits == "us" for step in t.steps()):
        name = row.contact.name if row.contact else row.customer.name
        t.plan_step("tell", hours=t.stage.answer_hours, handler=owner, parameters={"name": name})
