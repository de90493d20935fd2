"""Read whether a journey is delivered."""

from __future__ import annotations

from wellkept.delivery import rules
from wellkept.events.queries import Happening, latest


def is_delivered(journey: int) -> bool:
    """Whether a delivery waits for the customer's acceptance."""
    return delivered(journey) is not None


def delivered(journey: int) -> Happening | None:
    """Return the event of the delivery that waits for the customer's acceptance."""
    events = latest(journey, types=rules.DELIVERY_EVENTS, limit=1)
    return events[0] if rules.is_delivered(event.type for event in events) else None
