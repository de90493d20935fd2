"""Response bodies. Names are the glossary's words. Instants are UTC. Money is a decimal in a string."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from ninja import Schema
from pydantic import PlainSerializer

from wellkept import catalogue
from wellkept.delivery.queries import delivered
from wellkept.endings.queries import ending
from wellkept.events.queries import Happening
from wellkept.journeys import queries as journeys
from wellkept.journeys.rights import may_read
from wellkept.kernel import number
from wellkept.orders import queries as orders
from wellkept.people.actor import Actor
from wellkept.promises import queries as promises
from wellkept.sales import queries as sales

if TYPE_CHECKING:
    from wellkept.customers.models import Contact, Customer, Site
    from wellkept.journeys.models import Handoff, Hold, Journey, NextStep
    from wellkept.orders.models import Agreement
    from wellkept.people.models import Person
    from wellkept.promises.models import Promise

Instant = Annotated[datetime, PlainSerializer(lambda at: at.astimezone(UTC).isoformat(), return_type=str)]


class PersonOut(Schema):
    """One of the staff."""

    id: int
    name: str


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
    need: str | None
    budget: Decimal | None
    requested_for: Instant | None
    blueprint: str | None
    next_step: StepOut | None


class MoveOut(Schema):
    """A new date of a promise, and the answer to it."""

    id: int
    from_due: Instant
    to_due: Instant
    reason: str
    needs_yes: bool
    told_at: Instant | None
    answer: str


class PromiseOut(Schema):
    """A promise."""

    id: int
    kind: str
    purpose: str
    text: str
    state: str
    requested_for: Instant | None
    first_due: Instant | None
    due: Instant | None
    amount: Decimal | None
    currency: str
    kept_at: Instant | None
    moves: list[MoveOut]


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


class AgreementOut(Schema):
    """An agreement as it was put to the customer."""

    id: int
    state: str
    words: str
    total: Decimal
    currency: str
    delivery_by: Instant
    valid_until: Instant | None
    deemed_days: int | None
    digest: str
    agreed_at: Instant | None
    signed_name: str
    customer_reference: str


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
    triggers: list[TriggerOut]
    holds: list[HoldOut]
    ending: EndingOut | None


class Taken(Schema):
    """The act is done: the id of what it made, if anything, and the journey as it is now."""

    id: int | None
    journey: JourneyOut


class EventOut(Schema):
    """One event of the log. `sentence` is for people; `facts` are its typed data."""

    id: int
    seq: int
    type: str
    happened_at: Instant
    recorded_at: Instant
    actor_kind: str
    actor_id: int | None
    cause: int | None
    court: str | None
    erased: bool
    sentence: str
    facts: dict[str, Any]


class ContactOut(Schema):
    """A human to talk to."""

    id: int
    name: str
    role: str
    email: str
    phone: str
    language: str
    channel: str
    time_zone: str
    quiet_from: time | None
    quiet_until: time | None
    active: bool


class SiteOut(Schema):
    """A place."""

    id: int
    label: str
    street: str
    postcode: str
    city: str
    country: str
    closed_at: Instant | None


class CustomerOut(Schema):
    """An organisation or a person."""

    id: int
    kind: str
    name: str
    language: str
    time_zone: str
    country: str
    heard_through: str
    heard_of_us: str


class CustomerWhole(CustomerOut):
    """A customer with contacts and sites."""

    contacts: list[ContactOut]
    sites: list[SiteOut]


def person(row: Person | None) -> PersonOut | None:
    return PersonOut(id=row.pk, name=row.name) if row is not None else None


def step(row: NextStep) -> StepOut:
    return StepOut(
        id=row.pk,
        kind=row.kind,
        what=row.what,
        due=row.due_at,
        awaits=row.awaits,
        whom=row.whom,
        handler=person(row.handler),
    )


def journey(row: Journey, by: Actor) -> JourneyOut:
    """The journey, or its outline."""
    return JourneyOut(**_journey(row, may_read(row, by)))


def _journey(row: Journey, readable: bool) -> dict[str, Any]:
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
        owner=person(row.owner),
        holder=person(row.holder),
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
            need=row.need,
            budget=row.budget,
            requested_for=row.requested_for,
            blueprint=row.blueprint.key,
            next_step=step(row.next_step) if row.next_step is not None else None,
        )
    return values


def whole(row: Journey) -> JourneyWhole:
    """The whole journey. The caller has checked the right to read it."""
    key = row.pk
    ended = ending(key) if row.state == "ended" else None
    offer = journeys.latest_handoff(key)
    waits = delivered(key)
    return JourneyWhole(
        **_journey(row, True),
        steps=[step(item) for item in journeys.open_steps(key)],
        promises=[promise(item) for item in promises.promises(key)],
        handoff=handoff(offer) if offer is not None and offer.state == "offered" else None,
        read_backs=[
            ReadBackOut(id=row.pk, text=row.text, state=row.state, correction=row.correction)
            for row in sales.read_backs(key)
        ],
        agreements=[agreement(item) for item in orders.agreements(key)],
        delivery=waits.id if waits is not None else 0,
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
        holds=[hold(item) for item in journeys.holds_of([key])[key]],
        ending=EndingOut(
            how=ended.how,
            why=ended.why,
            next_journey=ended.next_journey.number if ended.next_journey else None,
            into=ended.into.number if ended.into else None,
        )
        if ended is not None
        else None,
    )


def promise(row: Promise) -> PromiseOut:
    return PromiseOut(
        id=row.pk,
        kind=row.kind,
        purpose=row.purpose,
        text=row.what,
        state=promises.state_of(row),
        requested_for=row.requested_for,
        first_due=row.first_due,
        due=row.due,
        amount=row.amount,
        currency=row.currency,
        kept_at=row.kept_at,
        moves=[
            MoveOut(
                id=move.pk,
                from_due=move.from_due,
                to_due=move.to_due,
                reason=move.reason,
                needs_yes=move.needs_yes,
                told_at=move.told_at,
                answer=move.answer,
            )
            for move in row.moves.all()
        ],
    )


def handoff(row: Handoff) -> HandoffOut:
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


def agreement(row: Agreement) -> AgreementOut:
    return AgreementOut(
        id=row.pk,
        state=row.state,
        words=row.words,
        total=row.total,
        currency=row.currency,
        delivery_by=row.delivery_by,
        valid_until=row.valid_until,
        deemed_days=row.deemed_days,
        digest=bytes(row.digest).hex(),
        agreed_at=row.agreed_at,
        signed_name=row.signed_name,
        customer_reference=row.customer_reference,
    )


def hold(row: Hold) -> HoldOut:
    return HoldOut(id=row.pk, stops=row.stops, why=row.why, placed_at=row.placed_at)


def contact(row: Contact) -> ContactOut:
    return ContactOut(
        id=row.pk,
        name=row.name,
        role=row.role,
        email=row.email,
        phone=row.phone,
        language=row.language,
        channel=row.channel,
        time_zone=row.time_zone,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        active=row.active,
    )


def site(row: Site) -> SiteOut:
    return SiteOut(
        id=row.pk,
        label=row.label,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        country=row.country,
        closed_at=row.closed_at,
    )


def customer(row: Customer) -> CustomerOut:
    return CustomerOut(**_customer(row))


def customer_whole(
    row: Customer, *, contacts: Callable[[int], Any], sites: Callable[[int], Any]
) -> CustomerWhole:
    """A customer with contacts and sites."""
    return CustomerWhole(
        **_customer(row),
        contacts=[contact(item) for item in contacts(row.pk)],
        sites=[site(item) for item in sites(row.pk)],
    )


def _customer(row: Customer) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "name": row.name,
        "language": row.language,
        "time_zone": row.time_zone,
        "country": row.country,
        "heard_through": row.heard_through,
        "heard_of_us": row.heard_of_us,
    }


def events(happenings: list[Happening]) -> list[EventOut]:
    """Events with their sentences."""
    names = catalogue.names_for(happenings)
    return [
        EventOut(
            id=event.id,
            seq=event.seq,
            type=event.type,
            happened_at=event.happened,
            recorded_at=event.recorded,
            actor_kind=event.actor_kind,
            actor_id=event.actor_id,
            cause=event.cause,
            court=event.court,
            erased=event.erased,
            sentence=catalogue.staff(event, names).text,
            facts=event.facts,
        )
        for event in happenings
    ]
