"""Tell a sender where their message is, by the number that they were given at a form."""

from __future__ import annotations

from wellkept.intake.message import read
from wellkept.intake.models import Message
from wellkept.intake.senders import contacts_of, journeys_of_number
from wellkept.journeys.commands.links import send_page


def send_where_it_is(*, number: str) -> bool:
    """Send the link of the journey's page to its customer. Returns whether it was sent.

    Anybody may hold the receipt, and anything may have been typed. So it goes only by mail, and only to the
    address on record of a contact of that customer who gave this address.
    """
    message = Message.objects.filter(number=number, channel="form").first()
    journey = journeys_of_number(number).first()
    sender = read(message).sender if message is not None else None
    if journey is None or sender is None or not sender.email:
        return False
    theirs = [known for known in contacts_of(sender) if known.customer_id == journey.customer_id]
    return bool(theirs) and send_page(journey=journey.pk, contact=theirs[0].pk, asked_by=number)
