"""What `wellkept receive` calls: store, say so, then bring it where it belongs."""

from __future__ import annotations

import logging

from wellkept.intake.commands.routing import handle
from wellkept.intake.commands.store_mail import store

log = logging.getLogger("wellkept.receive")

LARGEST = 64 * 1024 * 1024
STORED, TOO_LARGE, TRY_AGAIN = 0, 65, 75  # sysexits.h: EX_OK, EX_DATAERR (the sender is told), EX_TEMPFAIL


def receive(raw: bytes, recipient: str = "") -> int:
    """The exit code for the mail server: 0 only after the message is committed, 75 when it could not be stored.

    What follows is done at once if it can be; if not, the worker does it. `recipient` is the envelope's, if given.
    """
    if len(raw) > LARGEST:
        return TOO_LARGE
    try:
        received = store(raw, recipient=recipient)
    except (
        Exception
    ) as fault:  # whatever it was, nothing is stored: the server keeps the message and comes again
        log.error("A mail could not be stored: %s", fault)
        return TRY_AGAIN
    if not received.repeat:
        try:
            handle(received.message)
        except Exception:  # it is stored; the worker will handle it
            log.exception("Message %s is stored and not handled yet", received.message)
    return STORED
