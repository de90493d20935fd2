"""Route calls.

A known caller's call goes to their likeliest journey, with the reason, and can be moved by one key. Any other
goes to Intake. A missed call is to be returned; an answered one settles what the customer waited for.
"""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact
from wellkept.events.commands import Entry, record
from wellkept.intake import facts
from wellkept.intake.calls_and_forms import Call, call_of
from wellkept.intake.commands.items import log_call
from wellkept.intake.commands.outcomes import Arrival, done, into_intake, once_more, rule_for
from wellkept.intake.models import Item, Placing
from wellkept.intake.ranking import Likely
from wellkept.intake.senders import Caller, caller, phone_key, staff_member, team_named
from wellkept.intake.suggestions import for_call
from wellkept.journeys.commands.corrections import put_elsewhere, tell_of_touch
from wellkept.journeys.models import Journey
from wellkept.journeys.touch import Effort
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, missing
from wellkept.people.actor import SYSTEM, Actor


def bring_call(a: Arrival) -> bool:
    """Put a call on a journey of the caller. An unknown number, or a caller without open journeys, goes to
    Intake.
    """
    call = call_of(bytes(a.message.raw))
    who = caller(call.caller)
    likely = likely_for(call, who)
    if likely:
        _place(a, call, who, likely)
        return True
    waits = _waiting_of(call)
    if waits is not None:
        once_more(a, waits)
        return True
    ours = staff_member(call.by) if call.by else None
    here = replace(a, team=team_named(call.team), hands=ours.pk if ours and call.answered else None)
    contacts = list(Contact.objects.filter(pk__in=who.contacts).select_related("customer"))
    into_intake(here, contact=contacts[0] if len(contacts) == 1 else None, rule=rule_for(a))
    return True


def likely_for(call: Call, who: Caller | None = None) -> list[Likely]:
    """List the journeys that this call may be about, the likeliest first."""
    if not call.caller:
        return []
    ours = staff_member(call.by) if call.by else None
    return for_call(who or caller(call.caller), by=ours, team=team_named(call.team))


@transaction.atomic
def settle_call(*, message: int, by: Actor, chase: bool = False, summary: str = "") -> None:
    """Confirm a call's journey, with what was said and whether the customer had to ask."""
    row = _placing(message)
    if chase or summary.strip():
        tell_of_touch(touch=row.touch_id, by=by, words=summary, effort=Effort(chase=chase))
    confirmed = facts.CallConfirmed(message=message, touch=row.touch_id)
    record(Entry(row.touch.journey_id, confirmed), by=by.by)
    _settled(row, by)


@transaction.atomic
def move_call(*, message: int, to: int, by: Actor) -> Journey:
    """Move a call to another journey. It counts there as if it had come there first."""
    row = _placing(message)
    journey = Journey.objects.filter(pk=to).first()
    if journey is None:
        raise missing("journey", _("There is no such journey."))
    put_elsewhere(touch=row.touch_id, to=to, by=by, heard_before=row.heard_before)
    row.message.subject_id = to
    row.message.save(update_fields=["subject"])
    _settled(row, by)
    return journey


def _place(a: Arrival, call: Call, who: Caller, likely: list[Likely]) -> None:
    """Put a call on the likeliest journey and note the others."""
    best, *others = likely
    journey = Journey.objects.get(pk=best.journey)
    contact = Contact.objects.filter(pk__in=who.contacts, customer=journey.customer_id).order_by("pk").first()
    touch = log_call(journey=journey.pk, message=a.message, contact=contact.pk if contact else None)
    if not call.outgoing:
        Placing.objects.create(
            message=a.message,
            touch=touch,
            signs=best.reasons,
            others=[[other.journey, other.reasons] for other in others],
            heard_before=journey.heard_at if call.answered else None,
        )
    if others:
        placed = facts.CallPlaced(message=a.message.pk, touch=touch.pk, of=len(likely), signs=best.reasons)
        record(Entry(journey.pk, placed), by=SYSTEM.by)
    done(a, "journey", journey.pk)


def _waiting_of(call: Call) -> Item | None:
    """Find an undecided call from the same number."""
    if not call.caller:
        return None
    key = phone_key(call.caller)
    waiting = (
        Item.objects.select_for_update(of=("self",)).filter(state="waiting", channel="call").order_by("pk")
    )
    return next((item for item in waiting if phone_key(item.sender) == key), None)


def _placing(message: int) -> Placing:
    """Read the placing of a call."""
    row = Placing.objects.select_for_update(of=("self",)).select_related("message").filter(pk=message).first()
    if row is None:
        raise missing("call", _("There is no such call."))
    if row.settled_at is not None:
        raise Refusal("settled_already", _("Somebody has already said so."))
    return row


def _settled(row: Placing, by: Actor) -> None:
    """Mark a placing as settled."""
    row.settled_at, row.settled_by_id = clock.now(), by.as_staff()
    row.save(update_fields=["settled_at", "settled_by"])
