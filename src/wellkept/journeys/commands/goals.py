"""How a stage ended for both sides."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from wellkept.journeys import facts
from wellkept.journeys.commands.turn import Turn
from wellkept.journeys.models import Goal, Move, Touch


@dataclass(frozen=True)
class Goals:
    """How the stage ended for both sides."""

    customer_met: bool
    business_met: bool
    note: str = ""


def goals_so_far(t: Turn, *, forward: bool) -> Goals | None:
    """Where nobody said otherwise: ours is met when the trigger came, theirs unless they had to ask for something.

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
    """Keep them; refused where this stage's are on record already (`goals_are_recorded_once_a_stage`)."""
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
