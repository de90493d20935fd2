"""Whether two deliveries are the same mail.

The same mail reaches us more than once: to two of our mailboxes, from a server that asks again because it
missed our answer, from a mailbox read twice. On its way each copy is stamped differently (Received,
Delivered-To, Return-Path, spam scores, signatures of relays, DKIM, ARC). So the hash covers what the writer
wrote and nothing that a carrier adds:

- the fields From, Sender, Reply-To, To, Cc, Subject, Date, Message-ID, In-Reply-To, References, MIME-Version,
  Content-Type, Content-Transfer-Encoding and Auto-Submitted, in this order, repeats in theirs, with folding
  and runs of white space reduced to one space;
- the body with its line ends as LF, white space at line ends and empty lines at the end removed (mail servers
  change exactly these; DKIM's "relaxed" form ignores the same);
- lines of the head that are no fields; and where the head has none of the fields above, everything.

The fields covered are listed, not the exceptions, because carriers invent new fields every year and writers
do not. What a relay rewrites in the body (a footer of a mailing list, 8 bit turned into base64) is another
content under the same Message-ID: kept and shown beside the first, which is the safe side.
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
LINE_END = re.compile(rb"[ \t]+\n")


def fingerprint(raw: bytes) -> str:
    """64 hex digits, for any bytes at all."""
    raw = raw.replace(b"\r\n", b"\n")
    head, body = _split(raw)
    fields, rest = _fields(head)
    if not fields:
        return hashlib.sha256(_trimmed(raw)).hexdigest()  # no head that we know: all of it is content
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
    if raw.startswith(b"\n"):
        return b"", raw[1:]
    head, _, body = raw.partition(b"\n\n")
    return head, body


def _fields(head: bytes) -> tuple[dict[bytes, list[bytes]], list[bytes]]:
    """The fields covered, and lines of the head that are no field at all (they may be what was written)."""
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
        if current is None and not line.startswith(b"From "):  # what some programs put before the head
            rest.append(WHITE.sub(b" ", line).strip())
    if current:
        _put(fields, current)
    return fields, rest


def _put(fields: dict[bytes, list[bytes]], lines: list[bytes]) -> None:
    name, _, value = b" ".join(lines).partition(b":")
    name = name.strip().lower()
    if name in COVERED:
        fields.setdefault(name, []).append(WHITE.sub(b" ", value).strip())


def _trimmed(body: bytes) -> bytes:
    body = LINE_END.sub(b"\n", body.rstrip(b" \t\n") + b"\n")
    return body.rstrip(b"\n")
