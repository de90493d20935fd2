"""What one does in an open folder: find the numbers that are new, fetch mails whole, mark or move those we have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from wellkept.mail import identify

WINDOW = 20_000  # numbers asked about at a time; a server's line must not grow beyond what is read
FEW = 200  # mails whose size is asked at a time
BATCH = 50
HEAVY = 8 * 1024 * 1024  # bytes that are fetched together
LARGEST = 64 * 1024 * 1024  # of a larger mail the beginning is taken
BEGINNING = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Known:
    """What the server says about a mail before it is fetched."""

    uid: int
    size: int
    arrived: datetime | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as the server holds it; `trouble` when it is not the whole of it."""

    uid: int
    raw: bytes
    trouble: str = ""


def highest(client: IMAPClient) -> int:
    """The greatest number in the folder, 0 when it is empty."""
    return max((int(uid) for uid in client.search(["UID", "*"])), default=0)


def before_lately(client: IMAPClient, since: datetime) -> int:
    """The number before the first mail that came since this day (or the day before it, wherever the server is)."""
    day = (since - timedelta(days=1)).date()
    found = client.search(["SINCE", day])
    return min(int(uid) for uid in found) - 1 if found else highest(client)


def numbers_after(client: IMAPClient, uid: int, *, up_to: int) -> Iterator[list[int]]:
    """The numbers beyond this one, in order, in lists that are not too long. Gaps are passed faster and faster."""
    window = WINDOW
    while uid < up_to:
        last = min(uid + window, up_to)
        found = sorted(n for n in map(int, client.search(["UID", f"{uid + 1}:{last}"])) if uid < n <= last)
        for start in range(0, len(found), FEW):
            yield found[start : start + FEW]
        window = WINDOW if found else min(window * 2, 50_000)
        uid = last


def about(client: IMAPClient, uids: Sequence[int]) -> list[Known]:
    """Sizes and times of arrival, in order; a mail that has gone meanwhile is left out."""
    answer = client.fetch(list(uids), ["RFC822.SIZE", "INTERNALDATE"])
    return [
        Known(uid, int(said.get(b"RFC822.SIZE") or 0), _instant(said.get(b"INTERNALDATE")))
        for uid in sorted(uids)
        if (said := answer.get(uid)) is not None
    ]


def message_ids(client: IMAPClient, uids: Sequence[int]) -> dict[int, str]:
    """The Message-ID of each, without fetching it."""
    field = b"BODY[HEADER.FIELDS (MESSAGE-ID)]"
    answer = client.fetch(list(uids), ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])
    return {uid: identify(bytes(answer[uid].get(field) or b""))[0] for uid in uids if uid in answer}


def in_batches(mails: Sequence[Known]) -> Iterator[list[Known]]:
    """As many as are fetched together."""
    batch: list[Known] = []
    for mail in mails:
        if batch and (len(batch) == BATCH or sum(m.size for m in batch) + mail.size > HEAVY):
            yield batch
            batch = []
        batch.append(mail)
    if batch:
        yield batch


def fetch(client: IMAPClient, mails: Sequence[Known], *, where: str) -> list[Fetched]:
    """These mails whole, and unmarked (PEEK). One that the server will not hand over is named instead (`where`)."""
    if len(mails) == 1 and mails[0].size > LARGEST:
        return [_beginning(client, mails[0], where)]
    try:
        answer = client.fetch([mail.uid for mail in mails], ["BODY.PEEK[]"])
    except IMAPClientAbortError:
        raise
    except IMAPClientError as refused:
        if len(mails) > 1:  # find the one that it stumbles over
            return [one for mail in mails for one in fetch(client, [mail], where=where)]
        return [_not_handed_over(mails[0], where, str(refused))]
    found = []
    for mail in mails:
        if mail.uid not in answer:
            continue  # it has gone meanwhile
        raw = answer[mail.uid].get(b"BODY[]")
        if isinstance(raw, bytes):
            found.append(Fetched(mail.uid, raw))
        else:
            found.append(_not_handed_over(mail, where, "it came empty"))
    return found


def _beginning(client: IMAPClient, mail: Known, where: str) -> Fetched:
    answer = client.fetch([mail.uid], [f"BODY.PEEK[]<0.{BEGINNING}>"])
    raw = answer.get(mail.uid, {}).get(b"BODY[]<0>")
    megabytes = mail.size // (1024 * 1024)
    said = f"It has {megabytes} MB, which is more than we take; this is its beginning, the whole is on the server."
    if not isinstance(raw, bytes):
        return _not_handed_over(mail, where, said)
    return Fetched(mail.uid, raw, said)


def _not_handed_over(mail: Known, where: str, why: str) -> Fetched:
    words = (
        "Subject: A mail that the server does not hand over\r\nAuto-Submitted: auto-generated\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
        f"Number {mail.uid} of {where}, {mail.size} bytes, could not be fetched: {why[:300]}\r\n"
    )
    return Fetched(mail.uid, words.encode(), "The server does not hand this mail over; look at it there.")


def mark_seen(client: IMAPClient, uids: Sequence[int]) -> None:
    client.add_flags(list(uids), [b"\\Seen"], silent=True)


def move(client: IMAPClient, uids: Sequence[int], folder: str) -> None:
    """To another folder, made when there is none. Without MOVE it is a copy and then a deletion of just these.

    Levels of folders are written with a slash, whatever the server writes between them.
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
    """What the server writes between the levels of its folders."""
    said = client.list_folders("", "")
    sign = said[0][1] if said else None
    return sign.decode("ascii", "replace") if isinstance(sign, bytes) and sign else "/"


def _instant(said: Any) -> datetime | None:
    return said if isinstance(said, datetime) else None
