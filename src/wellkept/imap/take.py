"""Take a mail from an account: store it and move our place past it, in one transaction."""

from __future__ import annotations

from django.db import transaction

from wellkept.intake.commands.store_mail import FoundAt, Received, keep_message
from wellkept.kernel.text import Text
from wellkept.mailboxes.commands import fetch


@transaction.atomic(durable=True)
def take(
    *, account: int, validity: int, uid: int, raw: bytes, recipient: str = "", trouble: Text = ""
) -> Received:
    """Store this mail and move our place past it. A repeat changes nothing, our place included.

    Raises Overtaken, and stores nothing, when our place is past it already.
    """
    reading = fetch.place_before(account=account, validity=validity, uid=uid)
    found_at = FoundAt(account, validity, uid)
    received = keep_message(raw, recipient=recipient, found_at=found_at, trouble=trouble)
    if not received.repeat:
        fetch.move_past(reading, uid=uid)
    return received
