"""Whatever arrived, read in one shape: a letter from somebody, whether it came by mail, form, program or telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wellkept.intake.calls_and_forms import Call, Words, call_of, words_of
from wellkept.mail import Address, Attachment, ParsedMail, parse
from wellkept.mail.plain_text import clean, one_line

if TYPE_CHECKING:
    from wellkept.intake.models import Message


def read(row: Message) -> ParsedMail:
    """What it says."""
    raw = bytes(row.raw)
    if row.channel == "mail":
        return parse(raw)
    if row.channel == "call":
        return _call(call_of(raw), row.content_hash)
    return _words(words_of(raw), row.content_hash, len(raw))


def _call(call: Call, digest: str) -> ParsedMail:
    if call.outgoing:
        title = (
            f"We called {call.caller}" if call.answered else f"We called {call.caller}, who did not answer"
        )
    else:
        title = "Called" if call.answered else "Called, and nobody answered"
    return _letter(
        Address(email="", phone=call.caller) if call.caller else None,
        title=title,
        said=call.words,
        digest=digest,
        size=0,
        sent=call,
    )


def _words(words: Words, digest: str, size: int) -> ParsedMail:
    somebody = Address(email=words.email.lower(), name=words.name, phone=words.phone)
    return _letter(
        somebody if words.email or words.name or words.phone else None,
        title=words.title,
        said=words.whole,
        digest=digest,
        size=size,
        company=words.company,
        spam=bool(words.doubts),
        files=tuple(
            Attachment(name=one.name, media_type=one.media_type, content=one.content) for one in words.files
        ),
    )


def _letter(
    sender: Address | None,
    *,
    title: str,
    said: str,
    digest: str,
    size: int,
    sent: Call | None = None,
    company: str = "",
    spam: bool = False,
    files: tuple[Attachment, ...] = (),
) -> ParsedMail:
    text = clean(said)
    return ParsedMail(
        sender=sender,
        reply_to=None,
        to=(),
        cc=(),
        delivered_to=(),
        subject=one_line(title, 998),
        date=sent.at if sent else None,
        message_id="",
        in_reply_to=(),
        references=(),
        automatic=False,
        bulk=False,
        list_id="",
        spam=spam,
        unconfirmed=spam,  # what a program may have filled in is nobody's word
        bounce=None,
        text=text,
        new_text=text,
        history="",
        html="",
        attachments=files,
        content_hash=digest,
        size=size,
        defects=(),
        company=company,
    )
