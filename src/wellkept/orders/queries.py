"""Read agreements."""

from __future__ import annotations

from collections.abc import Sequence

from wellkept.kernel import clock
from wellkept.orders import rules
from wellkept.orders.models import Agreement


def agreements(journey: int) -> list[Agreement]:
    """List every agreement put forward on a journey, newest first."""
    return list(
        Agreement.objects.filter(journey_id=journey).select_related("put_by").order_by("-put_at", "-pk")
    )


def agreement_to_answer(journey: int) -> Agreement | None:
    """Find the agreement that the customer may agree to now."""
    return next((row for row in agreements(journey) if row.state == "put"), None)


def agreements_to_answer(journeys: Sequence[int]) -> dict[int, Agreement]:
    """Find the agreements that wait for the customers of these journeys."""
    return {row.journey_id: row for row in Agreement.objects.filter(journey_id__in=journeys, state="put")}


def frozen_text(row: Agreement, *, number: str) -> str:
    """The exact text of the page, as it is hashed."""
    return rules.text_of(
        number=number,
        words=row.words,
        total=row.price,
        delivery_by=row.delivery_by,
        dates=row.dates,
        deemed_days=row.deemed_days,
    )


def code_is_waited_for(row: Agreement) -> bool:
    """Whether a code was sent that is still valid."""
    return row.code_digest is not None and row.code_until is not None and row.code_until > clock.now()
