"""Read the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from wellkept.kernel import clock
from wellkept.kernel.refusal import missing
from wellkept.promises.models import Promise, PromiseMove


def promises(journey: int) -> list[Promise]:
    """List all promises of a journey with their moves in order, by due time."""
    return list(
        Promise.objects.filter(journey_id=journey)
        .prefetch_related(Prefetch("moves", PromiseMove.objects.order_by("pk")))
        .order_by("due", "pk")
    )


def promise(id: int, *, journey: int) -> Promise:
    """Read one promise of this journey."""
    row = next((row for row in promises(journey) if row.pk == id), None)
    if row is None:
        raise missing("promise", _("There is no such promise on this journey."))
    return row


def open_promises(journey: int) -> list[Promise]:
    """List promises that are neither kept, released nor struck."""
    return [row for row in promises(journey) if row.kept_at is row.released_at is row.struck_at is None]


def open_promises_of(journeys: Sequence[int]) -> dict[int, list[Promise]]:
    """List the open promises of each of these journeys, by due time."""
    open_promises: dict[int, list[Promise]] = {journey: [] for journey in journeys}
    rows = Promise.objects.filter(
        journey_id__in=journeys, kept_at__isnull=True, released_at__isnull=True, struck_at__isnull=True
    )
    for row in rows.order_by("due", "pk"):
        open_promises[row.journey_id].append(row)
    return open_promises


def move(id: int, *, journey: int) -> PromiseMove:
    """Read one new date of this journey's promises."""
    new_date = PromiseMove.objects.select_related("promise").filter(pk=id, journey_id=journey).first()
    if new_date is None:
        raise missing("move", _("There is no such new date."))
    return new_date


def unanswered_move(row: Promise) -> PromiseMove | None:
    """Find the latest new date of an open promise that the customer has not answered."""
    if row.kept_at or row.released_at or row.struck_at:
        return None
    moves = list(row.moves.all())
    return moves[-1] if moves and not moves[-1].answer else None


def state_of(row: Promise, *, now: datetime | None = None) -> str:
    """Derive the state that a promise's chip shows: kept, released, struck, broken, moved or open."""
    if row.kept_at:
        return "kept"
    if row.released_at:
        return "released"
    if row.struck_at:
        return "struck"
    if row.due is not None and row.due < (now or clock.now()):
        return "broken"
    return "moved" if row.due != row.first_due else "open"
