"""Record a telephone call with what was said, in one command."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wellkept.idempotency.commands import Answer
from wellkept.idempotency.commands import once as done_once
from wellkept.intake.calls_and_forms import Call
from wellkept.intake.commands.first_contact import first_word
from wellkept.intake.commands.items import set_clock
from wellkept.intake.commands.store_other import take_call
from wellkept.intake.queries import called, where
from wellkept.journeys.commands.steps import plan_step
from wellkept.journeys.commands.touches import log_touch
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.people.actor import Actor
from wellkept.people.queries import person


@dataclass(frozen=True, slots=True)
class Noted:
    """Place of the call: a journey by its number, or Intake."""

    number: str = ""
    item: int | None = None
    opened: bool = False


def note_call(
    *,
    summary: str,
    by: Actor,
    once: str,
    journey: int | None = None,
    customer: int | None = None,
    contact: int | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    language: str = "",
    to_intake: bool = False,
    seconds_waited: int | None = None,
    call_back_by: datetime | None = None,
    chase: bool = False,
) -> Noted:
    """Record a call on this journey, else as a new journey, else in Intake.

    The new journey is of this customer or of a new one. `call_back_by`: the caller waits for our call until
    then. `once` identifies the form: a form sent twice is stored once and gives the same answer.
    """
    if not summary.strip():
        raise invalid("said", _("What did they say?"))

    def write() -> Answer:
        if call_back_by is not None and call_back_by < clock.now():
            raise invalid("call_back_by", _("This time has passed already."))
        if to_intake:
            return _answer(Noted())  # written there when this is kept
        if journey is not None:
            return _answer(_on(journey, summary, by, seconds_waited, call_back_by, chase))
        return _answer(_opened())

    def _opened() -> Noted:
        row = first_word(
            need=summary,
            by=by,
            customer=customer,
            contact=contact,
            contact_name=name if contact is None and (customer is None or phone or email) else "",
            phone=phone if contact is None else "",
            email=email if contact is None else "",
            language=language if contact is None else "",
            channel="call",
        )
        if seconds_waited or chase:
            _on(row.pk, summary, by, seconds_waited, None, chase)
        if call_back_by is not None:
            plan_step(journey=row.pk, due=call_back_by, kind="call_back", parameters=_name(row), by=by)
        return Noted(number=row.number, opened=True)

    asks = (
        summary,
        journey,
        customer,
        contact,
        name,
        phone,
        email,
        language,
        to_intake,
        seconds_waited,
        call_back_by,
        chase,
    )
    try:
        noted = _noted(
            done_once(caller=f"by phone:{by.as_staff()}", key=once, asks=[repr(asks).encode()], act=write)
        )
    except Refusal as no:
        if no.code != "key_used":
            raise
        raise Refusal(
            "written_already",
            _("This form was sent already, with other words."),
            instead=_("What the form shows now is not saved yet. Send it again to save it too."),
            status=422,
        ) from no
    who = ", ".join(filter(None, (name.strip(), email.strip())))
    return _into_intake(summary, by, once, who, phone, seconds_waited, call_back_by) if to_intake else noted


def _answer(noted: Noted) -> Answer:
    """Convert for the stored answer."""
    return Answer(status=201, body=json.dumps({"number": noted.number, "opened": noted.opened}).encode())


def _noted(answer: Answer) -> Noted:
    """Read a stored answer."""
    return Noted(**json.loads(answer.body))


def _on(
    journey: int, summary: str, by: Actor, seconds: int | None, call_back_by: datetime | None, chase: bool
) -> Noted:
    """Record the call on this journey."""
    row = Journey.objects.select_related("contact").filter(pk=journey).first()
    if row is None:
        raise missing("journey", _("There is no such journey."))
    log_touch(
        journey=journey,
        incoming=True,
        channel="call",
        words=summary,
        chase=chase,
        seconds_waited=seconds,
        next_due=call_back_by,
        next_kind="call_back" if call_back_by else "act",
        by=by,
    )
    return Noted(number=row.number)


def _name(row: Journey) -> dict[str, str]:
    """Name the caller."""
    return {"name": row.contact.name if row.contact else ""}


def _into_intake(
    summary: str,
    by: Actor,
    once: str,
    who: str,
    phone: str,
    seconds: int | None,
    call_back_by: datetime | None,
) -> Noted:
    """Store the call in a transaction of its own before routing it. Its id comes from the form."""
    id = f"by hand {by.as_staff()} {once}"
    call = Call(
        id=id,
        caller=phone,
        answered=True,
        at=clock.now(),
        by=person(by.as_staff()).email,
        seconds_waited=seconds,
        words=f"{who}: {summary}" if who else summary,
    )
    earlier = called(id)
    if earlier is None:
        try:
            place = where(take_call(call).message)
        except Refusal as no:
            earlier = called(id)
            if no.code != "call_told_otherwise" or earlier is None:
                raise
        else:
            if place.item is not None and call_back_by is not None:
                set_clock(item=place.item, due=call_back_by, by=by)
            return Noted(number=place.number or "", item=place.item)
    there = where(earlier)  # the same form once more
    return Noted(number=there.number or "", item=there.item)
