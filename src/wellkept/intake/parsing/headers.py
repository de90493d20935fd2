"""Header fields of a mail, read so that nothing in them can stop us.

The standard library's modern header parser throws on Message-IDs that Exchange writes, on commas at the end
of an address list, on a lone quote. So the fields are taken as they came and read here, each by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from wellkept.intake.parsing.shapes import Address
from wellkept.intake.parsing.words import decode, one_line

LONGEST = 16_000  # characters of one field that are read; the raw message keeps the rest
MOST_ADDRESSES = 200
MOST_IDS = 100

ID = re.compile(r"<([^<>\s]{1,900})>")
BARE_ID = re.compile(r"[^<>\s@,;]{1,400}@[^<>\s@,;]{1,400}")
EMAIL = re.compile(r"[^\s<>\"(),;:\[\]@]{1,64}@[^\s<>\"(),;:\[\]@]{1,255}")
RETURNED_EMPTY = re.compile(r"\s*<\s*>\s*$")


class Fields:
    """The header fields of one message by lower-case name, as text with raw bytes decoded, in their order."""

    def __init__(self, message: Message) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            values = self._values.setdefault(str(name).strip().lower(), [])
            if len(values) < 50:
                values.append(_plain(str(value)))

    def all(self, name: str) -> list[str]:
        return self._values.get(name, [])

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def __contains__(self, name: str) -> bool:
        return name in self._values


def _plain(value: str) -> str:
    value = value[:LONGEST]
    if value.isascii():
        return value
    return decode(value.encode("utf-8", "surrogateescape"), None)[0]


def readable(value: str, limit: int = 2000) -> str:
    """A field for people: encoded words (RFC 2047) decoded, on one line."""
    return one_line(_encoded_words(value), limit)


def _encoded_words(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError, RecursionError):
        return value
    text = []
    for piece, charset in pieces:
        # The library hands unencoded pieces back as bytes in raw-unicode-escape, with no charset.
        if isinstance(piece, str):
            text.append(piece)
        elif charset is None:
            text.append(piece.decode("raw-unicode-escape", "replace"))
        else:
            text.append(decode(piece, charset)[0])
    return "".join(text)


def addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """The addresses of To, Cc, From…, those without an @ left out, each once."""
    found: dict[str, Address] = {}
    for value in values:
        for name, email in _pairs(value):
            if EMAIL.fullmatch(email) and len(found) < MOST_ADDRESSES:
                email = one_line(email, 320).lower()
                found.setdefault(email, Address(email=email, name=readable(name, 200)))
    return tuple(found.values())


def _pairs(value: str) -> list[tuple[str, str]]:
    try:
        pairs = [(name, email.strip()) for name, email in getaddresses([value])]
    except (IndexError, ValueError, RecursionError, AttributeError, TypeError):
        pairs = []
    if any(EMAIL.fullmatch(email) for _, email in pairs):
        return pairs
    return [("", email) for email in EMAIL.findall(value)]


def message_ids(values: Iterable[str]) -> tuple[str, ...]:
    """The ids in angle brackets (without them), or bare ones as some programs write; of many the newest."""
    found: dict[str, None] = {}
    for value in values:
        for one in ID.findall(value) or BARE_ID.findall(value):
            found[one_line(one, 900)] = None
    return tuple(found)[-MOST_IDS:]


def date(value: str) -> datetime | None:
    """An instant in UTC, or None when there is none or none that makes sense."""
    try:
        moment = parsedate_to_datetime(one_line(value, 200))
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if 1980 <= moment.year <= 2200 else None


def is_automatic(fields: Fields, sender: Address | None) -> bool:
    """Sent by a program (RFC 3834 and what programs write that never read it): never answered by ours."""
    submitted = fields.first("auto-submitted").split(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if any(fields.first(name).strip() for name in ("x-autoreply", "x-autorespond", "x-auto-reply-from")):
        return True
    if fields.first("precedence").strip().lower() in {"auto_reply", "auto-reply"}:
        return True
    if RETURNED_EMPTY.match(fields.first("return-path") or "x"):
        return True
    return sender is not None and sender.email.partition("@")[0] in {"mailer-daemon", "postmaster"}


def is_bulk(fields: Fields) -> bool:
    """Sent to many: newsletters and lists."""
    return fields.first("precedence").strip().lower() in {"bulk", "junk", "list"} or any(
        name in fields for name in ("list-unsubscribe", "list-id", "feedback-id")
    )


def is_spam(fields: Fields) -> bool:
    """The mail server's own filter said so; we do not judge ourselves."""
    return fields.first("x-spam-flag").strip().lower().startswith("yes") or fields.first(
        "x-spam-status"
    ).strip().lower().startswith("yes")


def is_unconfirmed(fields: Fields) -> bool:
    """Our mail server could not confirm that the sender's domain sent it (RFC 8601).

    The topmost field is the one that the last server put there. Only a "fail" is believed: a sender can write a
    "pass" of their own, and gains nothing by writing a "fail".
    """
    said = fields.first("authentication-results").lower()
    if "dmarc=fail" in said:
        return True
    return "dmarc=pass" not in said and "spf=fail" in said and "dkim=pass" not in said
