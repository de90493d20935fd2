"""Parts of a mail: the letter as text and HTML, and the attachments."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value
from typing import TypeAlias

from wellkept.files import rules
from wellkept.mail.headers import COMMENT, Fields, readable
from wellkept.mail.plain_text import decode, one_line
from wellkept.mail.values import Attachment

LONGEST_TEXT = 400_000  # characters of the letter that are kept; the raw message has the rest
MOST_PARTS = 500
ENCODINGS = {"base64": "base64", "quotedprintable": "quoted-printable"}
NO_LETTERS = re.compile(r"[^a-z0-9]")
# Texts for programs, which nobody reads as a letter.
NO_LETTER = {
    *(
        "text/calendar",
        "text/css",
        "text/csv",
        "text/directory",
        "text/javascript",
        "text/vcard",
        "text/x-vcard",
    ),
    *("text/x-amp-html", "text/xml"),
}
REPORTS = {"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One leaf of the letter: plain text, or a page of HTML."""

    text: str = ""
    page: str = ""

    @property
    def blank(self) -> bool:
        """Whether there is nothing to read in it."""
        return not (self.text.strip() or self.page.strip())


@dataclass(frozen=True, slots=True)
class Choice:
    """The same words in several forms, the plainest first (multipart/alternative)."""

    forms: tuple[Letter, ...]


Letter: TypeAlias = "list[Piece | Choice]"


@dataclass
class Parts:
    """Parts collected from a message."""

    letter: Letter = field(default_factory=list)
    spare: Letter = field(default_factory=list)  # texts with a file name: the letter, if there is no other
    attachments: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    leaves: int = 0


def collect(message: Message) -> Parts:
    """Collect the parts in order. An unreadable part becomes a defect and affects no other part."""
    parts = Parts()
    parts.letter = _letter_in(message, parts, whole=not message.is_multipart())
    if all(piece.blank for piece in chosen(parts.letter)):
        parts.letter = parts.spare[:1] or parts.letter
    return parts


def chosen(letter: Letter, *, rich: bool = False) -> list[Piece]:
    """List the pieces to read, each thing once: of several forms the plain one, or with `rich` the page."""
    pieces: list[Piece] = []
    for node in letter:
        if isinstance(node, Piece):
            pieces.append(node)
            continue
        forms = [some for form in node.forms if (some := chosen(form, rich=rich))]
        wanted = [
            some for some in forms if any((piece.page if rich else piece.text).strip() for piece in some)
        ]
        readable = [some for some in forms if not all(piece.blank for piece in some)]
        pieces += next(iter((wanted[::-1] if rich else wanted) or readable), [])
    return pieces


def _letter_in(part: Message, parts: Parts, *, whole: bool = False) -> Letter:
    """Collect a part with those inside, and return what of it is the letter. Attached mails are not entered."""
    media = media_type(part)
    if media.startswith("multipart/") and part.is_multipart():
        letters = [_letter_in(part_inside, parts) for part_inside in inside(part)]
        if media == "multipart/alternative":
            return [Choice(tuple(filter(None, letters)))]
        return [node for letter in letters for node in letter]
    parts.leaves += 1
    if parts.leaves > MOST_PARTS:
        parts.defects.append("more parts than are shown")
        return []
    try:
        piece = _take(part, media, parts, whole=whole)
    except Exception as fault:  # the library throws many kinds; the raw message is kept
        parts.defects.append(f"a part could not be read ({type(fault).__name__})")
        return []
    return [piece] if piece is not None else []


def inside(part: Message) -> list[Message]:
    """List the messages inside a part; none for a leaf, whose payload the library may fail to decode."""
    inner = part.get_payload() if part.is_multipart() else []
    return (
        [part_inside for part_inside in inner if isinstance(part_inside, Message)]
        if isinstance(inner, list)
        else []
    )


def _take(part: Message, media: str, parts: Parts, *, whole: bool) -> Piece | None:
    """Return the piece of the letter that a leaf is, or keep it as an attachment.

    A text with a file name is an attachment. Some programs name the letter itself so: the mail's only part, or one
    beside which there is no other text.
    """
    fields = Fields(part)
    name = _name(part)
    attached = fields.first("content-disposition").strip().lower().startswith("attachment")
    if media.startswith("message/") or media == "text/rfc822-headers":
        parts.attachments.append(_attached_message(part, media, name))
        return None
    if media in {"text/plain", "text/html"} and (whole or not (attached or name)):
        return _piece(part, media, parts)
    content = content_of(part)
    if media.startswith("text/") and media not in NO_LETTER and not attached:
        parts.spare.append(_piece(part, media, parts))
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
    return None


def _piece(part: Message, media: str, parts: Parts) -> Piece:
    """Decode a text that is part of the letter."""
    text, as_labelled = decode(content_of(part), charset_of(part))
    if not as_labelled:
        parts.defects.append("the letter is in another character set than it says")
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
        parts.defects.append("the letter is longer than is shown")
    return Piece(page=text) if media == "text/html" else Piece(text=text)


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
    _name_encoding(part)
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


def _name_encoding(part: Message) -> None:
    """Write the transfer encoding as the library knows it: alone, without comment, semicolon or other spelling."""
    field = Fields(part).first("content-transfer-encoding")
    encoding = ENCODINGS.get(NO_LETTERS.sub("", COMMENT.sub("", field).partition(";")[0].lower()))
    if encoding is not None and field != encoding:
        del part["content-transfer-encoding"]
        part["content-transfer-encoding"] = encoding


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
