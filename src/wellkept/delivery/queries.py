"""Read how far a journey is delivered, and in which parts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Prefetch, Sum

from wellkept.delivery import rules
from wellkept.delivery.models import DeliveredLine, DeliveryPart
from wellkept.delivery.quantities import LineQuantity
from wellkept.events.queries import Happening, latest
from wellkept.orders.models import Agreement
from wellkept.orders.queries import lines_of


def extent(journey: int) -> rules.Extent:
    """Read whether a part or everything lies before the customer, neither accepted nor refused."""
    events = latest(journey, types=rules.DELIVERY_EVENTS, limit=1)
    return rules.extent_of(event.type for event in events)


def delivered(journey: int) -> Happening | None:
    """Return the event of the delivery that waits for the customer's acceptance."""
    events = latest(journey, types=rules.DELIVERY_EVENTS, limit=1)
    return events[0] if rules.extent_of(event.type for event in events) == "everything" else None


def delivered_of(lines: Iterable[int]) -> dict[int, Decimal]:
    """Sum the quantities delivered of each of these agreed lines. Parts that the customer refused do not count."""
    quantities = dict.fromkeys(lines, Decimal(0))
    rows = DeliveredLine.objects.filter(agreement_line_id__in=quantities, part__refused_at__isnull=True)
    sums = rows.values_list("agreement_line_id").annotate(Sum("quantity")).order_by()
    return quantities | dict(sums)


def agreement_in_force(journey: int) -> Agreement | None:
    """The agreement by which a journey is delivered."""
    return Agreement.objects.filter(journey_id=journey, state="agreed").first()


def quantities_of(agreement: Agreement | None) -> list[LineQuantity]:
    """Each line of an agreement with how much of it was delivered. Empty without an agreement."""
    if agreement is None:
        return []
    lines = lines_of(agreement)
    quantities = delivered_of(line.pk for line in lines)
    return [LineQuantity(line, quantities[line.pk]) for line in lines]


def parts_of(journey: int) -> list[DeliveryPart]:
    """Everything that was delivered on a journey, refused parts too, with their lines, oldest first."""
    lines = DeliveredLine.objects.select_related("agreement_line").order_by("agreement_line__position")
    rows = DeliveryPart.objects.filter(journey_id=journey).select_related("recorded_by")
    return list(rows.prefetch_related(Prefetch("lines", lines)).order_by("pk"))
