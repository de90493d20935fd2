"""Parts of a mail: the letter as text and HTML, and the attachments."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value

from wellkept.files import rules
from wellkept.mail.headers import Fields, readable
from wellkept.mail.plain_text import decode, one_line
from wellkept.mail.values import Attachment

LONGEST_TEXT = 400_000  # characters of the letter that are kept; the raw message has the rest
MOST_PARTS = 500
REPORTS = {"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"}


@dataclass
class Parts:
    """Parts collected from a message."""

    texts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)


def collect(message: Message) -> Parts:
    """Collect the parts in order. An unreadable part becomes a defect and affects no other part."""
    parts = Parts()
    for count, part in enumerate(_walk(message)):
        if count >= MOST_PARTS:
            parts.defects.append("more parts than are shown")
            break
        try:
            _take(part, parts)
        except Exception as fault:  # the library throws many kinds; the raw message is kept
            parts.defects.append(f"a part could not be read ({type(fault).__name__})")
    return parts


def _walk(message: Message) -> Iterator[Message]:
    """Yield leaf parts, without entering attached mails."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if media_type(part).startswith("multipart/") and part.is_multipart():
            waiting.extend(reversed(inside(part)))
        else:
            yield part


def inside(part: Message) -> list[Message]:
    """List the messages inside a part; none for a leaf, whose payload the library may fail to decode."""
    inner = part.get_payload() if part.is_multipart() else []
    return (
        [part_inside for part_inside in inner if isinstance(part_inside, Message)]
        if isinstance(inner, list)
        else []
    )


def _take(part: Message, parts: Parts) -> None:
    """Add one part to the collection."""
    media = media_type(part)
    fields = Fields(part)
    name = _name(part)
    attached = fields.first("content-disposition").strip().lower().startswith("attachment")
    if media.startswith("message/") or media == "text/rfc822-headers":
        parts.attachments.append(_attached_message(part, media, name))
    elif media in {"text/plain", "text/html"} and not attached and not name:
        content = content_of(part)
        text, as_labelled = decode(content, charset_of(part))
        if not as_labelled:
            parts.defects.append("the letter is in another character set than it says")
        if len(text) > LONGEST_TEXT:
            text = text[:LONGEST_TEXT]
            parts.defects.append("the letter is longer than is shown")
        (parts.texts if media == "text/plain" else parts.pages).append(text)
    else:
        content = content_of(part)
        if content or name:
            parts.attachments.append(
                Attachment(
                    name=name or _invented(media),
                    media_type=media,
                    content=content,
                    content_id=one_line(fields.first("content-id").strip().strip("<>"), 300),
                    inline=not attached and "content-id" in fields,
                )
            )


def media_type(part: Message) -> str:
    """Read the media type in lower case; a plain byte stream if it makes no sense."""
    try:
        return rules.media_type(part.get_content_type())
    except Exception:  # parameters that the library cannot parse
        return rules.media_type(None)


def charset_of(part: Message) -> str | None:
    """Read the labelled character set, or None."""
    try:
        charset = part.get_param("charset")
        if isinstance(charset, tuple):
            charset = collapse_rfc2231_value(charset)
    except Exception:  # parameters that the library cannot take apart
        return None
    return charset if isinstance(charset, str) else None


def content_of(part: Message) -> bytes:
    """Decode the transfer encoding of a leaf as far as possible."""
    try:
        content = part.get_payload(decode=True)
    except Exception:  # uuencode and the like, broken
        content = None
    if isinstance(content, bytes):
        return content
    try:
        written = part.get_payload()
    except Exception:  # a character set that decodes nothing
        return b""
    return written.encode("utf-8", "surrogateescape") if isinstance(written, str) else b""


def _name(part: Message) -> str:
    """Read the file name of a part."""
    for parameter, header in (("filename", "content-disposition"), ("name", "content-type")):
        try:
            value = part.get_param(parameter, header=header)
            if isinstance(value, tuple):
                value = collapse_rfc2231_value(value)
        except Exception:  # parameters that the library cannot take apart
            continue
        if isinstance(value, str) and value.strip():
            return rules.shown_name(readable(value, 4000), otherwise="")
    return ""


def _attached_message(part: Message, media: str, name: str) -> Attachment:
    """Keep an attached mail or report as a file."""
    if part.is_multipart():
        inner = inside(part)
        content = b"\n".join(map(_written, inner))
        if media == "message/rfc822" and not name and inner:
            subject = rules.shown_name(readable(Fields(inner[0]).first("subject"), 80), otherwise="")
            name = f"{subject}.eml" if subject else ""
    else:
        content = content_of(part)
    return Attachment(name=name or _invented(media), media_type=media, content=content)


def _written(message: Message) -> bytes:
    """Serialise a message."""
    try:
        return message.as_bytes()
    except Exception:  # the generator cannot serialise everything that the parser accepts
        head = "".join(f"{name}: {value}\n" for name, value in message.raw_items())
        return (
            head.encode("utf-8", "replace") + b"\n" + (b"" if message.is_multipart() else content_of(message))
        )


def _invented(media: str) -> str:
    """Make up a file name."""
    if media == "message/rfc822":
        return "message.eml"
    ending = ".txt" if media in REPORTS else mimetypes.guess_extension(media) or ".bin"
    return f"attachment{ending}"
