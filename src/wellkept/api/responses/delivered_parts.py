"""Parts of a delivery, and installed items."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ninja import Schema

from wellkept.api.times import Instant

if TYPE_CHECKING:
    from wellkept.delivery.models import DeliveryPart, InstalledItem


class PartLineOut(Schema):
    """The quantity of an agreed line in a part."""

    line: int
    quantity: Decimal


class PartOut(Schema):
    """A part of the delivery. One that was refused does not count."""

    id: int
    words: str
    delivered_at: Instant
    recorded_at: Instant
    refused_at: Instant | None
    lines: list[PartLineOut]


class ItemOut(Schema):
    """An item that stands at the customer's, or stood there until it was taken out."""

    id: int
    product: str
    serial: str
    place: str
    since: date
    line: int | None
    replaces: int | None
    taken_out_at: Instant | None
    taken_out_because: str


def part_out(row: DeliveryPart) -> PartOut:
    return PartOut(
        id=row.pk,
        words=row.words,
        delivered_at=row.delivered_at,
        recorded_at=row.recorded_at,
        refused_at=row.refused_at,
        lines=[PartLineOut(line=line.agreement_line_id, quantity=line.quantity) for line in row.lines.all()],
    )


def item_out(row: InstalledItem) -> ItemOut:
    return ItemOut(
        id=row.pk,
        product=row.product,
        serial=row.serial,
        place=row.place,
        since=row.since,
        line=row.agreement_line_id,
        replaces=row.replaces_id,
        taken_out_at=row.taken_out_at,
        taken_out_because=row.taken_out_because,
    )
