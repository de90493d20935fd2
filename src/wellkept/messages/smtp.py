"""Handing a mail to a mail server, and telling "not now" from "never"."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from wellkept.installation.environment import MailAccount

PATIENCE = 30  # seconds for each answer of the server


@dataclass(frozen=True, slots=True)
class Carried:
    """The server took it and answers for it now."""

    reply: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """It may work later: the server is away or busy, or our account is refused, which is ours to put right."""

    reason: str


@dataclass(frozen=True, slots=True)
class Never:
    """The server will not take this mail to this address, however often it is asked."""

    reason: str


Outcome = Carried | NotNow | Never


class Session:
    """One connection for as many mails as there are; opened with the first, opened again when it broke."""

    def __init__(self, account: MailAccount, *, patience: float = PATIENCE) -> None:
        self._account = account
        self._patience = patience
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def carry(self, mail: EmailMessage, *, sender: str, to: str) -> Outcome:
        """Hand over one mail. Never raises for what the server or the network does."""
        try:
            server = self._connected()
            server.send_message(mail, from_addr=sender, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as fault:
            code, reply = next(iter(fault.recipients.values()), (0, b""))
            self._close()
            return _refused(code, reply)
        except smtplib.SMTPDataError as fault:
            self._close()
            return _refused(fault.smtp_code, fault.smtp_error)
        except smtplib.SMTPNotSupportedError as fault:
            self._close()
            # An address in other letters than ASCII, and a server that cannot take it; else our set-up is wrong.
            return Never(str(fault)) if not to.isascii() else NotNow(str(fault))
        except (smtplib.SMTPException, OSError, ssl.SSLError) as fault:
            self._close()
            return NotNow(_words(fault))
        return Carried("taken")

    def _connected(self) -> smtplib.SMTP:
        if self._server is not None:
            try:
                if self._server.noop()[0] == 250:
                    return self._server
            except (smtplib.SMTPException, OSError):
                pass
            self._close()
        account = self._account
        if account.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.port, timeout=self._patience, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=self._patience)
        self._server = server
        if account.starttls:
            server.starttls(context=ssl.create_default_context())
        if account.user:
            server.login(account.user, account.password)
        return server

    def _close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()


def _refused(code: int, reply: bytes | str) -> Outcome:
    words = f"{code} {reply.decode('utf-8', 'replace') if isinstance(reply, bytes) else reply}".strip()
    return Never(words[:500]) if 500 <= code < 600 else NotNow(words[:500])


def _words(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        reply = fault.smtp_error
        said = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        return f"{fault.smtp_code} {said}"[:500]
    return (str(fault) or type(fault).__name__)[:500]
