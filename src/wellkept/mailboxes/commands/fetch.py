"""Keep our place in each account, in the transaction in which a mail is stored.

The place in the table is the number of a mail that we have, so that nobody can move it past one that we have not. What
is skipped is skipped in memory, and looked at again when the folder is opened again.

A killed reader has either taken a mail or not, and the next reader continues after it. Work at the server
(mark, move) is stored in the same transaction and done afterwards, with retries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from wellkept.kernel import clock
from wellkept.kernel.text import Text
from wellkept.mailboxes.models import Account, Reading, Taken

CLOCKS_APART = timedelta(minutes=2)  # theirs and ours: rather a mail of just before than one too few


class Overtaken(Exception):
    """Another reader went on, or the account was changed: start again from the table."""


@dataclass(frozen=True, slots=True)
class Place:
    """Our place in a folder. Numbers (UIDs) are valid as long as the folder's validity."""

    validity: int
    last_uid: int
    known_to: int
    not_before: datetime | None = None  # of what is there up to `known_to`, what came earlier is not for us


@transaction.atomic(durable=True)
def arrive(*, account: int, validity: int, highest: int, lately: int, uid_next: int = 0) -> Place:
    """Find where to continue in an open folder.

    `highest` is its greatest number now. `lately` is the one before the first mail since the account was set.
    The first time, it is the folder's beginning if everything is taken, else `lately`. If the server has
    numbered the folder again, or never gave a number as high as our place (`uid_next`), it is the beginning, and mails
    there may be known.
    """
    reading = Reading.objects.select_for_update().select_related("account").get(account=account)
    only_new = reading.account.takes == "new"
    if reading.validity != validity or 0 < uid_next <= reading.last_uid:
        first = reading.validity is None
        reading.validity, reading.last_uid = validity, 0
        reading.known_to = highest if only_new or not first else 0
        reading.save(update_fields=["validity", "last_uid", "known_to"])
        Taken.objects.filter(account=account).exclude(validity=validity).delete()
    skipped = reading.from_uid if reading.from_validity == validity else 0
    if only_new:  # a mail that was moved here later may be dated long before
        skipped = max(skipped, min(lately, reading.known_to))
    never_looked = reading.looked_at is None
    begins = reading.started_at - CLOCKS_APART if never_looked else reading.started_at.replace(microsecond=0)
    return Place(validity, max(reading.last_uid, skipped), reading.known_to, begins if only_new else None)


def place_before(*, account: int, validity: int, uid: int) -> Reading:
    """Lock our place in the folder until the transaction ends. Raises Overtaken when it is at this mail already."""
    return _at(account, validity, uid)


def move_past(reading: Reading, *, uid: int) -> None:
    """Move our place past a new mail that was stored in this transaction, and note what is left to do at the server."""
    assert reading.validity is not None  # the folder was opened
    reading.last_uid = uid
    reading.taken += 1
    reading.save(update_fields=["last_uid", "taken"])
    if reading.account.afterwards != "leave":
        Taken.objects.get_or_create(account_id=reading.account_id, validity=reading.validity, uid=uid)


def settled(*, account: int, validity: int, uids: Iterable[int]) -> None:
    """Forget mails that the server has marked or moved."""
    Taken.objects.filter(account=account, validity=validity, uid__in=list(uids)).delete()


def to_settle(*, account: int, validity: int, limit: int = 200) -> list[int]:
    """List stored mails that are not yet marked or moved at the server."""
    waiting = Taken.objects.filter(account=account, validity=validity).order_by("uid")
    return list(waiting.values_list("uid", flat=True)[:limit])


def looked(*, account: int, news: str) -> None:
    """Note that the folder was read to its end. `news`: whether the server reports new mail, or is polled."""
    Reading.objects.filter(account=account).update(
        looked_at=clock.now(), news=news, trouble="", trouble_since=None
    )


@transaction.atomic(durable=True)
def in_trouble(*, account: int, why: Text) -> None:
    """Store why the account cannot be read, for people, and since when."""
    reading = Reading.objects.select_for_update().filter(account=account).first()
    if reading is not None:
        reading.trouble_since = reading.trouble_since or clock.now()
        reading.trouble = why
        reading.save(update_fields=["trouble", "trouble_since"])


def _at(account: int, validity: int, uid: int) -> Reading:
    reading = (
        Reading.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(account=account)
        .first()
    )
    if reading is None or reading.validity != validity or reading.last_uid >= uid:
        raise Overtaken
    return reading


def account_to_read(account: int) -> Account | None:
    """Read the account if it should be read."""
    return Account.objects.filter(pk=account, state="reading").first()
