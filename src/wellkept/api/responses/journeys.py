"""Journeys as an outline, as a row and whole; and the answer to an act on one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ninja import Schema

from wellkept.api.responses.agreements import AgreementOut, agreement_out
from wellkept.api.responses.delivered_parts import ItemOut, PartOut, item_out, part_out
from wellkept.api.responses.promises import PromiseOut, promise_out
from wellkept.api.responses.staff import PersonOut, person_out
from wellkept.api.times import Instant
from wellkept.delivery.queries import delivered, delivered_of, items_of, parts_of
from wellkept.endings.queries import ending
from wellkept.journeys import queries as journeys
from wellkept.journeys.rights import may_read
from wellkept.kernel import number
from wellkept.orders import queries as orders
from wellkept.people.actor import Actor
from wellkept.promises import queries as promises
from wellkept.sales import queries as sales

if TYPE_CHECKING:
    from wellkept.journeys.models import Handoff, Hold, Journey, NextStep


class StepOut(Schema):
    """A next step with its due time."""

    id: int
    kind: str
    what: str
    due: Instant
    awaits: str
    whom: str
    handler: PersonOut | None


class JourneyOut(Schema):
    """A journey. If it is confidential and the token's person may not read it, only its outline."""

    number: str
    shown: str
    state: str
    stage: str
    court: str
    court_since: Instant
    waits_for: str
    confidential: bool
    readable: bool
    owner: PersonOut
    holder: PersonOut | None
    opened_at: Instant
    accepted_at: Instant | None
    rested_at: Instant | None
    ended_at: Instant | None
    customer: int | None
    customer_name: str | None
    contact: int | None
    site: int | None
    entity: int | None
    need: str | None
    budget: Decimal | None
    requested_for: Instant | None
    blueprint: str | None
    next_step: StepOut | None


class HandoffOut(Schema):
    """An offer of a handoff."""

    id: int
    from_stage: str
    to_stage: str
    state: str
    complete: bool
    offered_at: Instant
    answer_by: Instant
    answer: str
    rating: int | None


class ReadBackOut(Schema):
    """Our restatement of the need."""

    id: int
    text: str
    state: str
    correction: str


class TriggerOut(Schema):
    """The customer's act that ends a stage."""

    id: int
    kind: str
    evidence: str
    given_at: Instant
    recorded_at: Instant
    objected_at: Instant | None


class HoldOut(Schema):
    """A hold."""

    id: int
    stops: str
    why: str
    placed_at: Instant


class EndingOut(Schema):
    """The ending of a journey."""

    how: str
    why: str
    next_journey: str | None
    into: str | None


class JourneyWhole(JourneyOut):
    """A journey with everything that is open on it, its promises and its agreement.

    `delivery` is the delivery that waits for acceptance, or 0.
    """

    steps: list[StepOut]
    promises: list[PromiseOut]
    handoff: HandoffOut | None
    read_backs: list[ReadBackOut]
    agreements: list[AgreementOut]
    delivery: int
    parts: list[PartOut]
    items: list[ItemOut]
    triggers: list[TriggerOut]
    holds: list[HoldOut]
    ending: EndingOut | None


class Taken(Schema):
    """The act is done: the id of what it made, if anything, on which journey.

    `journey` is the journey as it is now, if the request had the header `Prefer: return=representation`.
    """

    id: int | None
    number: str
    journey: JourneyOut | None


class AgreementTaken(Taken):
    """The agreement lies before the customer. The digest is that of the page which they see."""

    digest: str


class DeliveryTaken(Taken):
    """The delivery is recorded. The acceptance names it by `delivery`."""

    delivery: int


def step_out(row: NextStep) -> StepOut:
    return StepOut(
        id=row.pk,
        kind=row.kind,
        what=row.sentence,
        due=row.due_at,
        awaits=row.awaits,
        whom=row.whom,
        handler=person_out(row.handler),
    )


def journey_out(row: Journey, by: Actor) -> JourneyOut:
    """The journey, or its outline."""
    return JourneyOut(**_outline(row, may_read(row, by)))


def _outline(row: Journey, readable: bool) -> dict[str, Any]:
    values: dict[str, Any] = dict.fromkeys(JourneyOut.model_fields)
    values.update(
        number=row.number,
        shown=number.show(row.number),
        state=row.state,
        stage=row.stage,
        court=row.court,
        court_since=row.court_since,
        waits_for=row.waits_for if readable else "",
        confidential=row.confidential,
        readable=readable,
        owner=person_out(row.owner),
        holder=person_out(row.holder),
        opened_at=row.opened_at,
        accepted_at=row.accepted_at,
        rested_at=row.rested_at,
        ended_at=row.ended_at,
    )
    if readable:
        values.update(
            customer=row.customer_id,
            customer_name=row.customer.name,
            contact=row.contact_id,
            site=row.site_id,
            entity=row.entity_id,
            need=row.need,
            budget=row.budget,
            requested_for=row.requested_for,
            blueprint=row.blueprint.key,
            next_step=step_out(row.next_step) if row.next_step is not None else None,
        )
    return values


def journey_whole(row: Journey) -> JourneyWhole:
    """The whole journey. The caller has checked the right to read it."""
    key = row.pk
    ended = ending(key) if row.state == "ended" else None
    offer = journeys.latest_handoff(key)
    waits = delivered(key)
    agreements = orders.agreements_with_lines(key)
    quantities = delivered_of(line.pk for item in agreements for line in item.lines.all())
    return JourneyWhole(
        **_outline(row, True),
        steps=[step_out(item) for item in journeys.open_steps(key)],
        promises=[promise_out(item) for item in promises.promises(key)],
        handoff=handoff_out(offer) if offer is not None and offer.state == "offered" else None,
        read_backs=[
            ReadBackOut(id=row.pk, text=row.text, state=row.state, correction=row.correction)
            for row in sales.read_backs(key)
        ],
        agreements=[agreement_out(item, quantities) for item in agreements],
        delivery=waits.id if waits is not None else 0,
        parts=[part_out(item) for item in parts_of(key)],
        items=[item_out(item) for item in items_of(key)],
        triggers=[
            TriggerOut(
                id=item.pk,
                kind=item.kind,
                evidence=item.evidence,
                given_at=item.given_at,
                recorded_at=item.recorded_at,
                objected_at=item.objected_at,
            )
            for item in journeys.triggers_of([key])[key]
        ],
        holds=[hold_out(item) for item in journeys.holds_of([key])[key]],
        ending=EndingOut(
            how=ended.how,
            why=ended.why,
            next_journey=ended.next_journey.number if ended.next_journey else None,
            into=ended.into.number if ended.into else None,
        )
        if ended is not None
        else None,
    )


def handoff_out(row: Handoff) -> HandoffOut:
    return HandoffOut(
        id=row.pk,
        from_stage=row.from_stage,
        to_stage=row.to_stage,
        state=row.state,
        complete=row.complete,
        offered_at=row.offered_at,
        answer_by=row.answer_by,
        answer=row.answer,
        rating=row.rating,
    )


def hold_out(row: Hold) -> HoldOut:
    return HoldOut(id=row.pk, stops=row.stops, why=row.why, placed_at=row.placed_at)
