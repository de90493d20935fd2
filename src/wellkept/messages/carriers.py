"""Who takes a mail: the company's mail server; in a demo a mailbox that anyone on the staff may read; or nobody yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Protocol

from django.conf import settings

from wellkept.installation.environment import MailAccount
from wellkept.messages.smtp import Carried, NotNow, Outcome, Session


class Carrier(Protocol):
    """Takes one mail, or says why not."""

    name: str

    def carry(self, mail: EmailMessage, *, sender: str, to: str) -> Outcome: ...


class Smtp:
    """The company's mail server."""

    name = "smtp"

    def __init__(self, session: Session) -> None:
        self._session = session

    def carry(self, mail: EmailMessage, *, sender: str, to: str) -> Outcome:
        return self._session.carry(mail, sender=sender, to=to)


class Mailbox:
    """The demo's: the letter stays in the house, where its notice keeps it, and is read on a page."""

    name = "mailbox"

    def carry(self, mail: EmailMessage, *, sender: str, to: str) -> Outcome:
        return Carried("kept in the mailbox")


class Nobody:
    """No mail account is set up: nothing is carried, so nothing may count as told."""

    name = "none"

    def carry(self, mail: EmailMessage, *, sender: str, to: str) -> Outcome:
        return NotNow("No mail account is set up, so no mail can go out.")


@contextmanager
def carrier() -> Iterator[Carrier]:
    """The carrier of this installation, for as many mails as there are to carry now."""
    account: MailAccount | None = settings.MAIL_ACCOUNT
    if account is not None:
        with Session(account) as session:
            yield Smtp(session)
    elif settings.MAILBOX:
        yield Mailbox()
    else:
        yield Nobody()
