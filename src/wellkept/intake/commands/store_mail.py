"""Store arriving mail before anything is done with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from wellkept.intake.models import Message
from wellkept.kernel import clock
from wellkept.mail import identify


@dataclass(frozen=True, slots=True)
class Received:
    """Stored message. `repeat`: it had been stored before, and nothing was changed."""

    message: int
    repeat: bool


@transaction.atomic(durable=True)
def store(raw: bytes, *, recipient: str = "") -> Received:
    """Store one message. Idempotent: a repeat (same id, same content) changes nothing.

    Committed when this returns: the mail server is told "taken" on the strength of it.
    """
    return keep_message(raw, recipient=recipient)


def keep_message(
    raw: bytes, *, recipient: str = "", account: int | None = None, trouble: str = ""
) -> Received:
    """Insert the message with its account and its trouble. Part of the caller's transaction."""
    id, content_hash = identify(raw)
    with connection.cursor() as cursor:
        # One statement decides between "new" and "repeat", also between two that come at once.
        cursor.execute(
            """
            INSERT INTO message_in (raw, message_id, content_hash, recipient, account_id, received_at, reused_id,
                                    outcome, tries, trouble)
            VALUES (%s, %s, %s, %s, %s, %s,
                    %s <> '' AND EXISTS (SELECT FROM message_in WHERE message_id = %s), '', 0, %s)
            ON CONFLICT ON CONSTRAINT a_repeat_changes_nothing DO NOTHING
            RETURNING id
            """,
            [
                *(raw, id, content_hash, recipient.strip().lower()[:320], account, clock.now()),
                *(id, id, trouble[:500]),
            ],
        )
        row = cursor.fetchone()
    if row is not None:
        return Received(int(row[0]), repeat=False)
    earlier = Message.objects.only("pk").get(message_id=id, content_hash=content_hash)
    return Received(earlier.pk, repeat=True)
