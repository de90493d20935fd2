"""When a letter goes, when it is tried again, and what its ids are. Pure functions."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
TRIED_FOR = timedelta(days=3)

# What can wait until the quiet hours of its reader end: nothing was asked for, no law counts from it, it holds no code.
# Everything else goes at once: a code, a fresh link and every answer to their own act; a delay and a cancellation,
# because they hear it from us first; what they are asked to accept and what was recorded of their words, because a
# period runs from it. A kind that nobody has thought about goes at once, too.
CAN_WAIT = frozenset(
    {
        "ask",
        "decision",
        "introduction",
        "joined",
        "last_ask",
        "new_person",
        "not_ours",
        "please_agree",
        "promise_made",
        "read_back",
        "told_back",
    }
)

_NOTICE = re.compile(r"\bnotice-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_JOURNEY = re.compile(r"\bjourney-([0-9]{8,12})@")


def quiet_until(*, now: datetime, zone: ZoneInfo, start: time | None, end: time | None) -> datetime | None:
    """When the quiet hours end in which `now` falls by the reader's own clock; None where it falls in none.

    From `start` on and before `end`; an end before the start is in the morning after.
    """
    if start is None or end is None:
        return None
    local = now.astimezone(zone)
    clock = local.time()
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if not inside:
        return None
    day = local.date() if clock < end else local.date() + timedelta(days=1)
    for fold in (0, 1):  # where the clock is set back, an hour comes twice
        until = datetime.combine(day, end.replace(fold=fold), tzinfo=zone).astimezone(now.tzinfo)
        if until > now:
            return until
    return None


def next_try(*, tries: int, since: datetime, now: datetime, luck: float) -> datetime | None:
    """When to try again after `tries` tries, or None when it has been tried long enough.

    Waits grow four times each and stay at six hours; `luck` (0 to 1) spreads them by a fifth either way, so that
    letters that failed together do not all come back together.
    """
    wait = min(FIRST_WAIT * 4 ** min(tries - 1, 10), LONGEST_WAIT) * (0.8 + 0.4 * luck)
    return now + wait if now + wait <= since + TRIED_FOR else None


def message_id(notice: UUID, host: str) -> str:
    """The id of a letter, the same at every try."""
    return f"<notice-{notice}@{host}>"


def anchor_id(upto: int, root: bytes, host: str) -> str:
    """The id of the mail with a root of the record, the same at every try."""
    return f"<root-{upto}-{root.hex()[:16]}@{host}>"


def thread_id(number: str, host: str) -> str:
    """The id that all letters about one journey name as their root."""
    return f"<journey-{number}@{host}>"


def notice_of(message_id: str) -> UUID | None:
    """The notice that an id of ours belongs to, whatever host was in force when it was sent."""
    found = _NOTICE.search(message_id)
    return UUID(found[1]) if found else None


def number_of(message_id: str) -> str | None:
    """The journey's number in an id of ours."""
    found = _JOURNEY.search(message_id)
    return found[1] if found else None
