"""Record a telephone call with what was said, in one command."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wellkept.idempotency.commands import Answer
from wellkept.idempotency.commands import once as done_once
from wellkept.intake.calls_and_forms import Call
from wellkept.intake.commands.first_contact import Speaker, first_word
from wellkept.intake.commands.items import set_clock
from wellkept.intake.commands.store_other import take_call
from wellkept.intake.queries import called, where
from wellkept.journeys.commands.steps import plan_step
from wellkept.journeys.commands.touches import log_touch
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.touch import Effort, IncomingTouch
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


@dataclass(frozen=True, kw_only=True, slots=True)
class PhoneCall:
    """A call as a colleague noted it. `call_back_by`: the caller waits for our call until then."""

    summary: str
    seconds_waited: int | None = None
    call_back_by: datetime | None = None
    chase: bool = False


NOBODY = Speaker()


def note_call(
    *,
    call: PhoneCall,
    by: Actor,
    once: str,
    journey: int | None = None,
    speaker: Speaker = NOBODY,
    to_intake: bool = False,
) -> Noted:
    """Record a call on this journey, else as a new journey of the speaker, else in Intake.

    `once` identifies the form: a form sent twice is stored once and gives the same answer.
    """
    if not call.summary.strip():
        raise invalid("said", _("What did they say?"))

    def write() -> Answer:
        if call.call_back_by is not None and call.call_back_by < clock.now():
            raise invalid("call_back_by", _("This time has passed already."))
        if to_intake:
            return _answer(Noted())  # written there when this is kept
        if journey is not None:
            return _answer(_on(journey, call, by))
        return _answer(_opened(call, speaker, by))

    asks = repr((call, journey, speaker, to_intake)).encode()
    try:
        noted = _noted(done_once(caller=f"by phone:{by.as_staff()}", key=once, asks=[asks], act=write))
    except Refusal as refusal:
        if refusal.code != "key_used":
            raise
        raise Refusal(
            "written_already",
            _("This form was sent already, with other words."),
            instead=_("What the form shows now is not saved yet. Send it again to save it too."),
            status=422,
        ) from refusal
    return _into_intake(call, speaker, by, once) if to_intake else noted


def _opened(call: PhoneCall, speaker: Speaker, by: Actor) -> Noted:
    """Open a journey with the call."""
    row = first_word(need=Need(call.summary), speaker=speaker, by=by)
    if call.seconds_waited or call.chase:
        _on(row.pk, replace(call, call_back_by=None), by)
    if call.call_back_by is not None:
        plan_step(journey=row.pk, due=call.call_back_by, kind="call_back", parameters=_name(row), by=by)
    return Noted(number=row.number, opened=True)


def _answer(noted: Noted) -> Answer:
    """Convert for the stored answer."""
    return Answer(status=201, body=json.dumps({"number": noted.number, "opened": noted.opened}).encode())


def _noted(answer: Answer) -> Noted:
    """Read a stored answer."""
    return Noted(**json.loads(answer.body))


def _on(journey: int, call: PhoneCall, by: Actor) -> Noted:
    """Record the call on this journey."""
    row = Journey.objects.select_related("contact").filter(pk=journey).first()
    if row is None:
        raise missing("journey", _("There is no such journey."))
    log_touch(
        journey=journey,
        touch=IncomingTouch(
            "call", call.summary, effort=Effort(chase=call.chase, seconds_waited=call.seconds_waited)
        ),
        then=PlannedStep(due=call.call_back_by, kind="call_back" if call.call_back_by else "act"),
        by=by,
    )
    return Noted(number=row.number)


def _name(row: Journey) -> dict[str, str]:
    """Name the caller."""
    return {"name": row.contact.name if row.contact else ""}


def _into_intake(noted: PhoneCall, speaker: Speaker, by: Actor, once: str) -> Noted:
    """Store the call in a transaction of its own before routing it. Its id comes from the form."""
    id = f"by hand {by.as_staff()} {once}"
    who = ", ".join(filter(None, (speaker.contact_name.strip(), speaker.email.strip())))
    call = Call(
        id=id,
        caller=speaker.phone,
        answered=True,
        at=clock.now(),
        by=person(by.as_staff()).email,
        seconds_waited=noted.seconds_waited,
        words=f"{who}: {noted.summary}" if who else noted.summary,
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
            if place.item is not None and noted.call_back_by is not None:
                set_clock(item=place.item, due=noted.call_back_by, by=by)
            return Noted(number=place.number or "", item=place.item)
    there = where(earlier)  # the same form once more
    return Noted(number=there.number or "", item=there.item)
