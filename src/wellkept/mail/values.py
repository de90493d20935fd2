"""Values of a parsed mail, which any database and any page accept.

Every string is valid UTF-8 without NUL bytes, every list is bounded, every address is lower case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """Mail address with the name written beside it.

    A caller, or a person who filled in a form, may have given only a telephone number. Then `email` is empty.
    """

    email: str
    name: str = ""
    phone: str = ""

    def __str__(self) -> str:
        where = self.email or self.phone
        return f"{self.name} <{where}>" if self.name and where else self.name or where


@dataclass(frozen=True, slots=True)
class Attachment:
    """Part that is not the letter itself. Never unpacked: a zip stays a zip."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """Address in a bounce. `action` as in RFC 3464: failed, delayed, delivered, …"""

    email: str
    action: str
    status: str
    diagnostic: str

    @property
    def final(self) -> bool:
        """Whether the mail will not arrive any more. The action counts before the status code."""
        if self.action in {"failed", "delayed", "delivered", "relayed", "expanded"}:
            return self.action == "failed"
        return self.status.startswith("5.")


@dataclass(frozen=True, slots=True)
class Bounce:
    """Report that a mail of ours did not arrive: its Message-ID, if given, and its recipients."""

    message_ids: tuple[str, ...]
    recipients: tuple[FailedRecipient, ...]

    @property
    def final(self) -> bool:
        """Whether the report is about a failure, not only delays and successes."""
        return any(r.final for r in self.recipients) or not self.recipients


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """Mail as far as it can be parsed. Unreadable parts are named in `defects`, never raised."""

    sender: Address | None
    reply_to: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    subject: str
    date: datetime | None
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    automatic: bool
    bulk: bool
    list_id: str
    spam: bool
    unconfirmed: bool
    bounce: Bounce | None
    text: str
    new_text: str
    history: str
    html: str
    attachments: tuple[Attachment, ...]
    content_hash: str
    size: int
    defects: tuple[str, ...]
    company: str = ""  # as entered in a form
    language: str = ""  # the form's, as it was shown to them
    content_language: str = ""  # a mail's own field, as its program wrote it
    unanswered: bool = False  # a call that nobody took
    no_answer: bool = False  # a program asks that no program answers

    @property
    def answer_to(self) -> Address | None:
        """Address for an answer: Reply-To if given, else the sender."""
        return self.reply_to or self.sender

    @property
    def may_be_answered(self) -> bool:
        """Whether an automatic answer is allowed (RFC 3834): not to automatic or bulk mail, lists or bounces."""
        quiet = self.automatic or self.bulk or self.list_id or self.bounce or self.no_answer
        return not quiet and self.answer_to is not None

    @property
    def thread(self) -> tuple[str, ...]:
        """Ids of the mails that this one answers, nearest first, each once."""
        return tuple(dict.fromkeys([*self.in_reply_to, *reversed(self.references)]))

    @property
    def recipients(self) -> tuple[str, ...]:
        """Recipients: from the envelope's trace first, then To and Cc, each once."""
        return tuple(dict.fromkeys([*self.delivered_to, *(a.email for a in (*self.to, *self.cc))]))
