"""Where is what I sent? Asked with the number that somebody was given at a form."""

from __future__ import annotations

from wellkept.intake.message import read
from wellkept.intake.models import Message
from wellkept.intake.senders import contacts_of, journeys_of_number
from wellkept.journeys.commands.links import send_page


def send_where_it_is(*, number: str) -> bool:
    """The page of the journey on which it stands now, to whom that journey is theirs. Says whether it went.

    Whoever holds the receipt may be anybody, and what they typed may be anything: so it goes by mail alone, to the
    address on record of a contact of that journey's customer who gave this address, and to nobody else.
    """
    message = Message.objects.filter(number=number, channel="form").first()
    journey = journeys_of_number(number).first()
    sender = read(message).sender if message is not None else None
    if journey is None or sender is None or not sender.email:
        return False
    theirs = [one for one in contacts_of(sender) if one.customer_id == journey.customer_id]
    return bool(theirs) and send_page(journey=journey.pk, contact=theirs[0].pk, asked_by=number)
