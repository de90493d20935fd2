"""Reading how a journey ended."""

from __future__ import annotations

from wellkept.journeys.models import Ending


def ending(journey: int) -> Ending | None:
    """The one way in which it ended, if it has."""
    return Ending.objects.select_related("next_journey", "into").filter(journey_id=journey).first()
