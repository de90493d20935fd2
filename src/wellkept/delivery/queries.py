"""Read whether a journey is delivered."""

from __future__ import annotations

from wellkept.delivery import rules
from wellkept.events.queries import latest


def is_delivered(journey: int) -> bool:
    """Whether a delivery waits for the customer's acceptance."""
    return rules.is_delivered(event.type for event in latest(journey, types=rules.DELIVERY_EVENTS, limit=1))
