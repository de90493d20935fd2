"""Beginning and end of every act on a journey: look up the number, then answer what was made and where to read more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from wellkept.api.authentication import actor
from wellkept.api.idempotent import Made, wants_the_whole
from wellkept.api.responses.journeys import Taken, journey_out
from wellkept.journeys import queries

if TYPE_CHECKING:
    from wellkept.journeys.models import Journey


def found(request: HttpRequest, number: str) -> Journey:
    """Return the journey if the token's person may read it."""
    return queries.journey(number, by=actor(request), whole=False)


def taken(
    request: HttpRequest, row: Journey, id: int | None = None, *, out: type[Taken] = Taken, **more: object
) -> Made:
    """Answer an act with what it made. The journey as it is now comes with it if the program asks for it."""
    now = journey_out(queries.by_id(row.pk), actor(request)) if wants_the_whole(request) else None
    return Made(out(id=id, number=row.number, journey=now, **more), location=f"/api/v1/journeys/{row.number}")
