"""Put a journey to rest after acceptance, and wake it under the same number."""

from __future__ import annotations

from typing import Literal

from wellkept.blueprints.queries import current, team_for
from wellkept.journeys import facts, handoff_facts
from wellkept.journeys.commands.handoffs import close_offer
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.correction_facts import RestedAgain
from wellkept.journeys.models import Move, NextStep
from wellkept.journeys.rules import cannot_wake
from wellkept.kernel.instants import later
from wellkept.people.actor import Actor
from wellkept.people.queries import standing_member

Why = Literal["came_in", "objection", "check_in", "by_hand"]


def rest(t: Turn, *, evidence: str, words: str) -> None:
    """Put the journey to rest, with its number and its owner. Part of a command that has checked it.

    Its only next step is the check-in of its blueprint.
    """
    handoff = t.state.offer
    if handoff is not None:
        close_offer(t, handoff, "withdrawn", t.by.person or t.row.owner_id, "")
        t.say(handoff_facts.HandoffWithdrawn(handoff=handoff.pk, because="at_rest"))
    check_in = later(t.now, days=t.plan.version.check_in_days)
    t.say(facts.WentToRest(check_in=check_in, evidence=evidence, said=words), first=True)
    t.finish(t.steps(), how="at_rest", say=False)
    t.row.state, t.row.rested_at = "at_rest", t.now
    t.row.holder = None
    t.plan_step("check_in", due=check_in)


def wake(t: Turn, *, why: Why, channel: str = "", words: str = "") -> None:
    """Open a journey at rest again, with support, on the version in force.

    `channel` is the one by which a touch came in, `words` the reason that a person typed.
    """
    row = t.row
    if row.state != "at_rest":
        return
    process = current(blueprint=row.blueprint_id)
    if row.stage not in [stage.stage for stage in process.stages]:
        process = t.plan  # the version now approved no longer has this stage: the journey stays on its own
    team = team_for(row.blueprint_id, "support")
    holder = standing_member(team, prefer=row.owner_id)
    row.move += 1
    Move(
        journey=row,
        seq=row.move,
        from_stage=row.stage,
        to_stage=row.stage,
        version=process.version,
        woke=True,
        reason=words or why,
        at=t.now,
    ).save(force_insert=True)
    t.finish(t.steps(), how="woken", say=False)
    row.state, row.team, row.holder_id, row.version = "open", team, holder, process.version
    t.say(facts.Woke(version=process.version.pk, holder=holder, why=why, channel=channel, said=words))


def rest_again(t: Turn, *, to_number: str) -> None:
    """Put it to rest again until its former check-in: the touch that woke it belongs to journey `to_number`."""
    before = NextStep.objects.filter(journey=t.row, kind="check_in", done_how="woken").latest("done_at", "pk")
    t.say(RestedAgain(check_in=before.due_at, to_number=to_number))
    t.finish(t.steps(), how="at_rest", say=False)
    t.row.state, t.row.holder = "at_rest", None
    t.plan_step("check_in", due=before.due_at)


def wake_journey(*, journey: int, why: str, by: Actor, next_what: str, hours: float | None = None) -> None:
    """Wake a journey at rest, by hand or by the clock at its check-in."""
    with turn(journey=journey, by=by, check=cannot_wake) as t:
        wake(t, why="by_hand", words=why)
        t.plan_step("act", next_what, hours=hours or t.stage.answer_hours)
