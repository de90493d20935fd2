"""Carriers of mail: the company's mail server, a demo's mailbox that staff can read, or none yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Protocol

from django.conf import settings

from wellkept.installation.environment import MailAccount
from wellkept.messages.smtp import Carried, NotNow, Outcome, Session


class Carrier(Protocol):
    """Carrier that takes a mail, or gives the reason why not."""

    name: str
    server: str  # host and port; empty if there is no server that may be away

    def carry(self, mail: EmailMessage, *, sender: str, to: str) -> Outcome: ...


class Smtp:
    """The company's mail server."""

    name = "smtp"

    def __init__(self, session: Session, server: str) -> None:
        self._session = session
        self.server = server

    def carry(self, mail: EmailMessage, *, sender: str, to: str) -> Outcome:
        return self._session.carry(mail, sender=sender, to=to)


class Mailbox:
    """Mailbox of a demo: letters stay with their notices and are read on a page."""

    name = "mailbox"
    server = ""

    def carry(self, mail: EmailMessage, *, sender: str, to: str) -> Outcome:
        return Carried("kept in the mailbox")


class Nobody:
    """No mail account is set up. Nothing is carried, so nothing counts as told."""

    name = "none"
    server = ""

    def carry(self, mail: EmailMessage, *, sender: str, to: str) -> Outcome:
        return NotNow("No mail account is set up, so no mail can go out.")


@contextmanager
def carrier() -> Iterator[Carrier]:
    """Open the carrier of this installation, for several mails."""
    account: MailAccount | None = settings.MAIL_ACCOUNT
    if account is not None:
        with Session(account) as session:
            yield Smtp(session, f"{account.host}:{account.port}")
    elif settings.MAILBOX:
        yield Mailbox()
    else:
        yield Nobody()
