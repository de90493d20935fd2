"""Beginning and end of every act on a journey: look up the number, then answer with the new state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from wellkept.api.authentication import actor
from wellkept.api.idempotent import Made
from wellkept.api.responses.journeys import Taken, journey_out
from wellkept.journeys import queries

if TYPE_CHECKING:
    from wellkept.journeys.models import Journey


def found(request: HttpRequest, number: str) -> Journey:
    """Return the journey if the token's person may read it."""
    return queries.journey(number, by=actor(request), whole=False)


def taken(request: HttpRequest, row: Journey, id: int | None = None) -> Made:
    """Answer an act with the journey as it is now."""
    return Made(Taken(id=id, journey=journey_out(queries.by_id(row.pk), actor(request))))
