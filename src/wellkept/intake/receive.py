"""`wellkept receive`: store a mail, report it, then route it."""

from __future__ import annotations

import logging

from wellkept.intake.commands.routing import handle_at_once
from wellkept.intake.commands.store_mail import store

log = logging.getLogger("wellkept.receive")

LARGEST = 64 * 1024 * 1024
STORED, TOO_LARGE, TRY_AGAIN = 0, 65, 75  # sysexits.h: EX_OK, EX_DATAERR (the sender is told), EX_TEMPFAIL


def receive(raw: bytes, recipient: str = "") -> int:
    """Return the exit code for the mail server: 0 only after the commit, 75 if it could not be stored.

    Routing follows at once if possible, else by the worker. `recipient` is the envelope's, if given.
    """
    if len(raw) > LARGEST:
        return TOO_LARGE
    try:
        received = store(raw, recipient=recipient)
    except Exception as fault:
        # Whatever it was, nothing is stored: the server keeps the message and comes again.
        log.error("A mail could not be stored: %s", fault)
        return TRY_AGAIN
    if not received.repeat:
        handle_at_once(received.message)
    return STORED
