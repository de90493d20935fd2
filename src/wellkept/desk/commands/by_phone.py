"""Somebody calls: what they said, written down in one act, wherever it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wellkept.desk.commands.first_word import first_word
from wellkept.intake.arrivals import Call
from wellkept.intake.commands.arriving import take_call
from wellkept.intake.commands.items import set_clock
from wellkept.intake.queries import called, where
from wellkept.journeys.commands.steps import plan_step
from wellkept.journeys.commands.touches import log_touch
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import invalid, missing
from wellkept.people.actor import Actor
from wellkept.people.queries import person


@dataclass(frozen=True, slots=True)
class Noted:
    """Where it stands now: on a journey by its number, or in Intake."""

    number: str = ""
    item: int | None = None
    opened: bool = False


def note_call(
    *,
    said: str,
    by: Actor,
    once: str,
    journey: int | None = None,
    customer: int | None = None,
    contact: int | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    to_intake: bool = False,
    seconds_waited: int | None = None,
    call_back_by: datetime | None = None,
    chase: bool = False,
) -> Noted:
    """On this journey; else as a new one of this customer, or of somebody new; or into Intake, where a person decides.

    `call_back_by`: they wait for our call until then. `once` tells a form that was sent twice.
    """
    if not said.strip():
        raise invalid("said", "What did they say?")
    if call_back_by is not None and call_back_by < clock.now():
        raise invalid("call_back_by", "This time has passed already.")
    if journey is not None:
        return _on(journey, said, by, seconds_waited, call_back_by, chase)
    if to_intake:
        return _into_intake(said, by, once, name, phone, seconds_waited, call_back_by)
    with transaction.atomic():
        row = first_word(
            need=said,
            by=by,
            customer=customer,
            contact=contact,
            contact_name=name if contact is None and (customer is None or phone or email) else "",
            phone=phone if contact is None else "",
            email=email if contact is None else "",
            channel="call",
        )
        if seconds_waited or chase:
            _on(row.pk, said, by, seconds_waited, None, chase)
        if call_back_by is not None:
            plan_step(journey=row.pk, what=_call_back(row), due=call_back_by, kind="call_back", by=by)
    return Noted(number=row.number, opened=True)


def _on(
    journey: int, said: str, by: Actor, seconds: int | None, call_back_by: datetime | None, chase: bool
) -> Noted:
    row = Journey.objects.select_related("contact").filter(pk=journey).first()
    if row is None:
        raise missing("journey", "There is no such journey.")
    log_touch(
        journey=journey,
        incoming=True,
        channel="call",
        said=said,
        chase=chase,
        seconds_waited=seconds,
        next_what=_call_back(row) if call_back_by else "",
        next_due=call_back_by,
        next_kind="call_back",
        by=by,
    )
    return Noted(number=row.number)


def _call_back(row: Journey) -> str:
    return f"Call {row.contact.name} back" if row.contact else "Call them back"


def _into_intake(
    said: str,
    by: Actor,
    once: str,
    name: str,
    phone: str,
    seconds: int | None,
    call_back_by: datetime | None,
) -> Noted:
    earlier = called(f"by hand {once}")
    if earlier is not None:  # the same form once more
        there = where(earlier)
        return Noted(number=there.number or "", item=there.item)
    call = Call(
        id=f"by hand {once}",
        caller=phone,
        answered=True,
        at=clock.now(),
        by=person(by.as_staff()).email,
        seconds_waited=seconds,
        words=f"{name}: {said}" if name else said,
    )
    found = where(take_call(call).message)
    if found.item is not None and call_back_by is not None:
        set_clock(item=found.item, due=call_back_by, by=by)
    return Noted(number=found.number or "", item=found.item)
