"""Read how a journey ended, and how often its customer was asked."""

from __future__ import annotations

from wellkept.endings.rules import Asks
from wellkept.journeys.models import Ending, Journey
from wellkept.notices.models import Notice


def ending(journey: int) -> Ending | None:
    """Read the ending of a journey, if it has ended."""
    return Ending.objects.select_related("next_journey", "into").filter(journey_id=journey).first()


def asks_of(row: Journey) -> Asks:
    """Count the asks since the customer was last heard from, and find the told notice of the last ask."""
    heard = row.touches.filter(incoming=True).order_by("-at").values_list("at", flat=True).first()
    notices = list(
        Notice.objects.filter(
            subject_id=row.pk, kind__in=("ask", "last_ask"), made_at__gt=heard or row.opened_at
        ).order_by("made_at")
    )
    last_asks = [notice for notice in notices if notice.kind == "last_ask" and notice.told_at is not None]
    return Asks(len(notices), last_asks[0] if last_asks else None)
