"""Reading whether it is delivered."""

from __future__ import annotations

from wellkept.delivery import rules
from wellkept.events.queries import latest


def is_delivered(journey: int) -> bool:
    """Whether something was delivered that the customer has neither accepted nor refused."""
    return rules.is_delivered(event.type for event in latest(journey, types=rules.DELIVERY_EVENTS, limit=1))
