"""Deliver everything that is open, or a part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from wellkept.delivery import facts, rules
from wellkept.delivery.commands.install import install_all
from wellkept.delivery.models import DeliveredLine, DeliveryPart
from wellkept.delivery.new_item import NewItem
from wellkept.delivery.quantities import (
    LineQuantity,
    cannot_be_a_part,
    everything_open,
    is_everything,
)
from wellkept.delivery.queries import delivered, extent, quantities_of
from wellkept.events.queries import consequences
from wellkept.journeys.commands.touches import wait_for_customer
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.kernel.instants import later
from wellkept.kernel.money import digits
from wellkept.kernel.refusal import invalid, missing, refuse
from wellkept.orders.commands.put_and_agree import withdraw_page
from wellkept.orders.models import Agreement
from wellkept.orders.queries import agreement_in_force
from wellkept.people.actor import Actor
from wellkept.promises.commands.ledger import keep, open_promises
from wellkept.promises.models import Promise
from wellkept.promises.purposes import DELIVERY


def deliver(
    *,
    journey: int,
    words: str,
    by: Actor,
    happened: datetime | None = None,
    lines: Mapping[int, Decimal] | None = None,
    items: Sequence[NewItem] = (),
) -> DeliveryPart | None:
    """Record a delivery: everything that is open, or these quantities of agreed lines, by their keys.

    When everything is there, the customer is asked to accept it, and the agreement's dated promises are kept by it. So
    is what had to be put right after a rejection. Of a part they are told what came and when the rest comes.

    `items` stand at the customer's from now on. Returns the part; None where the journey has no agreement.
    """
    if not words.strip():
        raise invalid("words", _("What was delivered or done?"))
    with turn(journey=journey, by=by, check=rules.cannot_deliver, happened=happened) as t:
        agreement = agreement_in_force(journey)
        quantities = quantities_of(agreement)
        part = everything_open(quantities) if lines is None else dict(lines)
        refuse(cannot_be_a_part(quantities, part) if lines is not None else None)
        row = _write(t, agreement, part, words=words.strip(), happened=happened)
        if is_everything(quantities, part):
            withdraw_page(t, because="delivered")
            t.say(facts.Delivered(said=words.strip(), **_on_record(row, quantities, part)), happened=happened)
            _ask_for_acceptance(t, agreement, words=words.strip())
        else:
            assert row is not None
            t.say(
                facts.PartDelivered(
                    said=row.words,
                    agreement=row.agreement_id,
                    part=row.pk,
                    lines=_by_place(quantities, part),
                ),
                happened=happened,
            )
            _tell_progress(t, row, quantities, part)
        install_all(t, items)
        return row


def deliver_the_rest(t: Turn, *, words: str, happened: datetime | None) -> Recorded:
    """Take all that is open as delivered, because the customer accepts it. Returns the facts about this part."""
    if extent(t.row.pk) == "everything":
        return {}
    agreement = agreement_in_force(t.row.pk)
    quantities = quantities_of(agreement)
    part = everything_open(quantities)
    row = _write(t, agreement, part, words=words, happened=happened) if part else None
    return _on_record(row, quantities, part)


def refuse_parts(t: Turn, keys: Sequence[int]) -> tuple[list[int], list[Promise]]:
    """Mark parts as refused, the latest one if none is named. Returns them, and the promises that are owed again."""
    parts = list(DeliveryPart.objects.filter(journey=t.row, refused_at__isnull=True).order_by("pk"))
    if set(keys) - {part.pk for part in parts}:
        raise missing("part", _("There is no such part, or it was refused already."))
    owed_again = _seemingly_kept(t)
    refused = [part for part in parts if part.pk in keys]
    if not keys and extent(t.row.pk) != "nothing":
        refused = parts[-1:]
    for part in refused:
        part.refused_at = t.now
        part.save(update_fields=["refused_at"])
    return [part.pk for part in refused], owed_again


def _write(
    t: Turn,
    agreement: Agreement | None,
    part: Mapping[int, Decimal],
    *,
    words: str,
    happened: datetime | None,
) -> DeliveryPart | None:
    """Write the part with its lines. A journey that came here without an agreement has none."""
    if agreement is None:
        return None
    row = DeliveryPart(
        journey=t.row,
        agreement=agreement,
        words=words,
        delivered_at=happened or t.now,
        recorded_at=t.now,
        recorded_by_id=t.by.person,
    )
    row.save(force_insert=True)
    DeliveredLine.objects.bulk_create(
        (
            DeliveredLine(part=row, journey_id=t.row.pk, agreement_line_id=key, quantity=quantity)
            for key, quantity in sorted(part.items())
        ),
        batch_size=500,
    )
    return row


def _ask_for_acceptance(t: Turn, agreement: Agreement | None, *, words: str) -> None:
    keep(t, [p for p in open_promises(t) if p.kind == "date"])
    days = agreement.deemed_days if agreement is not None else None
    deemed_on = later(t.now, days=days).isoformat() if days else None
    t.tell("please_accept", words=words, deemed_on=deemed_on)
    t.finish(
        [
            s
            for s in t.steps()
            if s.rule.is_put_right or (s.handler_id is None and (s.rule.is_work or s.rule.is_ask_again))
        ],
        how="delivered",
    )
    wait_for_customer(t)


def _tell_progress(
    t: Turn, row: DeliveryPart, quantities: Sequence[LineQuantity], part: Mapping[int, Decimal]
) -> None:
    """Tell the customer what came, what is still to come, and by when."""
    came = [_counted(line, part[line.line.pk]) for line in quantities if line.line.pk in part]
    rest = [(line, line.open - part.get(line.line.pk, 0)) for line in quantities]
    due = next((promise.due for promise in open_promises(t) if promise.purpose == DELIVERY), None)
    t.tell(
        "part_delivered",
        words=row.words,
        came=came[:LINES_IN_A_LETTER],
        to_come=[_counted(line, open) for line, open in rest if open > 0][:LINES_IN_A_LETTER],
        due=due.isoformat() if due is not None else None,
    )


LINES_IN_A_LETTER = 30


def _counted(row: LineQuantity, quantity: Decimal) -> list[str]:
    """A line in a letter: its words, how many, and the code of its unit."""
    return [row.title, digits(quantity), row.line.unit]


class Recorded(TypedDict, total=False):
    """Facts about a part. There are none where nothing was written."""

    agreement: int
    part: int
    lines: dict[str, Decimal]


def _on_record(
    row: DeliveryPart | None, quantities: Sequence[LineQuantity], part: Mapping[int, Decimal]
) -> Recorded:
    if row is None:
        return {}
    return {"agreement": row.agreement_id, "part": row.pk, "lines": _by_place(quantities, part)}


def _by_place(quantities: Sequence[LineQuantity], part: Mapping[int, Decimal]) -> dict[str, Decimal]:
    """The quantities by the places of their lines in the agreement."""
    shown = ((row.line.position, part.get(row.line.pk)) for row in quantities)
    return {str(place): Decimal(digits(quantity)) for place, quantity in shown if quantity is not None}


def _seemingly_kept(t: Turn) -> list[Promise]:
    """The promises that were marked as kept by the delivery that the customer refuses now."""
    delivery = delivered(t.row.pk)
    if delivery is None:
        return []
    kept = [event.facts["promise"] for event in consequences(delivery) if event.type == "promise_kept"]
    return list(Promise.objects.filter(pk__in=kept, kept_at__isnull=False).order_by("due", "pk"))
