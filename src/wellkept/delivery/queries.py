"""Read how far a journey is delivered, and in which parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import F, Max, Prefetch
from django.utils.translation import gettext_lazy as _

from wellkept.delivery import rules
from wellkept.delivery.line_dates import LineDates
from wellkept.delivery.models import DeliveredLine, DeliveryPart, InstalledItem
from wellkept.delivery.quantities import LineQuantity
from wellkept.events.queries import Happening, latest
from wellkept.journeys.models import Journey
from wellkept.journeys.rights import unreadable
from wellkept.kernel.refusal import missing
from wellkept.orders.models import Agreement
from wellkept.orders.queries import lines_of
from wellkept.people.actor import Actor
from wellkept.promises.models import Promise
from wellkept.promises.purposes import DELIVERY


def extent(journey: int) -> rules.Extent:
    """Read whether a part or everything lies before the customer, neither accepted nor refused."""
    return rules.extent_of(event.type for event in _latest(journey))


def delivered(journey: int) -> Happening | None:
    """Return the event of the delivery that waits for the customer's acceptance."""
    events = _latest(journey)
    return events[0] if rules.extent_of(event.type for event in events) == "everything" else None


def _latest(journey: int) -> list[Happening]:
    """The latest event of the delivery, and the agreement that came after it, if any."""
    events = latest(journey, types=rules.DELIVERY_EVENTS, limit=1)
    if events and events[0].type == "delivered":
        events += [
            change for change in latest(journey, types=("agreed",), limit=1) if change.seq > events[0].seq
        ]
    return events


def delivered_of(lines: Iterable[int]) -> dict[int, Decimal]:
    """Sum the quantities delivered of each of these agreed lines, and of those that it goes on with.

    Parts that the customer refused do not count.
    """
    keys = list(lines)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, delivered_quantity(key) FROM unnest(%s::bigint[]) AS key", [keys])
        return dict(cursor.fetchall())


def items_of(journey: int) -> list[InstalledItem]:
    """Everything that stands or stood at the customer's by this journey: what stands there first, oldest first."""
    rows = InstalledItem.objects.filter(journey_id=journey).select_related("agreement_line")
    return list(rows.order_by(F("taken_out_at").desc(nulls_first=True), "pk"))


def items_at(customer: int, *, by: Actor) -> list[InstalledItem]:
    """Everything that stands at a customer's, as far as the actor may read its journeys."""
    rows = InstalledItem.objects.filter(journey__customer_id=customer, taken_out_at__isnull=True)
    items = list(rows.select_related("journey", "agreement_line").order_by("since", "pk"))
    closed = unreadable([item.journey for item in items], by) if items else set()
    return [item for item in items if item.journey_id not in closed]


def item_of(journey: int, item: int) -> InstalledItem:
    """Read one item of this journey."""
    row = InstalledItem.objects.filter(journey_id=journey, pk=item).first()
    if row is None:
        raise missing("item", _("There is no such item on this journey."))
    return row


def quantities_of(agreement: Agreement | None) -> list[LineQuantity]:
    """Each line of an agreement with how much of it was delivered. Empty without an agreement."""
    if agreement is None:
        return []
    lines = lines_of(agreement)
    quantities = delivered_of(line.pk for line in lines)
    return [LineQuantity(line, quantities[line.pk]) for line in lines]


@dataclass(frozen=True)
class LineProgress:
    """An agreed line that is delivered, with its dates."""

    quantity: LineQuantity
    dates: LineDates


def progress_of(journey: Journey, agreement: Agreement | None) -> list[LineProgress]:
    """Each line that is delivered, with what came of it and its dates. The promised ones are on the ledger."""
    quantities = [row for row in quantities_of(agreement) if row.has_parts]
    if not quantities:
        return []
    promise = (
        Promise.objects.filter(journey=journey, purpose=DELIVERY, struck_at__isnull=True)
        .order_by("-pk")
        .first()
    )
    done = _last_parts([row.line.pk for row in quantities if row.open == 0])
    requested, first, due = journey.requested_for, None, None
    if promise is not None:
        requested = promise.requested_for or requested
        first, due = promise.first_due, promise.due
    return [LineProgress(row, LineDates(requested, first, due, done.get(row.line.pk))) for row in quantities]


def _last_parts(lines: Iterable[int]) -> dict[int, datetime]:
    """For each of these lines, when the last part of it was recorded."""
    rows = DeliveredLine.objects.filter(agreement_line_id__in=list(lines), part__refused_at__isnull=True)
    return dict(rows.values_list("agreement_line_id").annotate(Max("part__recorded_at")).order_by())


def parts_of(journey: int) -> list[DeliveryPart]:
    """Everything that was delivered on a journey, refused parts too, with their lines, oldest first."""
    lines = DeliveredLine.objects.select_related("agreement_line").order_by("agreement_line__position")
    rows = DeliveryPart.objects.filter(journey_id=journey).select_related("recorded_by")
    return list(rows.prefetch_related(Prefetch("lines", lines)).order_by("pk"))
