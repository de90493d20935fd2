"""Read read-backs and the customer's answers."""

from __future__ import annotations

from wellkept.sales.models import ReadBack


def read_backs(journey: int) -> list[ReadBack]:
    """List every read-back of a journey, newest first."""
    return list(
        ReadBack.objects.filter(journey_id=journey).select_related("put_by").order_by("-put_at", "-pk")
    )


def read_back_to_answer(journey: int) -> ReadBack | None:
    """Find the read-back that the customer has neither confirmed nor corrected."""
    return next((row for row in read_backs(journey) if row.state == "put"), None)
