"""Work in an open folder: find new numbers, fetch mails whole, mark or move stored ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from wellkept.kernel.text import Text, fill
from wellkept.mail import identify

WINDOW = 20_000  # numbers asked about at a time; a server's line must not grow beyond what is read
FEW = 200  # mails whose size is asked at a time
BATCH = 50
HEAVY = 8 * 1024 * 1024  # bytes that are fetched together
LARGEST = 64 * 1024 * 1024  # of a larger mail the beginning is taken
BEGINNING = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Known:
    """Data of a mail before it is fetched."""

    uid: int
    size: int
    arrived: datetime | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """Mail as the server holds it; `trouble` if it is incomplete."""

    uid: int
    raw: bytes
    trouble: Text = ""


def highest(client: IMAPClient) -> int:
    """Give the greatest number in the folder; 0 if it is empty."""
    return max((int(uid) for uid in client.search(["UID", "*"])), default=0)


def before_lately(client: IMAPClient, since: datetime) -> int:
    """Give the number before the first mail since this day, or the day before, for any time zone."""
    day = (since - timedelta(days=1)).date()
    numbers = client.search(["SINCE", day])
    return min(int(uid) for uid in numbers) - 1 if numbers else highest(client)


def numbers_after(client: IMAPClient, uid: int, *, up_to: int) -> Iterator[list[int]]:
    """List the numbers after this one, in short lists. Gaps are skipped faster and faster."""
    window = WINDOW
    while uid < up_to:
        last = min(uid + window, up_to)
        numbers = sorted(n for n in map(int, client.search(["UID", f"{uid + 1}:{last}"])) if uid < n <= last)
        for start in range(0, len(numbers), FEW):
            yield numbers[start : start + FEW]
        window = WINDOW if numbers else min(window * 2, 50_000)
        uid = last


def about(client: IMAPClient, uids: Sequence[int]) -> list[Known]:
    """Read sizes and arrival times in order; mails deleted meanwhile are left out."""
    answer = client.fetch(list(uids), ["RFC822.SIZE", "INTERNALDATE"])
    return [
        Known(uid, int(entry.get(b"RFC822.SIZE") or 0), _instant(entry.get(b"INTERNALDATE")))
        for uid in sorted(uids)
        if (entry := answer.get(uid)) is not None
    ]


def message_ids(client: IMAPClient, uids: Sequence[int]) -> dict[int, str]:
    """Read the Message-IDs without fetching the mails."""
    field = b"BODY[HEADER.FIELDS (MESSAGE-ID)]"
    answer = client.fetch(list(uids), ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])
    return {uid: identify(bytes(answer[uid].get(field) or b""))[0] for uid in uids if uid in answer}


def in_batches(mails: Sequence[Known]) -> Iterator[list[Known]]:
    """Split mails into batches to fetch."""
    batch: list[Known] = []
    for mail in mails:
        if batch and (len(batch) == BATCH or sum(m.size for m in batch) + mail.size > HEAVY):
            yield batch
            batch = []
        batch.append(mail)
    if batch:
        yield batch


def fetch(client: IMAPClient, mails: Sequence[Known], *, where: str) -> list[Fetched]:
    """Fetch these mails whole, without marking them as read (PEEK).

    A mail that the server refuses is replaced by a note of ours, which names the mailbox (`where`).
    """
    if len(mails) == 1 and mails[0].size > LARGEST:
        return [_beginning(client, mails[0], where)]
    try:
        answer = client.fetch([mail.uid for mail in mails], ["BODY.PEEK[]"])
    except IMAPClientAbortError:
        raise
    except IMAPClientError as refused:
        if len(mails) > 1:  # find the one that it stumbles over
            return [mail_fetched for mail in mails for mail_fetched in fetch(client, [mail], where=where)]
        return [_not_handed_over(mails[0], where, str(refused))]
    mails_fetched = []
    for mail in mails:
        if mail.uid not in answer:
            continue  # it has gone meanwhile
        raw = answer[mail.uid].get(b"BODY[]")
        if isinstance(raw, bytes):
            mails_fetched.append(Fetched(mail.uid, raw))
        else:
            mails_fetched.append(_not_handed_over(mail, where, "it came empty"))
    return mails_fetched


def _beginning(client: IMAPClient, mail: Known, where: str) -> Fetched:
    answer = client.fetch([mail.uid], [f"BODY.PEEK[]<0.{BEGINNING}>"])
    raw = answer.get(mail.uid, {}).get(b"BODY[]<0>")
    megabytes = mail.size // (1024 * 1024)
    reason = fill(
        _(
            "It has %(size)s MB, which is more than we take; this is its beginning, the whole is on the server."
        ),
        size=megabytes,
    )
    if not isinstance(raw, bytes):
        return _not_handed_over(mail, where, f"it has {megabytes} MB, which is more than we take")
    return Fetched(mail.uid, raw, reason)


def _not_handed_over(mail: Known, where: str, why: str) -> Fetched:
    words = (
        "Subject: A mail that the server does not hand over\r\nAuto-Submitted: auto-generated\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
        f"Number {mail.uid} of {where}, {mail.size} bytes, could not be fetched: {why[:300]}\r\n"
    )
    return Fetched(mail.uid, words.encode(), _("The server does not hand this mail over; look at it there."))


def mark_seen(client: IMAPClient, uids: Sequence[int]) -> None:
    client.add_flags(list(uids), [b"\\Seen"], silent=True)


def move(client: IMAPClient, uids: Sequence[int], folder: str) -> None:
    """Move mails to another folder, created if missing. Without MOVE, copy and delete exactly these.

    Folder levels are separated by a slash, whatever the server uses.
    """
    if not client.folder_exists(folder):
        folder = folder.replace("/", _between(client))
        if not client.folder_exists(folder):
            client.create_folder(folder)
    if client.has_capability("MOVE"):
        client.move(list(uids), folder)
        return
    client.copy(list(uids), folder)
    client.delete_messages(list(uids), silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(list(uids))


def _between(client: IMAPClient) -> str:
    """Read the server's separator of folder levels."""
    folders = client.list_folders("", "")
    sign = folders[0][1] if folders else None
    return sign.decode("ascii", "replace") if isinstance(sign, bytes) and sign else "/"


def _instant(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None
