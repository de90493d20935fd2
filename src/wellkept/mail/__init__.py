"""Parse mails: bytes in, plain values out.

Promises: `parse` returns for any bytes, in time proportional to their length. Unreadable parts are named in
`defects`. Nothing in the result can be refused by the database or executed in a browser.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import re
from email.message import Message

from wellkept.mail import bodies, bounces, headers, letter_body, replies
from wellkept.mail.fingerprint import fingerprint
from wellkept.mail.headers import Fields
from wellkept.mail.plain_text import decode, one_line
from wellkept.mail.values import Address, Attachment, Bounce, FailedRecipient, ParsedMail

__all__ = ["Address", "Attachment", "Bounce", "FailedRecipient", "ParsedMail", "identify", "parse"]

MOST_BOUNDARIES = 64  # the library's running time grows with lines times nesting
DELIVERY_TRACES = ("x-original-to", "delivered-to", "envelope-to", "x-envelope-to", "x-forwarded-to")
BOUNDARY = re.compile(rb"boundary\s*\*?\d*\*?\s*=", re.IGNORECASE)


def identify(raw: bytes) -> tuple[str, str]:
    """Read the Message-ID (empty if there is none) and the content hash, which identify a repeated delivery."""
    head = raw[:200_000].replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"
    ids: tuple[str, ...] = ()
    with contextlib.suppress(Exception):  # an unreadable id counts as none
        ids = headers.message_ids(Fields(_headers_alone(head)).all("message-id"))
    return next(iter(ids), ""), fingerprint(raw)


def parse(raw: bytes) -> ParsedMail:
    """Parse one message as mail servers deliver it: RFC 5322, and everything that is sent instead."""
    defects: list[str] = []
    message = _message(raw, defects)
    fields = Fields(message)
    sender = next(iter(headers.addresses([*fields.all("from"), *fields.all("sender")])), None)
    ids = headers.message_ids(fields.all("message-id"))
    message_id, content_hash = identify(raw)  # hashed as stored, over the whole mail, so only once
    defects += _field_defects(fields, sender, ids)

    parts = bodies.collect(message)
    body = letter_body.read(parts.letter)
    text = body.text
    if not body.complete:
        parts.defects.append("the HTML could not be read completely")
    new_text, history = replies.split(text)

    automatic = headers.is_automatic(fields, sender)
    subject = headers.readable(fields.first("subject"), 998)
    return ParsedMail(
        sender=sender,
        reply_to=next(iter(headers.addresses(fields.all("reply-to"))), None),
        to=headers.addresses(fields.all("to")),
        cc=headers.addresses(fields.all("cc")),
        delivered_to=tuple(
            a.email for trace in DELIVERY_TRACES for a in headers.addresses(fields.all(trace))
        ),
        subject=subject,
        date=headers.date(fields.first("date")),
        message_id=message_id,
        in_reply_to=headers.message_ids(fields.all("in-reply-to")),
        references=headers.message_ids(fields.all("references")),
        automatic=automatic,
        bulk=headers.is_bulk(fields),
        list_id=headers.readable(fields.first("list-id"), 300),
        spam=headers.is_spam(fields),
        unconfirmed=headers.is_unconfirmed(fields),
        bounce=bounces.read(message, sender, subject, text, automatic=automatic),
        text=text,
        new_text=new_text,
        history=history,
        html=body.html,
        attachments=tuple(parts.attachments),
        content_hash=content_hash,
        size=len(raw),
        content_language=headers.readable(fields.first("content-language"), 60),
        no_answer=headers.asks_for_no_answer(fields),
        defects=tuple(dict.fromkeys(one_line(d, 200) for d in [*defects, *parts.defects])),
    )


def _message(raw: bytes, defects: list[str]) -> Message:
    """Parse the message into a tree. A message nested too deep becomes one plain part."""
    if len(BOUNDARY.findall(raw)) <= MOST_BOUNDARIES:
        try:
            # compat32 keeps fields unparsed: the modern policy throws on fields that real senders write.
            message = email.message_from_bytes(raw, policy=email.policy.compat32)
            defects += [_plainly(d) for part in message.walk() for d in part.defects]
            return message
        except Exception as fault:  # nesting beyond the interpreter's stack, among others
            defects.append(f"the structure could not be read ({type(fault).__name__})")
    else:
        defects.append("nested too deep to be taken apart")
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    flat = _headers_alone(head)
    for name in ("content-type", "content-transfer-encoding", "content-disposition"):
        del flat[name]
    flat.set_payload(decode(body[: bodies.LONGEST_TEXT], None)[0])
    return flat


def _headers_alone(head: bytes) -> Message:
    """Parse the header block alone."""
    try:
        return email.message_from_bytes(head[:1_000_000] + b"\n\n", policy=email.policy.compat32)
    except Exception:  # then its text alone
        return Message()


def _field_defects(fields: Fields, sender: Address | None, ids: tuple[str, ...]) -> list[str]:
    """Name missing or repeated header fields."""
    defects = []
    if sender is None:
        defects.append("no sender")
    elif len(headers.addresses(fields.all("from"))) > 1:
        defects.append("more than one author")
    if not ids:
        defects.append("no Message-ID")
    elif len(ids) > 1 or len(fields.all("message-id")) > 1:
        defects.append("more than one Message-ID")
    if fields.first("date") and headers.date(fields.first("date")) is None:
        defects.append("a date that is none")
    return defects


def _plainly(defect: object) -> str:
    """Word a defect of the MIME structure."""
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(defect).__name__.removesuffix("Defect")).lower()
    return f"broken MIME: {words}"
