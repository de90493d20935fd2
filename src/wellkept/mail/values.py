"""What a mail turns into when it is read: plain values that any database and any page can take.

Every string here is valid UTF-8 without NUL bytes, every list is bounded, every address is lower case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox with the name that was written beside it.

    Who called or filled in a form may have given a telephone number alone; then `email` is empty.
    """

    email: str
    name: str = ""
    phone: str = ""

    def __str__(self) -> str:
        where = self.email or self.phone
        return f"{self.name} <{where}>" if self.name and where else self.name or where


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the letter itself. Never unpacked: a zip stays a zip."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """One address that a bounce speaks of. `action` as in RFC 3464: failed, delayed, delivered, …"""

    email: str
    action: str
    status: str
    diagnostic: str

    @property
    def final(self) -> bool:
        """The mail will not arrive any more (a delay may still end well). What was done counts before its code."""
        if self.action in {"failed", "delayed", "delivered", "relayed", "expanded"}:
            return self.action == "failed"
        return self.status.startswith("5.")


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a mail of ours did not arrive: which mail (its Message-ID, if they say) and for whom."""

    message_ids: tuple[str, ...]
    recipients: tuple[FailedRecipient, ...]

    @property
    def final(self) -> bool:
        """True unless the report speaks of nothing but delays and successes."""
        return any(r.final for r in self.recipients) or not self.recipients


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail as far as it can be read. What cannot be read is named in `defects`, never thrown."""

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
    company: str = ""  # as somebody wrote it into a form
    no_answer: bool = False  # a program that asks that no other answers

    @property
    def answer_to(self) -> Address | None:
        """Where an answer goes: Reply-To when they gave one, else the sender."""
        return self.reply_to or self.sender

    @property
    def may_be_answered(self) -> bool:
        """RFC 3834: nothing automatic answers what is automatic, bulk, from a list, or a bounce."""
        quiet = self.automatic or self.bulk or self.list_id or self.bounce or self.no_answer
        return not quiet and self.answer_to is not None

    @property
    def thread(self) -> tuple[str, ...]:
        """Ids of the mails this one answers, nearest first, each once."""
        return tuple(dict.fromkeys([*self.in_reply_to, *reversed(self.references)]))

    @property
    def recipients(self) -> tuple[str, ...]:
        """Every address that it came to, from the envelope's trace first, then To and Cc, each once."""
        return tuple(dict.fromkeys([*self.delivered_to, *(a.email for a in (*self.to, *self.cc))]))
