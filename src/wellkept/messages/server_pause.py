"""Pause of a mail server that takes nothing: one letter asks it at times, and all others wait for the answer."""

from __future__ import annotations

from uuid import UUID

from wellkept.kernel import clock
from wellkept.kernel.text import Text
from wellkept.messages import rules
from wellkept.messages.models import Attempt, ServerPause
from wellkept.notices import commands as notices
from wellkept.notices.models import Notice
from wellkept.people.actor import SYSTEM

IN_A_ROW = 3  # letters to as many addresses that are put off one after the other: it is the server


def paused(server: str) -> bool:
    """Whether this server is not to be asked yet.

    A pause that is longer than the longest was written before the clock was set back, and is over.
    """
    now = clock.now()
    return ServerPause.objects.filter(
        server=server, next_try__gt=now, next_try__lte=now + rules.LONGEST_PAUSE
    ).exists()


def is_away(server: str) -> bool:
    """Whether this server took nothing the last time."""
    return ServerPause.objects.filter(server=server).exists()


def server_is_away(server: str, *, reason: Text) -> None:
    """Let every letter wait for this server: a minute, then longer and longer, at most a quarter of an hour."""
    now = clock.now()
    row = ServerPause.objects.filter(server=server).first() or ServerPause(server=server, since=now)
    row.tries += 1
    row.reason = reason
    row.next_try = now + rules.pause(row.tries)
    row.save()


def all_are_put_off() -> bool:
    """Whether the latest tries, of letters to different addresses, were all in vain."""
    latest = Attempt.objects.order_by("-pk")[:IN_A_ROW]
    vain = {attempt.address for attempt in latest if attempt.outcome == "not_now"}
    return len(vain) == IN_A_ROW


def server_is_back(server: str) -> None:
    """End the pause: what was tried in vain meanwhile is due now, and what waited goes in its order."""
    row = ServerPause.objects.filter(server=server).first()
    if row is None:
        return
    vain = Attempt.objects.filter(outcome="not_now", at__gte=row.since).values("notice")
    notices.try_now(Notice.objects.filter(pk__in=vain))
    row.delete()


def too_late(server: str) -> list[UUID]:
    """List the letters that have waited for this server for three days."""
    latest = clock.now() - rules.TRIED_FOR
    if not ServerPause.objects.filter(server=server, since__lte=latest).exists():
        return []
    late = Notice.objects.filter(channel="mail", due_at__lte=latest).order_by("made_at")
    return list(late.values_list("pk", flat=True))


def give_up(notice: UUID) -> bool:
    """Give up a letter that no server took for three days, so that somebody tells it otherwise."""
    reason = ServerPause.objects.order_by("-since").values_list("reason", flat=True).first()
    notices.give_up(notice=notice, trouble=reason or "", by=SYSTEM)
    return True
