"""Compose a mail (RFC 5322) from a letter: sender, threading, and what automatic programs may do with it."""

from __future__ import annotations

import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from wellkept.kernel import number
from wellkept.kernel.header_text import one_line, one_token
from wellkept.messages import rules
from wellkept.messages.letters import Letter

# Line ends and lengths for SMTP; header fields in ASCII, which every server can carry.
POLICY = email.policy.SMTP.clone(max_line_length=78)


class NotAnAddress(ValueError):
    """No mail can be sent to this address."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sender of letters, with the `person` who signs them.

    `host` is part of their ids. `plus`: mail to `name+anything@…` arrives too.
    """

    address: str
    company: str
    host: str
    plus: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Thread:
    """Ids of the mails before this one: the answered one, and those before it."""

    answered: str = ""
    earlier: tuple[str, ...] = ()


NEW_THREAD = Thread()


def build(
    *,
    notice: UUID,
    letter: Letter,
    to: Recipient,
    sender: Sender,
    journey: str,
    at: datetime,
    automatic: bool,
    thread: Thread = NEW_THREAD,
) -> EmailMessage:
    """Compose the mail of one notice. `journey` is the number, or empty."""
    mail = EmailMessage(policy=POLICY)
    mail["Message-ID"] = one_token(rules.message_id(notice, sender.host))
    mail["Date"] = format_datetime(at)
    signed = f"{sender.person} · {sender.company}" if sender.person else sender.company
    mail["From"] = _address(sender.address, signed)
    mail["To"] = _address(to.address, to.name)
    mail["Reply-To"] = _address(_answer_address(sender, journey), sender.company)
    title = one_line(letter.title)
    mail["Subject"] = f"[{number.show(journey)}] {title}" if journey else title
    root = rules.thread_id(journey, sender.host) if journey else ""
    if parent := thread.answered or root:
        mail["In-Reply-To"] = one_token(parent)
        ids = [one_token(mail_id) for mail_id in (root, *thread.earlier, thread.answered)]
        mail["References"] = " ".join(dict.fromkeys(filter(None, ids)))
    if automatic:
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    mail.set_content(letter.text)
    if letter.html:
        mail.add_alternative(letter.html, subtype="html")
    calendar = letter.calendar
    if calendar is not None:
        mail.add_attachment(
            calendar.content.decode(),
            subtype="calendar",
            filename=calendar.name,
            params={"method": calendar.method},
        )
    return mail


def _answer_address(sender: Sender, journey: str) -> str:
    """Give the reply address, with the journey's number if the server supports it."""
    if not (journey and sender.plus):
        return sender.address
    name, _, domain = sender.address.rpartition("@")
    return f"{name}+{journey}@{domain}"


def _address(email: str, name: str) -> Address:
    """Build a header address, with an international domain in its ASCII form."""
    local, at, domain = one_line(email).rpartition("@")
    try:
        # International domains are sent in their ASCII form.
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
        if not (local and at and domain) or " " in local + domain:
            raise NotAnAddress(email)
        return Address(display_name=one_line(name), username=local, domain=domain)
    except (ValueError, IndexError) as fault:
        raise NotAnAddress(email) from fault
