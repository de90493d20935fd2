"""Hand over what waits in Intake with a colleague who leaves."""

from __future__ import annotations

from django.db import transaction

from wellkept.intake.commands.filter_rules import hand_over_rules
from wellkept.intake.commands.items import hand_over_items
from wellkept.people.actor import Actor
from wellkept.people.successors import Successors


@transaction.atomic
def hand_over(*, person: int, to: Successors, by: Actor) -> None:
    """Give a leaver's intake items and rules to their successor. Part of `leaving.leave`."""
    hand_over_items(person=person, to=to.everything, by=by)
    hand_over_rules(person=person, to=to.everything, by=by)
