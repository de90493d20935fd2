"""Messages in one shape, whether they came by mail, form, program or telephone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wellkept.intake.calls_and_forms import Call, Words, call_of, words_of
from wellkept.kernel.characters import clean_code, clean_line
from wellkept.mail import Address, Attachment, ParsedMail, parse
from wellkept.mail.plain_text import clean, one_line

if TYPE_CHECKING:
    from wellkept.intake.models import Message


def read(row: Message) -> ParsedMail:
    """Read a message into this shape."""
    raw = bytes(row.raw)
    if row.channel == "mail":
        return parse(raw)
    if row.channel == "call":
        return _call(call_of(raw), row.content_hash)
    return _words(words_of(raw), row.content_hash, len(raw))


def _call(call: Call, digest: str) -> ParsedMail:
    """Describe a call as a letter. It has no title: that it is a call is worded when somebody reads it."""
    caller = Address(email="", phone=clean_code(call.caller)) if call.caller else None
    letter = _letter(caller, title="", text=call.words, digest=digest, size=0)
    return replace(letter, date=call.at, unanswered=not call.answered)


def _words(words: Words, digest: str, size: int) -> ParsedMail:
    """Describe a form or program's message as a letter."""
    somebody = Address(
        email=clean_code(words.email).lower(), name=clean_line(words.name), phone=clean_code(words.phone)
    )
    sender = somebody if somebody.email or somebody.name or somebody.phone else None
    return replace(
        _letter(sender, title=words.title, text=words.whole, digest=digest, size=size),
        company=clean_line(words.company),
        language=words.language,
        spam=bool(words.doubts),
        unconfirmed=bool(words.doubts),  # what a program may have filled in is nobody's word
        attachments=tuple(
            Attachment(name=file.name, media_type=file.media_type, content=file.content)
            for file in words.files
        ),
    )


def _letter(sender: Address | None, *, title: str, text: str, digest: str, size: int) -> ParsedMail:
    """Build a letter that has a sender, a title and a text."""
    text = clean(text)
    return ParsedMail(
        sender=sender,
        reply_to=None,
        to=(),
        cc=(),
        delivered_to=(),
        subject=one_line(title, 998),
        date=None,
        message_id="",
        in_reply_to=(),
        references=(),
        automatic=False,
        bulk=False,
        list_id="",
        spam=False,
        unconfirmed=False,
        bounce=None,
        text=text,
        new_text=text,
        history="",
        html="",
        attachments=(),
        content_hash=digest,
        size=size,
        defects=(),
        company="",
        language="",
        unanswered=False,
    )
