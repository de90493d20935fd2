"""Give the visits of a colleague who leaves to their successor."""

from __future__ import annotations

from django.db import transaction

from wellkept.journeys.commands.turn import turn
from wellkept.people.actor import Actor
from wellkept.people.successors import Successors
from wellkept.visits.commands.visit_changes import hand
from wellkept.visits.commands.visit_offers import of_key
from wellkept.visits.models import Visit


@transaction.atomic
def hand_over(*, person: int, to: Successors, by: Actor) -> None:
    """Give the visits to which `person` would go to their successor. Part of `leaving.leave`."""
    rows = Visit.objects.filter(person_id=person, state__in=("offered", "fixed"))
    for key, journey in rows.order_by("journey_id", "pk").values_list("pk", "journey_id"):
        with turn(journey=journey, by=by, check=lambda _state: None) as t:
            hand(t, of_key(key), to=to.everything)
