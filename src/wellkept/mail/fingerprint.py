"""Fingerprint of a mail, equal for two deliveries of the same mail.

The same mail reaches us more than once: to two of our mailboxes, from a server that retries because it missed
our answer, from a mailbox that is read twice. On its way each copy gets different stamps (Received,
Delivered-To, Return-Path, spam scores, signatures of relays, DKIM, ARC). So the hash covers what the writer
wrote and nothing that a carrier adds:

- these fields in this order: From, Sender, Reply-To, To, Cc, Subject, Date, Message-ID, In-Reply-To;
- then References, MIME-Version, Content-Type, Content-Transfer-Encoding and Auto-Submitted;
- repeated fields keep their order, and folding and runs of white space become one space;
- the body with LF as line end, without white space at line ends and empty lines at the end;
- header lines that are no fields, and everything if the header has none of these fields.

Mail servers change exactly that white space, and DKIM's "relaxed" form ignores it too.

Covered fields are listed, not exceptions: carriers invent new fields every year, writers do not. A relay may
rewrite the body, by the footer of a mailing list or 8 bit turned into base64. That is another content under
the same Message-ID. It is kept and shown beside the first, which is the safe choice.
"""

from __future__ import annotations

import hashlib
import re

COVERED = (
    *(b"from", b"sender", b"reply-to", b"to", b"cc", b"subject", b"date", b"message-id", b"in-reply-to"),
    *(b"references", b"mime-version", b"content-type", b"content-transfer-encoding", b"auto-submitted"),
)
FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
WHITE = re.compile(rb"[ \t\r\n]+")


def fingerprint(raw: bytes) -> str:
    """Hash a mail to 64 hex digits. Works for any bytes."""
    raw = raw.replace(b"\r\n", b"\n")
    head, body = _split(raw)
    fields, rest = _fields(head)
    if not fields:
        return hashlib.sha256(_trimmed(raw)).hexdigest()  # no known header field: everything is content
    digest = hashlib.sha256()
    for name in COVERED:
        for value in fields.get(name, []):
            digest.update(name + b":" + value + b"\n")
    for line in rest:
        digest.update(line + b"\n")
    digest.update(b"\n")
    digest.update(_trimmed(body))
    return digest.hexdigest()


def _split(raw: bytes) -> tuple[bytes, bytes]:
    """Split header and body."""
    if raw.startswith(b"\n"):
        return b"", raw[1:]
    head, _, body = raw.partition(b"\n\n")
    return head, body


def _fields(head: bytes) -> tuple[dict[bytes, list[bytes]], list[bytes]]:
    """Collect the covered fields, and header lines that are no field (they may be content)."""
    fields: dict[bytes, list[bytes]] = {}
    rest: list[bytes] = []
    current: list[bytes] | None = None
    for line in head.split(b"\n"):
        if line[:1] in (b" ", b"\t") and current:
            current.append(line)
            continue
        if current:
            _put(fields, current)
        current = [line] if FIELD.match(line) else None
        if current is None and not line.startswith(
            b"From "
        ):  # an mbox line that some programs put before the header
            rest.append(WHITE.sub(b" ", line).strip())
    if current:
        _put(fields, current)
    return fields, rest


def _put(fields: dict[bytes, list[bytes]], lines: list[bytes]) -> None:
    """Add one unfolded field, if it is covered."""
    name, _, value = b" ".join(lines).partition(b":")
    name = name.strip().lower()
    if name in COVERED:
        fields.setdefault(name, []).append(WHITE.sub(b" ", value).strip())


def _trimmed(body: bytes) -> bytes:
    """Remove white space at line ends and empty lines at the end."""
    # A pattern for white space before a line end would search each long run of spaces from each of its places.
    return b"\n".join(line.rstrip(b" \t") for line in body.rstrip(b" \t\n").split(b"\n"))
