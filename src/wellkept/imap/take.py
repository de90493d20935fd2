"""Take a mail from an account: store it and move our place past it, in one transaction."""

from __future__ import annotations

from django.db import transaction

from wellkept.intake.commands.store_mail import Received, keep_message
from wellkept.mailboxes.commands import fetch


@transaction.atomic(durable=True)
def take(
    *, account: int, validity: int, uid: int, raw: bytes, recipient: str = "", trouble: str = ""
) -> Received:
    """Store this mail and move our place past it.

    Raises Overtaken, and stores nothing, when our place is past it already.
    """
    reading = fetch.place_before(account=account, validity=validity, uid=uid)
    received = keep_message(raw, recipient=recipient, account=account, trouble=trouble)
    fetch.move_past(reading, uid=uid, is_new=not received.repeat)
    return received
