"""Store arriving mail before anything is done with it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import connection, transaction

from wellkept.intake.models import Message
from wellkept.kernel import clock
from wellkept.kernel.stored_text import store as stored_text
from wellkept.kernel.text import Text
from wellkept.mail import identify


@dataclass(frozen=True, slots=True)
class Received:
    """Stored message. `repeat`: it had been stored before, and nothing was changed."""

    message: int
    repeat: bool


@dataclass(frozen=True, slots=True)
class FoundAt:
    """Where a mail lay at its provider: the account, and its number while the folder's numbers had this validity."""

    account: int | None = None
    validity: int | None = None
    uid: int | None = None


@transaction.atomic(durable=True)
def store(raw: bytes, *, recipient: str = "") -> Received:
    """Store one message. Idempotent: a repeat (same id, same content) changes nothing.

    Committed when this returns: the mail server is told "taken" on the strength of it.
    """
    return keep_message(raw, recipient=recipient)


def keep_message(
    raw: bytes, *, recipient: str = "", found_at: FoundAt = FoundAt(), trouble: Text = ""
) -> Received:
    """Insert the message with its place at the provider and its trouble. Part of the caller's transaction."""
    id, content_hash = identify(raw)
    with connection.cursor() as cursor:
        # One statement decides between "new" and "repeat", also between two that come at once.
        cursor.execute(
            """
            INSERT INTO message_in (raw, message_id, content_hash, recipient, account_id, uid_validity, uid,
                                    received_at, reused_id, outcome, tries, trouble)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s,
                    %s <> '' AND EXISTS (SELECT FROM message_in WHERE message_id = %s), '', 0, %s)
            ON CONFLICT ON CONSTRAINT a_repeat_changes_nothing DO NOTHING
            RETURNING id
            """,
            [
                *(raw, id, content_hash, recipient.strip().lower()[:320]),
                *(found_at.account, found_at.validity, found_at.uid, clock.now()),
                *(id, id, json.dumps(stored_text(trouble))),
            ],
        )
        row = cursor.fetchone()
    if row is not None:
        return Received(int(row[0]), repeat=False)
    earlier = Message.objects.only("pk").get(message_id=id, content_hash=content_hash)
    return Received(earlier.pk, repeat=True)
