"""Failures that pass: the database is away, the disk is full, somebody holds the same rows, or it took too long."""

from __future__ import annotations

import errno
from dataclasses import dataclass

import psycopg
from django.db import InterfaceError
from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import Text

RETRY_AFTER = 10  # seconds after which a client should ask again
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_DISK_FULL = "53100"
# Classes of SQLSTATE: connection, resources, operator intervention (shutdown, crash, starting up), system error.
_AWAY = ("08", "53", "57P", "58")
# A lock was waited for too long, two waited for each other, or a session was ended that held some and did nothing.
_HELD = ("55P03", "40P01", "40001", "25P03")
# A statement or a transaction reached its limit. So it does when the clock jumps ahead.
_TOO_LONG = ("57014", "25P04")


@dataclass(frozen=True)
class Outage:
    """One kind of outage, with the status and the sentence of the answer."""

    code: str
    status: int
    sentence: Text
    in_log: str

    def refusal(self) -> Refusal:
        """Word the outage for a program."""
        return Refusal(
            self.code,
            self.sentence,
            instead=_(
                "What you sent was saved whole or not at all. Send the same request again in a moment, with the same"
                " Idempotency-Key."
            ),
            status=self.status,
        )


AWAY = Outage(
    "database_away", 503, _("The database cannot be reached at the moment."), "the database is away"
)
FULL = Outage("disk_full", 507, _("The disk is full: nothing more can be saved now."), "the disk is full")

BUSY = Outage(
    "busy", 503, _("Somebody else is changing the same thing at the moment."), "a lock was held for too long"
)

SLOW = Outage(
    "took_too_long", 503, _("This took longer than it may."), "a statement was ended when its time was over"
)


def outage_of(error: BaseException | None) -> Outage | None:
    """Return the outage behind an error, or None if the error is something else."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        outage = _kind(error)
        if outage is not None:
            return outage
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return None


def _kind(error: BaseException) -> Outage | None:
    if isinstance(error, OSError):
        return FULL if error.errno in _NO_SPACE else None
    if isinstance(error, psycopg.Error) and error.sqlstate in _HELD:
        return BUSY
    if isinstance(error, psycopg.Error) and error.sqlstate in _TOO_LONG:
        return SLOW
    if isinstance(error, InterfaceError):  # the connection was lost earlier in the same transaction
        return AWAY
    if not isinstance(error, psycopg.OperationalError):
        return None
    state = error.sqlstate
    if state == _DISK_FULL:
        return FULL
    return AWAY if state is None or state.startswith(_AWAY) else None


def note_outage(request: object, outage: Outage) -> None:
    """Keep with a request that it was answered by this outage, for the line in the log."""
    request._wellkept_outage = outage  # type: ignore[attr-defined]


def outage_answered(request: object) -> Outage | None:
    """Return the outage by which a request was answered."""
    outage: Outage | None = getattr(request, "_wellkept_outage", None)
    return outage
