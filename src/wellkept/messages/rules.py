"""Times of delivery and retry, and ids of letters. Pure functions."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
TRIED_FOR = timedelta(days=3)
LONGEST_PAUSE = timedelta(minutes=15)  # before a mail server that takes nothing is asked again

# Kinds that can wait until the reader's quiet hours end: not asked for, no period starts with them, no code in them.
# Everything else goes at once: a code, a fresh link, every answer to the customer's own act, a delay, a cancellation.
# A request to accept and a record of their words start a period, so they go at once too. So does any new kind.
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
        "quote",
        "read_back",
        "told_back",
    }
)

_NOTICE = re.compile(r"\bnotice-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_JOURNEY = re.compile(r"\bjourney-([0-9]{8,12})@")


def quiet_until(*, now: datetime, zone: ZoneInfo, start: time | None, end: time | None) -> datetime | None:
    """Give the end of the quiet hours that contain `now` on the reader's clock; None outside of them.

    They begin at `start` and end before `end`. An end before the start is in the next morning.
    """
    if start is None or end is None:
        return None
    local = now.astimezone(zone)
    clock = local.time()
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if not inside:
        return None
    day = local.date() if clock < end else local.date() + timedelta(days=1)
    for fold in (0, 1):  # when clocks go back, one hour occurs twice
        until = datetime.combine(day, end.replace(fold=fold), tzinfo=zone).astimezone(now.tzinfo)
        if until > now:
            return until
    return None


def next_try(*, tries: int, since: datetime, now: datetime, luck: float) -> datetime | None:
    """Give the time of the next attempt; None after three days.

    Waits grow fourfold up to six hours. `luck` (0 to 1) varies them by a fifth, so that letters that failed
    together do not all return together.
    """
    wait = min(FIRST_WAIT * 4 ** min(tries - 1, 10), LONGEST_WAIT) * (0.8 + 0.4 * luck)
    return now + wait if now + wait <= since + TRIED_FOR else None


def pause(tries: int) -> timedelta:
    """Give the pause of a mail server that took nothing so often: 1, 2, 4, 8 minutes, then a quarter of an hour."""
    doublings: int = min(tries - 1, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_PAUSE)


def message_id(notice: UUID, host: str) -> str:
    """Build the id of a letter, the same at every attempt."""
    return f"<notice-{notice}@{host}>"


def anchor_id(upto: int, root: bytes, host: str) -> str:
    """Build the id of the mail with a root of the record, the same at every attempt."""
    return f"<root-{upto}-{root.hex()[:16]}@{host}>"


def staff_letter_id(name: str, host: str) -> str:
    """Build the id of a letter to a colleague from its name, the same at every attempt."""
    return f"<{name}@{host}>"


def thread_id(number: str, host: str) -> str:
    """Build the id that all letters about one journey name as their root."""
    return f"<journey-{number}@{host}>"


def notice_of(message_id: str) -> UUID | None:
    """Find the notice of one of our message ids, whatever the host was then."""
    match = _NOTICE.search(message_id)
    return UUID(match[1]) if match else None


def number_of(message_id: str) -> str | None:
    """Find the journey's number in one of our ids."""
    match = _JOURNEY.search(message_id)
    return match[1] if match else None
