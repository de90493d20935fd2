"""Goals of a stage: what the customer wanted and what we wanted, met or not."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from wellkept.journeys import facts
from wellkept.journeys.commands.turn import Turn
from wellkept.journeys.models import Goal, Move, Touch


@dataclass(frozen=True)
class Goals:
    """Result of a stage: its two goals, each met or not."""

    customer_met: bool
    business_met: bool
    note: str = ""


def goals_so_far(t: Turn, *, forward: bool) -> Goals | None:
    """Derive the goals that nobody has recorded. Ours is met by the trigger, theirs unless they had to ask.

    None when the goals of this stage are on record.
    """
    goals = Goal.objects.filter(journey_id=OuterRef("journey_id"), move=OuterRef("seq"))
    asking = Touch.objects.filter(
        Q(chase=True) | Q(explained_again=True), journey_id=OuterRef("journey_id"), at__gte=OuterRef("at")
    )
    recorded, asked = (
        Move.objects.filter(journey=t.row, seq=t.row.move)
        .annotate(recorded=Exists(goals), asked=Exists(asking))
        .values_list("recorded", "asked")
        .get()
    )
    return None if recorded else Goals(customer_met=forward and not asked, business_met=forward)


def record_goals(t: Turn, goals: Goals) -> None:
    """Record the goals. Refused if this stage's goals are on record (`goals_are_recorded_once_a_stage`)."""
    Goal(
        journey=t.row,
        move=t.row.move,
        stage=t.row.stage,
        customer_met=goals.customer_met,
        business_met=goals.business_met,
        note=goals.note,
    ).save(force_insert=True)
    t.say(
        facts.GoalsRecorded(
            stage=t.row.stage,
            customer_met=goals.customer_met,
            business_met=goals.business_met,
            note=goals.note,
        )
    )
